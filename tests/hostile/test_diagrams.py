"""`blueprint show --format mermaid`: what stands in a diagram is names, each in quotes, no text."""

import re
from pathlib import Path

import pytest

from blueprint.read import read_text
from blueprint.resolve import resolve
from tests.hostile.process import inside
from tests.hostile.texts import PLAIN, TEXTS, blueprint

NODE = re.compile(r'    (c_[a-z0-9_]+)(\["|\(\[")([^"]*)("\]|"\]\))')
EDGE = re.compile(r'    (c_[a-z0-9_]+) (-->|-\.->)\|"([^"]*)"\| (c_[a-z0-9_]+)')
ARROWS = {"-->": "calls", "-.->": "events"}
WORDS = ["end", "graph", "subgraph", "click", "style", "default", "direction"]


def diagram(text: str, folder: Path) -> str:
    """What `show` prints of the blueprint *text*."""
    (folder / "blueprint.yaml").write_text(text)
    done = inside("show", "--format", "mermaid", cwd=folder)
    assert done.status == 0, done.said
    return done.stdout.decode()


def parsed(text: str) -> tuple[dict[str, str], set[tuple[str, str, str, str]]]:
    """The labels of nodes by their ids, and the edges: kind, from, to, each name; all is one."""
    head, *lines = text.splitlines()
    assert head == "flowchart LR"
    nodes, edges = {}, set()
    for line in lines:
        if node := NODE.fullmatch(line):
            nodes[node[1]] = node[3]
            continue
        edge = EDGE.fullmatch(line)
        assert edge, line
        kind, names = ARROWS[edge[2]], edge[3].split(", ")
        edges |= {(kind, nodes[edge[1]], nodes[edge[4]], name) for name in names}
    return nodes, edges


def test_the_labels_of_a_diagram_are_the_names_of_the_blueprint(tmp_path: Path) -> None:
    text = blueprint(TEXTS[0])
    document = read_text(text).document
    assert document is not None
    system = resolve(document)

    nodes, edges = parsed(diagram(text, tmp_path))

    assert set(nodes.values()) == {str(one.name) for one in (*system.contexts, *system.externals)}
    assert edges == {
        ("calls", "sales", "press", "Print"),
        ("events", "sales", "stock", "OrderPlaced@v1"),
    }


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20].encode("unicode_escape"))
def test_no_text_reaches_a_diagram(text: str, tmp_path: Path) -> None:
    assert diagram(blueprint(text), tmp_path) == diagram(blueprint(PLAIN), tmp_path)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_mermaid_is_a_label_like_any_other(word: str, tmp_path: Path) -> None:
    text = (
        "blueprint: 1\nsystem: {name: shop, about: Sells.}\ncontexts:\n"
        f"  {word}:\n    about: One.\n    aggregates: {{Item: {{fields: {{code: string}}}}}}\n"
        "    commands: {AddItem: {does: create Item, http: POST /items, allow: public}}\n"
    )

    nodes, _ = parsed(diagram(text, tmp_path))

    assert nodes == {f"c_{word}": word}
