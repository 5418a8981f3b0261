"""Migrations from the difference of two models: one revision a run, renames as renames.

`plan` says what becomes of every context's revisions. A model's tables are `modelled`, what earlier
revisions made is in `records`, what both differ in is a list of `steps`, and `writing` makes a
revision of them.
"""

from generator.migrating.planning import Migrations, plan

__all__ = ["Migrations", "plan"]
