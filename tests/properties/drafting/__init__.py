"""Random valid blueprints: drafts that know what may refer to what, one module a subject."""

from tests.properties.drafting.system import blueprints

__all__ = ["blueprints"]
