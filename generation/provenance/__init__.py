"""What a version is, told once: labels, keys, signed files."""
