"""The manual: pages written by hand, and pages that are read off the code."""
