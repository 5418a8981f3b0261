"""What a text says in its language, whatever its layout: values, statements, and its comments."""

import ast
import io
import json
import re
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import PurePosixPath

import yaml

Comment = tuple[int, str]
"""How many words stand before a comment, and what it says."""


class UnclearError(ValueError):
    """The text cannot be read in its language."""


def meaning(path: str, content: bytes) -> object:
    """What a file says: two of one path with equal meanings differ in their layout alone.

    The suffix of *path* names the language. Raises UnclearError.
    """
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        return _BY_SUFFIX.get(PurePosixPath(path).suffix, _of_lines)(text)
    except (ValueError, SyntaxError, tokenize.TokenError, yaml.YAMLError) as error:
        raise UnclearError(f"{path}: {error}") from error
    except (RecursionError, MemoryError) as error:
        raise UnclearError(f"{path} is nested too deep") from error


def _of_lines(text: str) -> object:
    """The lines without blanks at their ends, and without empty ones at the end."""
    return [line.rstrip() for line in text.rstrip().split("\n")]


# -- Python ------------------------------------------------------------------------------


def _of_python(text: str) -> object:
    return ast.dump(ast.parse(text)), list(_python_comments(text))


def _python_comments(text: str) -> Iterator[Comment]:
    words = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield words, _said(token.string)
        # Names alone: a formatter adds and takes away brackets, commas and quotes.
        words += token.type == tokenize.NAME


def _said(comment: str) -> str:
    return comment.lstrip("#").strip()


# -- JSON --------------------------------------------------------------------------------


def _of_json(text: str) -> object:
    return json.loads(
        text,
        object_pairs_hook=tuple,
        parse_int=_number,
        parse_float=_number,
        parse_constant=_number,
    )


def _number(text: str) -> object:
    """A number as it is spelled, told from the text of the same letters."""
    return frozenset([text.lower()])


# -- TOML --------------------------------------------------------------------------------

_TOML_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<word>
          \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5}
        | "(?:\\.|[^"\\\n])*" | '[^'\n]*'
        | [A-Za-z0-9_+:-]+
      )
    """,
    re.VERBOSE | re.DOTALL,
)


def _of_toml(text: str) -> object:
    # As text, in which the order of keys shows, and 1 is neither 1.0 nor true.
    return repr(tomllib.loads(text)), list(_toml_comments(text))


def _toml_comments(text: str) -> Iterator[Comment]:
    words = 0
    for token in _TOML_TOKEN.finditer(text):
        if token["comment"]:
            yield words, _said(token["comment"])
        words += token["word"] is not None


# -- YAML --------------------------------------------------------------------------------

_LOADER = yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader
_COMMENT = re.compile(r"#[^\n]*")
_BLOCK = ("|", ">")


def _of_yaml(text: str) -> object:
    # Steps of the parser, and not values: nothing is made of them, and no alias is followed.
    events = [_event(event) for event in yaml.parse(text, Loader=_LOADER)]
    return events, list(_yaml_comments(text))


def _event(event: yaml.Event) -> object:
    """A step of the parser, without the style; an unquoted scalar with the type that it gets."""
    name, anchor = type(event).__name__, getattr(event, "anchor", None)
    if not isinstance(event, yaml.ScalarEvent):
        return name, anchor, getattr(event, "tag", None)
    return name, anchor, event.tag or _kind(event), event.value


def _kind(event: yaml.ScalarEvent) -> object:
    """What an untagged scalar is: a text if it is quoted, else what its spelling makes it."""
    resolve: Callable[..., object] = yaml.resolver.Resolver().resolve
    return resolve(yaml.ScalarNode, event.value, event.implicit)


def _yaml_comments(text: str) -> Iterator[Comment]:
    """What stands between two tokens is blanks and comments; a block of text may begin with one."""
    words = 0
    for token, after in pairwise(yaml.scan(text, Loader=_LOADER)):
        words += isinstance(token, yaml.ScalarToken | yaml.AliasToken)
        start, end = token.start_mark.index, token.end_mark.index
        head = text[start:end].partition("\n")[0] if getattr(token, "style", "") in _BLOCK else ""
        for comment in _COMMENT.findall(f"{head}\n" + text[end : after.start_mark.index]):
            yield words, _said(comment)


_BY_SUFFIX: dict[str, Callable[[str], object]] = {
    ".py": _of_python,
    ".json": _of_json,
    ".toml": _of_toml,
    ".yaml": _of_yaml,
    ".yml": _of_yaml,
}
