"""The manual: it builds, its links lead somewhere, and what it tells a reader to do can be done."""
