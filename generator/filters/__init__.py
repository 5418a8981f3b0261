"""Filters for templates: each public function of each module here is one, under its own name."""
