"""A portrait on a ground: layouts, captions, posters."""
