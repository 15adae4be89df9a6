"""Local weights, registered with their hashes; nothing is fetched."""
