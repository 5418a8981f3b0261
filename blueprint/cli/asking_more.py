"""The questions of `blueprint add-context`: what its flags did not say."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from blueprint.cli.asking import EXAMPLE, ask_context, chosen, refusal
from blueprint.cli.editing import refusing
from generator.adding import AddingError, Addition, events_in, problem_of

if TYPE_CHECKING:
    from blueprint.read import Reading
    from generator.first import FirstContext

_NO_OTHERS = frozenset({"aggregate", "fields", "lifecycle"})


def ask_more(reading: "Reading", addition: Addition) -> Addition:
    """The addition with answers where its flags say nothing; each is checked when it is given.

    Raises CommandError where what the flags do say cannot be added, KeyboardInterrupt where
    somebody leaves.
    """
    fits = _fits(reading)
    given = _given(addition)
    example = _with_examples(addition, given)
    _refuse_flags(reading, example)
    context = ask_context(
        example.context,
        lambda context: fits(replace(example, context=context)),
        given=given,
        while_typing=False,  # the whole blueprint is read for each
    )
    addition = replace(addition, context=context)
    return addition if addition.external else _with_heard(reading, addition, fits)


def _given(addition: Addition) -> frozenset[str]:
    """The fields of a context that are not asked for."""
    context = addition.context
    said = {
        name for name in ("about", "aggregate", "fields", "lifecycle") if getattr(context, name)
    }
    only_hears = addition.hears and not said & _NO_OTHERS
    return frozenset(said | _NO_OTHERS if addition.external or only_hears else said)


def _with_examples(addition: Addition, given: frozenset[str]) -> Addition:
    """The addition with an example of whatever is still to be answered."""
    example = replace(EXAMPLE, name=addition.context.name)
    return replace(addition, context=_with_given(example, addition.context, given))


def _with_given(
    example: "FirstContext", context: "FirstContext", given: frozenset[str]
) -> "FirstContext":
    return replace(
        example,
        about=context.about if "about" in given else example.about,
        aggregate=context.aggregate if "aggregate" in given else example.aggregate,
        fields=context.fields if "fields" in given else example.fields,
        lifecycle=context.lifecycle if "lifecycle" in given else example.lifecycle,
    )


def _fits(reading: "Reading") -> Callable[[Addition], bool | str]:
    def fits(addition: Addition) -> bool | str:
        try:
            found = problem_of(reading, addition)
        except AddingError as error:
            return refusal(f"{error}", error.help)
        return True if found is None else refusal(found.message, found.help)

    return fits


def _refuse_flags(reading: "Reading", example: Addition) -> None:
    """Raises CommandError where the name and the flags, with examples, cannot be added."""
    with refusing(reading):
        found = problem_of(reading, example)
    if found is not None:
        with refusing(reading):
            raise AddingError(found.message, found.help)


def _with_heard(
    reading: "Reading", addition: Addition, fits: Callable[[Addition], bool | str]
) -> Addition:
    events = events_in(reading)
    if addition.hears or not events:
        return addition
    heard = chosen(
        f"Of which events does {addition.context.name} keep a view?",
        events,
        lambda names: fits(replace(addition, hears=names)),
    )
    return replace(addition, hears=heard)
