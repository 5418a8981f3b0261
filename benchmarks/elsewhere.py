"""`python -m benchmarks.elsewhere TEMPLATES sync` is `blueprint sync`, from other templates."""

import sys
from pathlib import Path

import generator

if __name__ == "__main__":
    templates = Path(sys.argv.pop(1))
    setattr(generator, "templates_root", lambda: templates)  # noqa: B010  it is not exported
    from blueprint.entry import main

    sys.exit(main())
