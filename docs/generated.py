"""The pages of the manual that are read off the code."""

from docs.commands import commands_page
from docs.contracts import contracts_page
from docs.rules import rule_pages
from docs.words import words_page


def pages() -> dict[str, str]:
    """Markdown by the name of its file."""
    return {
        "commands.md": commands_page(),
        "words.md": words_page(),
        "contracts.md": contracts_page(),
        **rule_pages(),
    }
