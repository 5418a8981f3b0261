"""Whatever is misspelt, the help names what was meant: keys, closed words, phrases and names."""

from pathlib import Path

import pytest

from blueprint.diagnostics import render_all
from blueprint.read import read_text

WHOLE = (Path(__file__).parent / "whole.yaml").read_text()

MISSPELT = [
    # keys
    ("security:\n", "securty:\n", '"security"'),
    ("  tokens: {", "  token: {", '"tokens"'),
    ("issuer: https", "isuer: https", '"issuer"'),
    ("    aggregates:\n      Shelf", "    agregates:\n      Shelf", '"aggregates"'),
    ("        lifecycle:\n", "        livecycle:\n", '"lifecycle"'),
    ("refused: {not_found", "refuse: {not_found", '"refused"'),
    ("retry: {attempts: 5", "retry: {attemps: 5", '"attempts"'),
    ("        sort: [created_at, code]", "        sorted: [created_at, code]", '"sort"'),
    ("then: nobody", "than: nobody", '"then"'),
    ("upstream: people", "upsteam: people", '"upstream"'),
    ("deploy: {topology", "deploy: {topologie", '"topology"'),
    ("because: Few.", "becuase: Few.", '"because"'),
    # closed words
    ("subdomain: core", "subdomain: cor", '"core"'),
    ("storage: postgres", "storage: postgre", '"postgres"'),
    ("{engine: postgres, tenancy: row}", "{engine: postgress, tenancy: row}", '"postgres"'),
    ("{engine: postgres, tenancy: row}", "{engine: postgres, tenancy: rows}", '"row"'),
    ("  cache: memory", "  cache: memmory", '"memory"'),
    ("  json: camel", "  json: camle", '"camel"'),
    ("  otherwise: dead", "  otherwise: deed", '"dead"'),
    ("  missing: retry", "  missing: retri", '"retry"'),
    ("  on_dead: skip", "  on_dead: skipp", '"skip"'),
    ("allow: authenticated", "allow: authentcated", "authenticated"),
    ("allow: public", "allow: publik", "public"),
    ("  page: 25", "  page: al", "all"),
    ("page: all", "page: al", "all"),
    ("status: deprecated", "status: depricated", '"deprecated"'),
    ("size: in,", "size: inn,", '"in"'),
    ("worth: range", "worth: rnge", '"range"'),
    ("code: prefix", "code: prefx", '"prefix"'),
    ("topology: modular-monolith", "topology: modular-monolit", '"modular-monolith"'),
    ("as: shared-kernel", "as: shared-kernl", '"shared-kernel"'),
    ("as: customer-supplier", "as: customer-suplier", '"customer-supplier"'),
    ("downstream_as: conformist", "downstream_as: conformst", '"conformist"'),
    ("upstream_as: [open-host]", "upstream_as: [open-hosts]", '"open-host"'),
    ("status: superseded", "status: superceded", '"superseded"'),
    ("auth: header X-Key", "auth: heder X-Key", "header"),
    ("auth: header X-Key", "auth: baerer", "bearer"),
    ("external: by-address", "external: by-adress", "by-address"),
    # phrases
    ("does: create Part\n", "does: creat Part\n", "create Part"),
    ("does: transition Part.move", "does: transiton Part.move", "transition Part.move"),
    ("does: list Part\n", "does: lst Part\n", "list Part"),
    ("does: update Part,", "does: Update Part,", "update Part"),
    ("v1: POST /items", "v1: PSOT /items", "POST /items"),
    ("http: POST /shelves", "http: post /shelves", "POST /shelves"),
    ("PATCH /parts/{id}", "PATHC /parts/{id}", "PATCH /parts/{id}"),
    ("rate_limit: 100/min per tenant", "rate_limit: 100/minute per tenant", "100/min per tenant"),
    ("rate_limit: 100/min per tenant", "rate_limit: 100/min per tennant", "100/min per tenant"),
    ("timeout: 300ms", "timeout: 300msec", "300ms"),
    ("cache: 30s", "cache: 30sec", "30s"),
    ("cache: {ttl: 5m", "cache: {ttl: 5min", "5m"),
    ("backoff: 500ms..1h", "backoff: 500ms..1hour", "1h"),
    ("timeout: 2s", "timeout: 2 s", "2s"),
    # type words and what stands after them
    ("row: int,", "row: itn,", "int"),
    ("is: \"string(1..40)", "is: \"strng(1..40)", "string"),
    ("bought_on: date optional", "bought_on: dat optional", "date"),
    ("bought_for: money optional", "bought_for: mony optional", "money"),
    ("tags: list(string(1..20))", "tags: lst(string(1..20))", "list"),
    ("serial: bigint optional immutable", "serial: bigint optinal immutable", '"optional"'),
    ("serial: bigint optional immutable", "serial: bigint optional imutable", '"immutable"'),
    ("code: string(3..9) unique index", "code: string(3..9) uniqe index", '"unique"'),
    ("mail: email optional pii", "mail: email optional ppi", '"pii"'),
    ("worth: float min=0", "worth: float mni=0", "min="),
    # names
    ("size: Size = small\n", "size: Sise = small\n", '"Size"'),
    ("size: Size = small\n", "size: Size = smal\n", "small"),
    ("label: Label optional", "label: Labl optional", '"Label"'),
    ("home: Address optional", "home: Adress optional", '"Address"'),
    ("ref(stock.Country)", "ref(stok.Country)", '"stock"'),
    ("made_in: ref(stock.Country)", "made_in: ref(stock.Contry)", '"Country"'),
    ("does: create Shelf,", "does: create Shelv,", '"Shelf"'),
    ("transition Part.take", "transition Part.tak", '"take"'),
    ("custom Part.lose", "custom Part.loose", '"lose"'),
    ("get Place,", "get Plac,", '"Place"'),
    ("call people.GetKeeper", "call people.GetKeepr", '"GetKeeper"'),
    ("call people.GetKeeper", "call peple.GetKeeper", '"people"'),
    ("people.GetKeeper@v1: {with", "people.GetKeper@v1: {with", '"GetKeeper"'),
    ("people.GetKeeper@v1: {with", "poeple.GetKeeper@v1: {with", '"people"'),
    ("people.GetKeeper@v1: {with", "people.GetKeeper@v2: {with", "v1"),
    ("carrier.Send: {}", "carier.Send: {}", '"carrier"'),
    ("carrier.Send: {}", "carrier.Sent: {}", '"Send"'),
    ("allow: [keeper own, driver], cache", "allow: [keper own, driver], cache", '"keeper"'),
    ('allow: [keeper, "service:trade"]', 'allow: [keeper, "service:trad"]', '"trade"'),
    ("emits: [PartAdded]\n        errors", "emits: [PartAded]\n        errors", '"PartAdded"'),
    ("{may: [PartTaken]}", "{may: [PartTakn]}", '"PartTaken"'),
    ("{when_changed: [size, code]}", "{when_changed: [siz, code]}", '"size"'),
    ("trade.Returned@v1: {run", "trade.Retruned@v1: {run", '"Returned"'),
    ("trade.Returned@v1: {run", "trad.Returned@v1: {run", '"trade"'),
    ("{run: BringPart,", "{run: BringParts,", '"BringPart"'),
    ("          PartAdded@v2: {state", "          PartAdded@v3: {state", "v2"),
    ("owner: shelf_id.keeper_id", "owner: shelf_id.keper_id", '"keeper_id"'),
    ("indexes: [created_at, [status, size]]", "indexes: [created_at, [status, sise]]", '"size"'),
    ("filter: {row: equals}", "filter: {rows: equals}", '"row"'),
    ("sort: [row]", "sort: [rwo]", '"row"'),
    ("Counted: {key: row,", "Counted: {key: rwo,", '"row"'),
    ("given: {status: lost}, then", "given: {status: losst}, then", '"lost"'),
    ("state: = kept", "state: = keptt", '"kept"'),
    ("owners: [people, trade]", "owners: [peopel, trade]", '"people"'),
    ("between: [people, trade]", "between: [people, tradde]", '"trade"'),
    ("refused: {not_found: nobody}", "refused: {not_found: nobdy}", '"nobody"'),
    ("refused: {not_found: nobody}", "refused: {notfound: nobody}", '"not_found"'),
    ("keep: {keeper_name: name}", "keep: {keepr_name: name}", '"keeper_name"'),
    ("keep: {keeper_name: name}", "keep: {keeper_name: nam}", '"name"'),
    ("set: {moved_at: now}", "set: {moved: now}", '"moved_at"'),
    ("versions: [v2]", "versions: [v4]", "v3"),
    ("Part.size: {values", "Prt.size: {values", '"Part"'),
    ("Part.worth: {added", "Part.wroth: {added", '"worth"'),
    ("at: stock.ListPlaces", "at: stock.ListPlacs", '"stock.ListPlaces"'),
    ("until: [PartTaken@v1, trade.Sold]", "until: [PartTaken@v1, trade.Sld]", '"Sold"'),
    ("was_size: Size from before.size", "was_size: Size from before.sise", '"before.size"'),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "meant"), MISSPELT)
def test_what_is_misspelt_is_answered_with_what_was_meant(right, wrong, meant):
    assert right in WHOLE, "the table is behind whole.yaml"
    found = read_text(WHOLE.replace(right, wrong, 1)).diagnostics

    assert [one for one in found if meant in one.help], render_all(found) or "nothing is said"
