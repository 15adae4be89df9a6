"""Text to picture to video to clip, each step kept."""
