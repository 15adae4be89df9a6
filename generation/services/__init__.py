"""Paid services behind the same face as engines: Black Forest Labs and Kling."""
