"""Breakages of the text itself: rules BP101 to BP110."""

import re

from tests.properties.breaking.breakage import Place, cuts, edits
from tests.properties.breaking.nodes import contexts
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.system import Blueprint
from tests.properties.writing import MAIN, Files, Raw

_WORD = re.compile(r"^( *)([a-z_]+): ([A-Za-z]+)$")


def _words(files: Files) -> list[tuple[str, int]]:
    """The lines that hold a key and one plain word, by file and number."""
    found = []
    for file, text in sorted(files.items()):
        block = False
        for number, line in enumerate(text.splitlines()):
            block = line.endswith("|-") or (block and not re.match(r" *[\w@.-]+:", line))
            if _WORD.match(line) and not block:
                found.append((file, number))
    return found


def _edit(files: Files, file: str, number: int, *lines: str) -> tuple[str, int]:
    """Puts *lines* in the place of one line; answers where the last of them stands."""
    text = files[file].splitlines()
    text[number : number + 1] = lines
    files[file] = "\n".join(text) + "\n"
    return file, number + len(lines)


def _pick(dice: Dice, files: Files) -> tuple[str, int, str]:
    words = _words(files)
    if not words:
        return "", 0, ""
    file, number = dice.pick(words)
    return file, number, files[file].splitlines()[number]


@cuts("BP101")
def a_colon_in_a_plain_text(dice: Dice, files: Files) -> tuple[str, int] | None:
    file, number, line = _pick(dice, files)
    return _edit(files, file, number, f"{line}: more: words") if file else None


@cuts("BP101")
def a_bracket_that_is_not_closed(dice: Dice, files: Files) -> tuple[str, int] | None:
    file, number, line = _pick(dice, files)
    return _edit(files, file, number, f"{line.partition(':')[0]}: }}") if file else None


@cuts("BP102")
def brackets_in_brackets(dice: Dice, files: Files) -> tuple[str, int] | None:
    file, number, line = _pick(dice, files)
    deep = "[" * 70 + "]" * 70
    return _edit(files, file, number, f"{line.partition(':')[0]}: {deep}") if file else None


@cuts("BP103")
def a_mark_that_turns_the_text(dice: Dice, files: Files) -> tuple[str, int] | None:
    file, number, line = _pick(dice, files)
    mark = dice.pick(("\u202e", "\x07", "\u200f", "\u2028"))
    return _edit(files, file, number, f"{line}  # {mark}") if file else None


@cuts("BP104")
def a_key_said_twice(dice: Dice, files: Files) -> tuple[str, int] | None:
    file, number, line = _pick(dice, files)
    return _edit(files, file, number, line, line) if file else None


@cuts("BP105")
def an_anchor_or_a_tag(dice: Dice, files: Files) -> tuple[str, int] | None:
    file, number, line = _pick(dice, files)
    extra = dice.pick(("&a ", "!!str "))
    return _edit(files, file, number, line.replace(": ", f": {extra}", 1)) if file else None


@cuts("BP106")
def a_number_for_a_key(dice: Dice, files: Files) -> tuple[str, int] | None:
    file, number, line = _pick(dice, files)
    indent = line[: len(line) - len(line.lstrip())]
    key = dice.pick(("1", "true", "2.5", "~"))
    return _edit(files, file, number, line, f"{indent}{key}: word") if file else None


@edits("BP107")
def a_value_that_a_comma_cuts(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    body["glossary"] = Raw(dice.pick(("{Stat: fast, as can be}", "{Stat: fast, Slow: late, very}")))
    return Place((*path, "glossary"))


@edits("BP108")
def a_file_that_is_not_there(dice: Dice, blueprint: Blueprint) -> Place:
    where = dice.pick(("contexts/none.yaml", "../none.yaml", "contexts/none.txt"))
    blueprint["contexts"]["nobody"] = where
    return Place(("contexts", "nobody"), on_value=True)


@cuts("BP109")
def another_version_of_the_language(dice: Dice, files: Files) -> tuple[str, int]:
    version = dice.pick(("2", "x", "true"))
    return MAIN, _say(files, MAIN, "blueprint", version)


@cuts("BP110")
def the_file_of_another_context(dice: Dice, files: Files) -> tuple[str, int] | None:
    own = sorted(name for name in files if name != MAIN)
    if not own:
        return None
    name = dice.pick(own)
    return name, _say(files, name, "context", "another")


def _say(files: Files, file: str, key: str, value: str) -> int:
    """Writes another value after the first key of a file; answers in which line."""
    lines = files[file].splitlines()
    [number] = [n for n, line in enumerate(lines) if re.match(rf"['\"]?{key}['\"]?: ", line)][:1]
    lines[number] = f"{key}: {value}"
    files[file] = "\n".join(lines) + "\n"
    return number + 1
