"""What paid services cost the museum, and its monthly cap."""
