"""The whole way of a work through the museum, walked in a real Chromium as its people walk it."""
