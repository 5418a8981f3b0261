"""Blueprints of any size, all alike, so that seconds can be compared between sizes."""

from pathlib import Path
from textwrap import dedent

SYSTEM = """\
blueprint: 1
system:
  name: synthetic
  title: Synthetic
  about: A system that exists to be measured.
security:
  roles: {clerk: Works here.}
defaults: {storage: sqlite, broker: sql, cache: memory}
"""

CONTEXT = """\
context: {name}
about: Context {number} of the benchmark.
enums:
  Size: [small, medium, large]
aggregates:
  Item{number}:
    about: Something that is kept.
    fields:
      title: string(1..80)
      size: Size = small
      price: decimal(10.2) optional
      notes: text optional
    lifecycle:
      open: {{close: closed}}
    indexes: [title]
  Shelf{number}:
    about: Where items are kept.
    fields:
      code: string(2..12) unique
      item_id: ref({name}.Item{number}) optional
commands:
  AddItem: {{does: create Item{number}, http: POST /items, allow: [clerk], emits: [ItemAdded]}}
  CloseItem:
    does: transition Item{number}.close
    http: POST /items/{{id}}/closing
    allow: [clerk]
    emits: [ItemClosed]
  AddShelf: {{does: create Shelf{number}, http: POST /shelves, allow: [clerk], emits: [ShelfAdded]}}
queries:
  GetItem: {{does: get Item{number}, http: "GET /items/{{id}}", allow: [clerk]}}
  ListItems:
    does: list Item{number}
    http: GET /items
    allow: [clerk]
    filter: {{title: prefix}}
    sort: [created_at]
  GetShelf: {{does: get Shelf{number}, http: "GET /shelves/{{id}}", allow: [clerk]}}
events:
  ItemAdded:
    of: Item{number}
    key: item_id
    payload: {{item_id: uuid from id, title: string(1..80)}}
  ItemClosed: {{of: Item{number}, key: item_id, payload: {{item_id: uuid from id}}}}
  ShelfAdded:
    of: Shelf{number}
    key: shelf_id
    payload: {{shelf_id: uuid from id, code: string(2..12)}}
"""


def write_blueprint(folder: Path, contexts: int) -> Path:
    """Writes a system of *contexts* contexts into *folder*, a file each; answers blueprint.yaml."""
    (folder / "contexts").mkdir(parents=True)
    blueprint = folder / "blueprint.yaml"
    blueprint.write_text(f"{dedent(SYSTEM)}contexts:\n", encoding="utf-8")
    for number in range(contexts):
        add_context(folder, number)
    return blueprint


def add_context(folder: Path, number: int) -> None:
    """Adds one more context to the blueprint in *folder*, at its end."""
    name = f"context_{number}"
    with (folder / "blueprint.yaml").open("a", encoding="utf-8") as blueprint:
        blueprint.write(f"  {name}: contexts/{name}.yaml\n")
    text = CONTEXT.format(name=name, number=number)
    (folder / "contexts" / f"{name}.yaml").write_text(text, encoding="utf-8")


def add_field(folder: Path, number: int) -> None:
    """Adds a field to the first aggregate of one context."""
    path = folder / "contexts" / f"context_{number}.yaml"
    text = path.read_text(encoding="utf-8")
    old = "      notes: text optional\n"
    path.write_text(text.replace(old, f"{old}      remark: text optional\n"), encoding="utf-8")
