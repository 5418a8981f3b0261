"""The known word that is nearest to one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """Help that names the nearest known word, or all of them if they are few.

    >>> nearest("oder", ["order", "invoice"])
    'did you mean "order"?'
    >>> nearest("x", ["order", "invoice"])
    'known here: invoice, order'
    >>> nearest("x", [])
    'none is known here'
    """
    names = sorted(set(known))
    if close := get_close_matches(word, names, n=1, cutoff=0.6):
        return f'did you mean "{close[0]}"?'
    if not names:
        return "none is known here"
    more = f", … ({len(names)} in all)" if len(names) > 20 else ""
    return f"known here: {', '.join(names[:20])}{more}"
