"""Questions at a terminal: each answer is checked by the rules before the next is asked for.

Those of `blueprint new` stand here, and those of a context, which `add-context` asks, too.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

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

EXAMPLE = FirstContext(
    name="things", about="Keeps things.", aggregate="Thing", fields=(("title", "string(1..80)"),)
)
_STORAGE = {
    "SQLite: a file, no server; another one later by one word": "sqlite",
    "PostgreSQL": "postgres",
}

Valid = Callable[[str], bool | str]
"""Whether an answer will do; else what is wrong with it."""
Fits = Callable[[FirstContext], bool | str]
"""The same of a context with the answers so far, and examples for the others."""


def ask(folder: str) -> First:
    """The answers of somebody at a terminal, *folder* proposing the name.

    Raises CommandError where nobody is there or the answers are not to be used, KeyboardInterrupt
    where somebody leaves.
    """
    if not is_watched():
        raise CommandError(
            Status.CALL,
            "nobody is here to answer questions",
            "say what to start from: blueprint new PATH --from SAMPLE, or --from FILE",
        )
    try:
        first = _contexts(_system(folder))
        _preview(first)
        if confirmed("Make a workspace of this?", default=True):
            return first
    except EOFError:
        raise KeyboardInterrupt from None
    raise CommandError(Status.INTERRUPTED, "nothing was made")


def is_watched() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


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
    return replace(first, tenancy=confirmed(shared, default=False))


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
    valid = _of(first, lambda name: replace(EXAMPLE, name=name))
    if first.contexts:
        name = _asked(f"{message} (empty: no more)", _or_empty(valid))
    else:
        name = _asked(message, valid)
    if not name:
        return None
    context = ask_context(
        replace(EXAMPLE, name=name), lambda context: _said(with_last(first, context))
    )
    heard = _heard(first, context) if first.contexts else ()
    return with_last(first, replace(context, hears=heard))


def ask_context(
    context: FirstContext,
    fits: Fits,
    *,
    given: frozenset[str] = frozenset(),
    while_typing: bool = True,
) -> FirstContext:
    """A context with the answers in the place of its examples, less those that are *given*.

    *while_typing* says whether an answer is checked at each letter of it.
    """
    for asking in _QUESTIONS:
        if asking.field not in given:
            context = _with_answer(context, asking, fits, while_typing=while_typing)
    return context


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One question about a context; `answered` is the context with its answer in a field."""

    field: str
    message: str
    answered: Callable[[FirstContext, str], FirstContext]
    default: str = ""
    may_be_empty: bool = False


_QUESTIONS = (
    _Question(
        field="about",
        message="What is it for, in a sentence?",
        answered=lambda context, text: replace(context, about=text),
    ),
    _Question(
        field="aggregate",
        message="What does it keep above all, in CamelCase?",
        answered=lambda context, text: replace(context, aggregate=text),
    ),
    _Question(
        field="fields",
        message="Its fields, as NAME: TYPE, with a comma between",
        answered=lambda context, text: replace(context, fields=fields_of(text)),
        default="title: string(1..80)",
    ),
    _Question(
        field="lifecycle",
        message="Its life, as STATE > TRANSITION > STATE, such as open > close > closed "
        "(empty: none)",
        answered=lambda context, text: replace(context, lifecycle=lifecycle_of(text)),
        may_be_empty=True,
    ),
)


def _with_answer(
    context: FirstContext, asking: _Question, fits: Fits, *, while_typing: bool
) -> FirstContext:
    valid = _filled(lambda text: fits(asking.answered(context, text)))
    answer = _asked(
        asking.message,
        _or_empty(valid) if asking.may_be_empty else valid,
        asking.default,
        while_typing=while_typing,
    )
    return asking.answered(context, answer)


def _heard(first: First, context: FirstContext) -> tuple[str, ...]:
    return chosen(
        f"Of which contexts does {context.name} hear what is new there?",
        [other.name for other in first.contexts],
        lambda names: _said(with_last(first, replace(context, hears=names))),
    )


def chosen(
    message: str, choices: list[str], valid: Callable[[tuple[str, ...]], bool | str]
) -> tuple[str, ...]:
    """Those of the choices that somebody takes, none or more."""
    answer: list[str] = questionary.checkbox(
        message, choices=choices, validate=lambda names: valid(tuple(names))
    ).unsafe_ask()
    return tuple(answer)


def _preview(first: First) -> None:
    for path, text in blueprint_of(first).items():
        say(f"\n-- {path} --\n{text.rstrip()}")
    say()


def _asked(message: str, valid: Valid, default: str = "", *, while_typing: bool = True) -> str:
    question = questionary.text(
        message, default=default, validate=valid, validate_while_typing=while_typing
    )
    answer: str = question.unsafe_ask()
    return answer.strip()


def confirmed(message: str, *, default: bool) -> bool:
    """Whether somebody says yes."""
    return bool(questionary.confirm(message, default=default).unsafe_ask())


def _selected(message: str, choices: dict[str, str]) -> str:
    answer: str = questionary.select(message, choices=list(choices)).unsafe_ask()
    return choices[answer]


def _of(first: First, made: Callable[[str], FirstContext]) -> Valid:
    return _checked(lambda text: with_last(first, made(text)))


def _checked(made: Callable[[str], First]) -> Valid:
    """Whether the rules have nothing against the answers with this one among them."""

    def valid(text: str) -> bool | str:
        first = made(text)
        return _said(first if first.contexts else with_last(first, EXAMPLE))

    return _filled(valid)


def _filled(valid: Valid) -> Valid:
    """Whether an answer is there, and will do without the spaces around it."""
    return lambda text: valid(text.strip()) if text.strip() else "an answer belongs here"


def _said(first: First) -> bool | str:
    found = problem(first)
    return True if found is None else refusal(found.message, found.help)


def refusal(message: str, help: str) -> str:
    """What is wrong with an answer, in the one line that there is for it."""
    return f"{message}: {help}".replace("\n", " ") if help else message


def _or_empty(valid: Valid) -> Valid:
    return lambda text: valid(text) if text.strip() else True
