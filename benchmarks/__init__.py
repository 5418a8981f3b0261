"""Measured claims: `python -m benchmarks generation` prints the figures that the documents quote."""
