"""Every word of the language, from the schemas that editors get."""

from collections.abc import Iterator, Mapping

from blueprint.document.schema import context_schema, system_schema

_INTRODUCTION = """\
# Every word

What may stand where, and what it is for; an editor shows the same, by the schema that a blueprint's
first line names. A key that is in none of these lists is refused. How they work together is told in
[the language](language.md).
"""

Part = Mapping[str, object]


def words_page() -> str:
    """Markdown: the keys of a blueprint, of a context, and of each part, a table each."""
    system, context = system_schema(), context_schema()
    parts = {**_definitions(context), **_definitions(system)}
    told = [_section("A blueprint", system, parts), _section("A context", context, parts)]
    told += [
        _section(_title(name), part, parts)
        for name, part in sorted(parts.items())
        if name not in ("Document", "ContextWord") and list(_keys(part))
    ]
    return "\n".join([_INTRODUCTION, *told])


def _definitions(schema: Part) -> dict[str, Part]:
    found = schema.get("$defs")
    return dict(found) if isinstance(found, dict) else {}


def _section(title: str, part: Part, parts: Mapping[str, Part]) -> str:
    rows = [f"| `{key}` | {_told(one, parts)} |" for key, one in _keys(part)]
    about = str(part.get("description", "")).split("\n\n")[0].replace("\n", " ")
    return "\n".join([f"## {title}", "", about, "", "| key | |", "|---|---|", *rows, ""])


def _title(name: str) -> str:
    """`ApiVersionWord` as a heading: Api version."""
    spaced = "".join(f" {c.lower()}" if c.isupper() else c for c in name.removesuffix("Word"))
    return spaced.strip().capitalize()


def _keys(part: Part) -> Iterator[tuple[str, Part]]:
    """Each key with its schema, in whichever form of the part it stands."""
    forms = part.get("anyOf", [part])
    for form in forms if isinstance(forms, list) else []:
        properties = form.get("properties", {})
        yield from properties.items()


def _told(part: Part, parts: Mapping[str, Part]) -> str:
    """What a key is for, and what may stand there."""
    said = str(part.get("description", "")) or _of_reference(part, parts)
    examples = part.get("examples") or list(_closed(part))
    shown = ", ".join(f"`{one}`" for one in examples) if isinstance(examples, list) else ""
    told = (
        f"{said} {'For example ' if part.get('examples') else 'One of '}{shown}." if shown else said
    )
    return told.replace("|", "\\|")


def _of_reference(part: Part, parts: Mapping[str, Part]) -> str:
    name = str(part.get("$ref", "")).rpartition("/")[2]
    return str(parts.get(name, {}).get("description", "")).split("\n\n")[0].replace("\n", " ")


def _closed(part: Part) -> Iterator[object]:
    """The words of which one may stand there, empty where it is open."""
    forms = part.get("anyOf", [part])
    for form in forms if isinstance(forms, list) else []:
        words = form.get("enum", [])
        yield from words if isinstance(words, list) else []
        if "const" in form:
            yield form["const"]
