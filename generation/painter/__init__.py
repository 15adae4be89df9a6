"""The painter: a program that paints the house collection (``python -m generation.painter``)."""
