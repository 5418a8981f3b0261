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
  Item:
    about: Something that is kept.
    fields:
      title: string(1..80)
      size: Size = small
      price: decimal(10.2) optional
      notes: text optional
    lifecycle:
      open: {{close: closed}}
    indexes: [title]
  Shelf:
    about: Where items are kept.
    fields:
      code: string(2..12) unique
      item_id: ref({name}.Item) optional
commands:
  AddItem: {{does: create Item, http: POST /items, allow: [clerk], emits: [ItemAdded]}}
  CloseItem:
    does: transition Item.close
    http: POST /items/{{id}}/closing
    allow: [clerk]
    emits: [ItemClosed]
  AddShelf: {{does: create Shelf, http: POST /shelves, allow: [clerk], emits: [ShelfAdded]}}
queries:
  GetItem: {{does: get Item, http: "GET /items/{{id}}", allow: [clerk]}}
  ListItems:
    does: list Item
    http: GET /items
    allow: [clerk]
    filter: {{title: prefix}}
    sort: [created_at]
  GetShelf: {{does: get Shelf, http: "GET /shelves/{{id}}", allow: [clerk]}}
events:
  ItemAdded: {{of: Item, key: item_id, payload: {{item_id: uuid from id, title: string(1..80)}}}}
  ItemClosed: {{of: Item, key: item_id, payload: {{item_id: uuid from id}}}}
  ShelfAdded: {{of: Shelf, key: shelf_id, payload: {{shelf_id: uuid from id, code: string(2..12)}}}}
"""


def write_blueprint(folder: Path, contexts: int) -> Path:
    """Writes a system of *contexts* contexts into *folder*, a file each; answers blueprint.yaml."""
    names = [f"context_{number}" for number in range(contexts)]
    (folder / "contexts").mkdir(parents=True)
    listed = "".join(f"  {name}: contexts/{name}.yaml\n" for name in names)
    blueprint = folder / "blueprint.yaml"
    blueprint.write_text(f"{dedent(SYSTEM)}contexts:\n{listed}", encoding="utf-8")
    for number, name in enumerate(names):
        text = CONTEXT.format(name=name, number=number)
        (folder / "contexts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return blueprint
