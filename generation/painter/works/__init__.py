"""The works of the house collection, one file each; the table of them is in ``catalogue``."""
