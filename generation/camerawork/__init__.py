"""The camera in words."""
