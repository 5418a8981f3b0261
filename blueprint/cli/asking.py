"""The questions of `blueprint new`: each answer is checked by the rules while it is typed."""

import sys
from collections.abc import Callable
from dataclasses import replace

import questionary

from blueprint.cli.console import say
from blueprint.cli.status import CommandError, Status
from blueprint.names import Name
from generator.first import (
    First,
    FirstContext,
    blueprint_of,
    fields_of,
    lifecycle_of,
    problem,
    with_last,
)

_EXAMPLE = FirstContext(
    name="things", about="Keeps things.", aggregate="Thing", fields=(("title", "string(1..80)"),)
)
_STORAGE = {
    "SQLite: a file, no server; another one later by one word": "sqlite",
    "PostgreSQL": "postgres",
}

Valid = Callable[[str], bool | str]
"""Whether an answer will do; else what is wrong with it."""


def ask(folder: str) -> First:
    """The answers of somebody at a terminal, *folder* proposing the name.

    Raises CommandError where nobody is there or the answers are not to be used, KeyboardInterrupt
    where somebody leaves.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError(
            Status.CALL,
            "nobody is here to answer questions",
            "say what to start from: blueprint new PATH --from SAMPLE, or --from FILE",
        )
    try:
        first = _contexts(_system(folder))
        _preview(first)
        if _confirmed("Make a workspace of this?", default=True):
            return first
    except EOFError:
        raise KeyboardInterrupt from None
    raise CommandError(Status.INTERRUPTED, "nothing was made")


def _system(folder: str) -> First:
    first = First(name="system", title="System", about="Does something.")
    name = _asked(
        "What is the system called?",
        _checked(lambda name: replace(first, name=name)),
        default=_proposed(folder, first),
    )
    first = replace(first, name=name)
    title = _asked(
        "Its title, for people?",
        _checked(lambda title: replace(first, title=title)),
        default=Name(name).title,
    )
    first = replace(first, title=title)
    about = _asked(
        "What is it for, in a sentence?", _checked(lambda about: replace(first, about=about))
    )
    storage = _selected("Where is its data kept?", _STORAGE)
    first = _roles(replace(first, about=about, storage=storage))
    shared = "Do several organisations use it, none of which may see another's data?"
    return replace(first, tenancy=_confirmed(shared, default=False))


def _proposed(folder: str, first: First) -> str:
    """The folder's name, where a system may be called so."""
    name = Name(folder).snake
    return name if _checked(lambda name: replace(first, name=name))(name) is True else ""


def _roles(first: First) -> First:
    more = _with_one_role(first)
    return first if more is None else _roles(more)


def _with_one_role(first: First) -> First | None:
    """The answers with one more role; None where there is no more."""
    role = _asked(
        "A role that somebody has, in snake_case (empty: no more)",
        _or_empty(_checked(lambda role: _with_role(first, role, "Works here."))),
    )
    if not role:
        return None
    about = _asked(
        "What does it do, in a sentence?",
        _checked(lambda about: _with_role(first, role, about)),
    )
    return _with_role(first, role, about)


def _with_role(first: First, role: str, about: str) -> First:
    return replace(first, roles=(*first.roles, (role, about)))


def _contexts(first: First) -> First:
    more = _with_one_context(first)
    return first if more is None else _contexts(more)


def _with_one_context(first: First) -> First | None:
    """The answers with one more context; None where there is no more."""
    message = "A context, a part with words of its own, in snake_case"
    valid = _of(first, lambda name: replace(_EXAMPLE, name=name))
    if first.contexts:
        name = _asked(f"{message} (empty: no more)", _or_empty(valid))
    else:
        name = _asked(message, valid)
    return with_last(first, _context(first, replace(_EXAMPLE, name=name))) if name else None


def _context(first: First, context: FirstContext) -> FirstContext:
    about = _asked(
        "What is it for, in a sentence?", _of(first, lambda about: replace(context, about=about))
    )
    context = replace(context, about=about)
    aggregate = _asked(
        "What does it keep above all, in CamelCase?",
        _of(first, lambda name: replace(context, aggregate=name)),
    )
    context = replace(context, aggregate=aggregate)
    fields = _asked(
        "Its fields, as NAME: TYPE, with a comma between",
        _of(first, lambda text: replace(context, fields=fields_of(text))),
        default="title: string(1..80)",
    )
    context = replace(context, fields=fields_of(fields))
    lifecycle = _asked(
        "Its life, as STATE > TRANSITION > STATE, such as open > close > closed (empty: none)",
        _or_empty(_of(first, lambda text: replace(context, lifecycle=lifecycle_of(text)))),
    )
    context = replace(context, lifecycle=lifecycle_of(lifecycle))
    return replace(context, hears=_heard(first, context)) if first.contexts else context


def _heard(first: First, context: FirstContext) -> tuple[str, ...]:
    answer: list[str] = questionary.checkbox(
        f"Of which contexts does {context.name} hear what is new there?",
        choices=[other.name for other in first.contexts],
        validate=lambda names: _said(with_last(first, replace(context, hears=tuple(names)))),
    ).unsafe_ask()
    return tuple(answer)


def _preview(first: First) -> None:
    for path, text in blueprint_of(first).items():
        say(f"\n-- {path} --\n{text.rstrip()}")
    say()


def _asked(message: str, valid: Valid, default: str = "") -> str:
    answer: str = questionary.text(message, default=default, validate=valid).unsafe_ask()
    return answer.strip()


def _confirmed(message: str, *, default: bool) -> bool:
    return bool(questionary.confirm(message, default=default).unsafe_ask())


def _selected(message: str, choices: dict[str, str]) -> str:
    answer: str = questionary.select(message, choices=list(choices)).unsafe_ask()
    return choices[answer]


def _of(first: First, made: Callable[[str], FirstContext]) -> Valid:
    return _checked(lambda text: with_last(first, made(text)))


def _checked(made: Callable[[str], First]) -> Valid:
    """Whether the rules have nothing against the answers with this one among them."""

    def valid(text: str) -> bool | str:
        if not text.strip():
            return "an answer belongs here"
        first = made(text.strip())
        return _said(first if first.contexts else with_last(first, _EXAMPLE))

    return valid


def _said(first: First) -> bool | str:
    found = problem(first)
    return True if found is None else f"{found.message}: {found.help}".replace("\n", " ")


def _or_empty(valid: Valid) -> Valid:
    return lambda text: valid(text) if text.strip() else True
