"""The whole system in one process: `uvicorn main:app`, or `make run`."""

import sys

from hello_chassis import embedded

CONTEXTS = ("hello_tasks",)
EXTERNALS: tuple[str, ...] = ()

app = embedded.mount("hello", CONTEXTS, EXTERNALS)

if __name__ == "__main__":
    sys.exit(embedded.main(app, sys.argv[1:]))
