"""Hostile free texts, and a blueprint that holds a text in every place where one may stand."""

import json
import re

PLAIN = "Plain words."
TEXTS = [
    "It's \"quoted\" and 'quoted' again.",
    'Three """ quotes \'\'\' and """" four.',
    '"',
    "'",
    '"""',
    'ends with a quote"',
    "ends with a backslash\\",
    "ends with two \\\\",
    "\\N{DIGIT ONE} \\x41 \\u0041 \\n \\",
    "{{ 7 * 7 }} {% raw %} {# gone #} {%- endraw -%}",
    "${HOME} $(id) `id` $HOME %s %(a)s {0} {name} {}",
    "*/ /* // -- --> <!-- ]]> <![CDATA[",
    "<script>alert(1)</script> <b>bold</b> &amp; &lt;",
    "# a heading",
    "- a point",
    "1. a number",
    "> a quotation",
    "    code",
    "---",
    "===",
    "| a | b |",
    "[a](http://b) ![c](d) <http://e.f> http://g.h",
    "*a* _b_ **c** ~~d~~ `e`",
    "a: b",
    "a #b",
    "&a *b !c @d %e",
    'key = "value"\n[table]',
    "A line.\nAnother line.\n\nA paragraph.",
    "A line.\n# A heading.\n- A point.\n```\ncode\n```\n",
    "tab\there",
    "'; DROP TABLE orders; --",
    "\u200b\u200d zero width \u00ad soft",
    "\U0001f600 \u05d0\u05d1 \u0627\u0628 \u4e2d\u6587 e\u0301",
    "w" * 300,
    "a\ua78fb and \ua78f",
    "   blanks around   ",
    "-",
    "~",
    "null",
    "0",
    "=1+1",
    "graph TD; a --> b; end",
    "type: ignore noqa: E501 fmt: off pragma: no cover",
]


def blueprint(text: str) -> str:
    """A blueprint with *text* wherever one may stand, as JSON, which is YAML."""
    postal = {
        "about": text,
        "owners": ["sales", "stock"],
        "enums": {"Kind": {"values": ["street", "box"], "about": text}},
    }
    whole = {
        "blueprint": 1,
        "system": {"name": "shop", "title": text, "about": text},
        "security": {
            "tokens": {"issuer": "https://id.example.org/", "audience": "shop", "roles": "roles"},
            "roles": {"clerk": text},
        },
        "contexts": {"sales": _sales(text), "stock": _stock(text), "press": _press(text)},
        "kernels": {"postal": postal},
        "relations": [
            {"upstream": "sales", "downstream": "stock", "upstream_as": ["published-language"],
             "about": text},
            {"upstream": "press", "downstream": "sales", "about": text},
        ],
        "decisions": [{"id": 1, "title": text, "because": text, "about": text}],
        "exceptions": [
            {"rule": "BP235", "at": "sales.Loose", "because": text, "owner": text,
             "until": "2099-12-31"}
        ],
        "own": [f"docs/{_as_a_file(text)}"],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False)


def _as_a_file(text: str) -> str:
    """The text without what leads out of a workspace."""
    return text.replace("\\", "|").replace("..", "__")


def _literal(text: str) -> str:
    """The text as a source, where the word null means that there is no value."""
    return "= 'null' or so" if text == "null" else f"= {text}"


def _field(text: str) -> dict[str, object]:
    return {"is": "string(1..400)", "about": text, "default": text}


def _sales(text: str) -> dict[str, object]:
    example = {
        "about": text,
        "when": {"note": text, "part": {"note": text}},
        "then": {"note": text},
    }
    place = {
        "about": text,
        "does": "create Order",
        "http": "POST /orders",
        "allow": "public",
        "set": {"remark": _literal(text)},
        "needs": {
            "press.Print": {"with": {"note": _literal(text)}, "keep": {"kept": _literal(text)}}
        },
        "emits": ["OrderPlaced"],
        "errors": {"too_many": {"status": 409, "about": text}},
        "examples": [example],
    }
    payload = {
        "order_id": {"is": "uuid", "from": "id", "about": text},
        "note": {"is": "string(1..400)", "about": text},
    }
    return {
        "about": text,
        "team": text,
        "glossary": {"Order": text, text: text},
        "enums": {
            "Size": {"values": ["small", "large", "None", "null", "no", "true"], "about": text},
            "Loose": {"values": ["one", "two"], "about": text},
        },
        "values": {"Part": {"about": text, "fields": {"note": _field(text)}}},
        "aggregates": {"Order": _order(text)},
        "commands": {
            "PlaceOrder": place,
            "Think": {
                "about": text, "does": "custom Order", "http": "POST /thoughts", "allow": ["clerk"],
                "needs": {"press.Print": {"with": {"note": _literal(text)}}},
                "emits": {"may": ["OrderDropped"]},
            },
        },
        "queries": {
            "GetOrder": {
                "about": text, "does": "get Order", "http": "GET /orders/{id}", "allow": "public",
                "examples": [{"about": text, "given": {"note": text}, "then": {"note": text}}],
            }
        },
        "events": {
            name: {"about": text, "of": "Order", "key": "order_id", "payload": payload}
            for name in ("OrderPlaced", "OrderDropped")
        },
        "views": {
            "Board": {
                "about": text,
                "key": "order_id",
                "fields": {"order_id": "uuid", "note": "string(1..400)"},
                "from": {
                    "OrderPlaced@v1": {"note": _literal(text)},
                    "OrderDropped@v1": {"note": _literal(text), "where": {"note": _literal(text)}},
                },
            }
        },
        "api": {
            "versions": {"v1": {"status": "deprecated", "sunset": "2099-12-31"}, "v2": {}},
            "changes": {
                "v2": {
                    "Order.remark": {"added": text},
                    "Order.gone": {"removed": text},
                }
            },
        },
    }  # fmt: skip


def _order(text: str) -> dict[str, object]:
    return {
        "about": text,
        "fields": {
            "note": _field(text),
            "long": {"is": "text", "about": text, "default": text},
            "remark": "string(1..400)",
            "kept": "string(1..400)",
            "size": {"is": "Size", "default": "None"},
            "part": "Part",
            "kind": {"is": "Kind", "default": "box"},
            "formed": {"is": "text optional", "pattern": re.escape(text)},
        },
        "entities": {"Line": {"about": text, "in": "lines", "fields": {"note": _field(text)}}},
        "invariants": {"is_sound": text},
        "examples": [{"about": text, "given": {"note": text}, "then": {"note": text}}],
    }


def _stock(text: str) -> dict[str, object]:
    return {
        "about": text,
        "aggregates": {
            "Shelf": {"about": text, "fields": {"note": "string(1..400)", "kind": "Kind"}}
        },
        "commands": {
            "Keep": {
                "about": text, "does": "create Shelf", "input": {"note": "string(1..400)"},
                "set": {"kind": "= box"},
            }
        },
        "consumes": {"sales.OrderPlaced@v1": {"run": "Keep", "with": {"note": _literal(text)}}},
    }  # fmt: skip


def _press(text: str) -> dict[str, object]:
    return {
        "external": "https://press.example.org",
        "about": text,
        "operations": {
            "Print": {
                "about": text,
                "http": "POST /prints",
                "input": {"note": {"is": "string(1..400)", "about": text}},
                "errors": {"out_of_ink": {"status": 409, "about": text}},
            }
        },
    }
