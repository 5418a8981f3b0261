"""`make demo`: from the sample's blueprint to a running system, and a story played through it."""
