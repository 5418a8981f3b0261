"""Measured claims: `python -m benchmarks generation` prints what the documents quote."""
