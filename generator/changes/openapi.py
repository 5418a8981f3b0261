"""An OpenAPI document as its operations; references are followed, what is odd is passed over."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.changes.forms import Document, Json, Schema

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_BRACES = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a document; `path` is without the version that the document has.

    `content` is the operation's object, `shared` that of its path.
    """

    id: str
    method: str
    path: str
    pointer: str
    content: Schema
    shared: Schema

    @property
    def place(self) -> str:
        """`GET /orders/{id}`."""
        return f"{self.method.upper()} {self.path}"

    @property
    def route(self) -> str:
        """The method and the path, whatever its braces hold."""
        return f"{self.method} {_BRACES.sub('{}', self.path)}"

    @property
    def path_names(self) -> list[str]:
        """The names in the braces of the path, in their order."""
        return _BRACES.findall(self.path)

    @property
    def label(self) -> str:
        """What people call it: its name, or its method and path."""
        return self.id or self.place

    @property
    def deprecated(self) -> bool:
        """Whether callers are asked to leave it."""
        return self.content.get("deprecated") is True

    @property
    def sunset(self) -> str | None:
        """The day until which it answers."""
        found = self.content.get("x-sunset")
        return None if found is None else str(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One operation, as the old and the new document have it."""

    old: Operation
    new: Operation
    before: Document
    after: Document


def operations(document: Document) -> Iterator[Operation]:
    """Every operation of an OpenAPI document."""
    version = str(mapping(document.root.get("info")).get("version", ""))
    for path, raw in mapping(document.root.get("paths")).items():
        item = followed(raw, document)
        for method in METHODS:
            if isinstance(content := item.get(method), Mapping):
                yield Operation(
                    id=str(content.get("operationId", "")),
                    method=method,
                    path=_unversioned(str(path), version),
                    pointer=f"/paths/{escaped(str(path))}/{method}",
                    content=content,
                    shared=item,
                )


def _unversioned(path: str, version: str) -> str:
    """The path without the document's own version, so that v1 and v2 can be compared.

    >>> _unversioned("/api/shop/v1/orders", "v1")
    '/api/shop/orders'
    """
    parts = path.split("/")
    return "/".join(part for part in parts if not part or part != version)


def base_path(document: Schema) -> str:
    """The path of the first server; `/` where none is named."""
    servers = listed(document.get("servers"))
    url = str(mapping(servers[0]).get("url", "")) if servers else ""
    try:
        return urlsplit(url).path.rstrip("/") or "/"
    except ValueError:
        return url


def followed(value: Json, document: Document) -> Schema:
    """An object, or the one that its `$ref` leads to; empty where it leads nowhere."""
    for _ in range(20):
        found = mapping(value)
        reference = found.get("$ref")
        if not isinstance(reference, str):
            return found
        value = document.target(reference)
    return {}


def mapping(value: Json) -> Schema:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def listed(value: Json) -> list[Json]:
    """The value where it is a list, else an empty one."""
    return list(value) if isinstance(value, list | tuple) else []


def escaped(name: str) -> str:
    """A name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
