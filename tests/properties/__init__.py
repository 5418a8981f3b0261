"""Properties: blueprints that are made up at random, whole and broken, and what holds of each.

`blueprints()` makes valid ones (drafting/), `breakages()` breaks them in one place (breaking/).
"""
