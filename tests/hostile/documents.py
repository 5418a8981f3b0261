"""The table of hostile documents: what `check` is to say of each, and where.

What is expected was written down before it was tried.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from tests.hostile.row import BASE, NEXT, Row, more, row, sound

MIB = 1024 * 1024
_ANCHORS = "\n".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 10))
_MERGES = "\n".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}" for n in range(1, 10))
_WORDS = "about: Sells things."
_AGGREGATES = "    aggregates:\n"
_ORDER = "{about: What somebody wants., fields: {code: string}}"
_FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def rows() -> Iterator[Row]:
    """Every row."""
    return chain(
        bombs(), bytes_and_lines(), forms(), values(), patterns(), floods(), large(), long()
    )


def a_gigabyte(folder: Path) -> None:
    """A file with a hole in it, which takes no room."""
    with (folder / "blueprint.yaml").open("wb") as file:
        file.truncate(1024 * MIB)


def about(text: str) -> str:
    """BASE with *text* as what the system says of itself, in line 2."""
    return BASE.replace(_WORDS, f"about: {text}")


def bombs() -> Iterator[Row]:
    """What grows when it is read."""
    yield more("alias bomb", f"x0: &x0 [ha]\n{_ANCHORS}\n", "BP105", 1, "BP111")
    yield more("merge bomb", f"m0: &m0 {{a: b}}\n{_MERGES}\n", "BP105", 1, "BP111")
    yield more("an alias of itself", "x: &x [*x]\n", "BP105", 1, "BP111")
    yield more("an alias of nothing", "x: *nowhere\n", "BP105", 1, "BP111")
    yield more("an alias as a key", "x: &x a\n*x : b\n", "BP105", 2, "BP111", "BP104")
    yield more("a merge of a text", "x: {<<: no mapping}\n", "BP105", 1, "BP111")
    yield more("deep brackets", f"x: {'[' * 100_000}\n", "BP102", 1, "BP111", "BP101")
    yield more("deep braces", f"x: {'{a: ' * 100_000}\n", "BP102", 1, "BP111", "BP101")
    yield more("deep brackets that close", f"x: {'[' * 500}{']' * 500}\n", "BP102", 1, "BP111")
    yield more("a stair of mappings", _stair(300), "BP102", 65, "BP111")
    yield more("a stair of dashes", f"x:\n{'- ' * 5000}1\n", "BP102", 2, "BP111")
    yield more("a stair of question marks", f"{'? ' * 5000}a\n", "BP102", 1, "BP106", "BP101")
    yield more("64 levels", f"x: {'[' * 62}{']' * 62}\n", "BP111", 1)
    yield more("100,001 values", f"x: [{'1,' * 100_001}]\n", "BP102", 1, "BP111")
    yield more("half a million empty lines", "\n" * 500_000 + "x: 1\n", "BP111", 500_001)
    yield more("many documents", "---\na: b\n" * 100_000, "BP105", 1)
    yield row("one byte too many", _padded(MIB + 1), "BP102", 1)
    yield sound("as large as may be", _padded(MIB))
    yield replace(row("a gigabyte", "", "BP102", 1), prepare=a_gigabyte)


def bytes_and_lines() -> Iterator[Row]:
    """Encodings, characters that hide what is written, and the ends of lines."""
    utf_16 = BASE.encode("utf-16-le")
    yield row("UTF-16 with a mark", b"\xff\xfe" + utf_16, "BP103", 1)
    yield row("UTF-16 without a mark", utf_16, "BP103", 1)
    yield row("UTF-32", BASE.encode("utf-32"), "BP103", 1)
    yield row("Latin-1", about("caf\xe9").encode("latin-1"), "BP103", 2)
    yield row("a cut sequence", BASE.encode() + b"# \xe2\x82", "BP103", NEXT)
    yield row("an overlong slash", BASE.encode() + b"# \xc0\xaf\n", "BP103", NEXT)
    yield row("a surrogate in UTF-8", BASE.encode() + b"# \xed\xa0\x80\n", "BP103", NEXT)
    yield sound("a byte order mark", b"\xef\xbb\xbf" + BASE.encode())
    yield row("two byte order marks", b"\xef\xbb\xbf" * 2 + BASE.encode(), "BP103", 1)
    yield sound("line ends of Windows", BASE.replace("\n", "\r\n"))
    yield sound("line ends of an old Macintosh", BASE.replace("\n", "\r"))
    yield sound("no end of the last line", BASE.rstrip("\n"))
    yield row("an end of line that only YAML 1.1 knows", about("a\x85b"), "BP103", 2)
    yield row("a line separator", about("a\u2028b"), "BP103", 2)
    yield row("NUL", about("a\0b"), "BP103", 2)
    yield row("NUL as an escape", about('"a\\0b"'), "BP103", 2)
    yield row("an escape of a terminal", about("\x1b]0;owned\x07"), "BP103", 2)
    yield row("DEL", about("a\x7fb"), "BP103", 2)
    yield row("a form feed", about("a\x0cb"), "BP103", 2)
    yield row("a lone surrogate as an escape", about('"\\uD800"'), "BP101", 2)
    yield row("a pair of surrogates as escapes", about('"\\uD83D\\uDE00"'), "BP101", 2)
    yield row("beyond Unicode", about('"\\U00110000"'), "BP101", 2)
    yield row("an escape that is none", about('"\\q"'), "BP101", 2)
    yield row("text that turns", about("a\u202eb"), "BP103", 2)
    yield row("text that turns as an escape", about('"a\\u202Eb"'), "BP103", 2)
    yield row("an isolate in a comment", BASE + "# \u2066\n", "BP103", NEXT)
    yield row("an isolate in a key", BASE + "x\u2067: 1\n", "BP103", NEXT)
    yield row("a byte order mark inside", about("a\ufeffb"), "BP103", 2)
    yield row("no character at all", about("a\uffffb"), "BP103", 2)
    yield sound("a smile", about(f"\U0001f600 and a family {_FAMILY}"))
    yield row("a tab that indents", BASE.replace("    about", "\tabout"), "BP101", 5)
    yield row("a tab before a comment", BASE + "\t# a comment\n", "BP101", NEXT)
    yield more("a line of two megabytes", f"x: {'y' * (2 * MIB)}\n", "BP102", -8)
    yield sound("a line of a megabyte less", about("y" * (MIB - 1024)))
    yield more("a key of a thousand characters", f"{'k' * 1000}: 1\n", "BP111", 1)
    yield more("a key of two thousand characters", f"{'k' * 2000}: 1\n", "BP101", 1)
    yield more("a huge quoted key", f'? "{"k" * 900_000}"\n: 1\n', "BP111", 1)


def forms() -> Iterator[Row]:
    """What YAML allows, and a blueprint is not."""
    yield row("nothing", "", "BP109", 1)
    yield row("only a comment", "# nothing\n", "BP109", 1)
    yield row("only an end", "...\n", "BP101", 1)
    yield row("a text", "blueprint\n", "BP109", 1)
    yield row("a list", "- blueprint: 1\n", "BP109", 1)
    yield row("a number", "1\n", "BP109", 1)
    yield row("another first key", "a: b\nblueprint: 1\n", "BP109", 1, "BP111", "BP112")
    yield row("version two", BASE.replace("1", "2", 1), "BP109", 1)
    yield row("version true", BASE.replace("1", "true", 1), "BP109", 1)
    yield row("version 1.0", BASE.replace("1", "1.0", 1), "BP109", 1)
    yield row("a directive of YAML 1.1", f"%YAML 1.1\n---\n{BASE}", "BP105", 1)
    yield sound("a directive of YAML 1.2", f"%YAML 1.2\n---\n{BASE}")
    yield row("a directive of YAML 9", f"%YAML 9.0\n---\n{BASE}", "BP101", 1)
    yield row("a tag's directive", f"%TAG ! tag:x.org,2000:\n---\n{BASE}", "BP105", 1)
    yield row("an object of Python", about("!!python/object/apply:os.system [id]"), "BP105", 2)
    yield row("a tag of YAML", about("!!str x"), "BP105", 2)
    yield row("a tag of nobody", about("!x y"), "BP105", 2)
    yield row("a set", BASE + "x: !!set {a, b}\n", "BP105", NEXT, "BP107", "BP111")
    yield row("a binary", about("!!binary aGFoYQ=="), "BP105", 2)
    yield more("the same key twice", "deploy: {}\ndeploy: {}\n", "BP104", 2)
    yield more("the same key twice, once in quotes", 'deploy: {}\n"deploy": {}\n', "BP104", 2)
    yield more("the same key twice, once escaped", 'deploy: {}\n"\\x64eploy": {}\n', "BP104", 2)
    yield more("a thousand times the same key", "deploy: {}\n" * 1000, "BP104", 2)
    yield more("a list as a key", "[a, b]: 1\n", "BP106", 1)
    yield more("a mapping as a key", "? {a: b}\n: 1\n", "BP106", 1)
    yield more("nothing as a key", ": 1\n", "BP101", 1)
    yield more("a tilde as a key", "~: 1\n", "BP106", 1)
    yield more("a bool as a key", "true: 1\n", "BP106", 1)
    yield more("an infinity as a key", ".inf: 1\n", "BP106", 1)
    yield row("a quote that is not closed", about('"Sells'), "BP101", 2)
    yield row("a bracket that is not closed", BASE + "own: [\n", "BP101", NEXT)
    yield row("a bracket too many", BASE + "own: []]\n", "BP101", NEXT)
    yield sound("a block at the end", "blueprint: 1\nsystem:\n  name: shop\n  about: |\n")
    yield row("a block with a wrong head", about("|12"), "BP101", 2)
    yield more("a comma that splits", "own: {a: string, b}\n", "BP107", 1, "BP114")


def values() -> Iterator[Row]:
    """Scalars that one parser reads so, and another otherwise."""
    for text in ("yes", "no", "on", "off", "12:30:45", "2027-06-30", "1_000", "=", "0b1"):
        yield sound(f"{text} is a text", about(text))
    for text in ("017", "0o17", "0x1F", "1e3", "-0", "1e999", ".5", ".nan", "-.inf", "true"):
        yield row(f"{text} is no text", about(text), "BP113", 2)
    yield row("null is no text", about("null"), "BP113", 2)
    yield row("a tilde is no text", about("~"), "BP113", 2)
    yield row("nothing is no text", BASE.replace(", " + _WORDS, ", about: ~"), "BP113", 2)
    yield row("a number of a million digits", about("9" * 900_000), "", 0, status=0)
    yield more("a page of many digits", f"defaults: {{page: {'9' * 299}}}\n", "BP120", 1)
    yield more("a page of a thousand digits", f"defaults: {{page: {'9' * 1000}}}\n", "BP113", 1)
    yield more("a page that is no number", "defaults: {page: .nan}\n", "BP113", 1)
    yield more("a page of infinity", "defaults: {page: .inf}\n", "BP113", 1)
    yield more("a day of the year 0", f"exceptions: [{_exception('0000-01-01')}]\n", "BP119", 1)
    yield more("a day that is none", f"exceptions: [{_exception('2027-02-30')}]\n", "BP119", 1)
    yield more("a name in other letters", "kernels: {\u0440ostal: {owners: [sales]}}\n", "BP118", 1)
    yield more("an address without a host", "security: {cors: ['https://']}\n", "BP119", 1)
    yield more("an address of a script", "security: {cors: ['javascript:alert(1)']}\n", "BP119", 1)
    yield more("an address with a dollar", "security: {cors: ['https://a/$b']}\n", "BP119", 1)
    yield more("an address with a quote", "security: {cors: ['https://a/\"b']}\n", "BP119", 1)
    yield more("an address with a password", "security: {cors: ['https://a:b@c/']}\n", "BP119", 1)
    yield more("an audience of two lines", _tokens('"a\\nSECRET=b"'), "BP119", 1)
    yield more("an audience with a dollar", _tokens('"$(id)"'), "BP119", 1)
    yield more("a file out of the workspace", "own: [../../etc/passwd]\n", "BP119", 1)
    yield more("an absolute file", "own: [/etc/passwd]\n", "BP119", 1)
    yield more("a file of nobody's", "own: ['']\n", "BP119", 1)
    yield row("a field of a million words", _field("string " + "optional " * 100_000), "BP116", 7)
    yield row("a type in many parentheses", _field("list(" * 100_000), "BP116", 7)
    yield row("a type nested too deep", _field("list(" * 20 + "int" + ")" * 20), "BP116", 7)
    yield row("a bound of many digits", _field(f"int min={'9' * 5000}"), "BP120", 7)
    yield row("a bound that is no number", _field("float min=nan"), "BP116", 7)
    yield row("a default of many digits", _field(f"int = {'9' * 5000}"), "BP216", 7)
    yield row("a default beyond all numbers", _field("float = 1e999"), "BP216", 7)
    yield row("a decimal beyond all numbers", _field("decimal(8.2) = 1e999999999"), "BP216", 7)
    yield row("a path of a thousand steps", _http("/" + "a/" * 1000), "BP119", 9)
    yield row("a path that climbs", _http("/../../etc"), "BP119", 9)
    yield row("a path with a blank", _http("/a b"), "BP119", 9)
    yield row("a number in other digits", _field("int min=\u0663"), "BP116", 7)
    yield row("a range in other digits", _field("string(\u0661..\u0668)"), "BP116", 7)


def patterns() -> Iterator[Row]:
    """Regular expressions that take the engine that tries them longer than anybody waits."""
    slow = "a" * 40 + "!"
    yield row("a pattern that backtracks", _long("(a+)+$", slow), "BP216", 7)
    yield row("a pattern that backtracks in turns", _long("(a|aa)+$", slow), "BP216", 7)
    yield row("a pattern nested too deep", _long("(" * 5000 + ")" * 5000), "BP116", 7)
    yield row("a pattern that repeats too often", _long("a{99999999999}"), "BP116", 7)
    yield row("a pattern that is not closed", _long("(a"), "BP116", 7)
    yield row("a pattern of a thousand times a thousand", _long("(a{1000}){1000}"), "BP116", 7)
    yield row("a pattern of Python alone", _long("(?P<a>x)(?P=a)"), "BP116", 7)
    yield row("a pattern that looks around", _long("(?=a)a"), "BP116", 7)


def floods() -> Iterator[Row]:
    """More to say than anybody reads."""
    keys = "".join(f"k{n}: 1\n" for n in range(99_000))
    yield more("99,000 unknown keys", keys, "BP111", 1)
    near = "".join(f"contexs{n}: 1\n" for n in range(50_000))
    yield more("50,000 nearly known keys", near, "BP111", 1)
    yield more("100,000 anchors", "own:\n" + "- &a x\n" * 100_000, "BP105", 2)
    yield more("100,000 lines that hide", "# \u202e\n" * 100_000, "BP103", 1)
    yield row("40,000 unknown types", _fields(40_000, "strin"), "BP116", 9)
    yield row("90,000 times the same word", _enum("a-b", 90_000), "BP120", 7)
    yield row("99,000 wrong words", _enum("?", 99_000), "BP118", 7)
    yield row("20,000 names that collide", _collisions(20_000), "BP212", 10)
    yield row("20,000 roles that nobody has", _grants(20_000), "BP205", 9)


def large() -> Iterator[Row]:
    """Up to a megabyte in which little or nothing is wrong; long chains."""
    yield sound("40,000 fields", _fields(40_000, "string"))
    yield sound(
        "10,000 aggregates", _nodes("aggregates", "A{n}: {{fields: {{code: string}}}}", 10_000)
    )
    yield sound("5,000 values in a chain", _chain(5_000))
    yield row("5,000 values in a ring", _chain(5_000, ring=True), "BP217", 7)
    yield sound("5,000 contexts", _contexts(5_000))
    yield sound("5,000 commands", _commands(5_000))
    yield row(
        "10,000 events",
        _nodes("events", "Bought{n}: {{key: a, payload: {{a: uuid}}}}", 10_000),
        "BP502",
        7,
        "BP511",
    )
    yield row("a lifecycle of 10,000 states", _lifecycle(10_000), "BP210", 10)
    yield row("1,000 calls in a chain", _calls(1_000), "BP301", 10, "BP307", "BP309")
    yield row("1,000 calls in a ring", _calls(1_000, ring=True), "BP307", 10, "BP301", "BP309")
    yield sound(
        "20,000 decisions",
        BASE
        + "decisions:\n"
        + "".join(f"  - {{id: {n}, title: t, because: b}}\n" for n in range(1, 20_001)),
    )
    yield sound(
        "20,000 words of a glossary",
        BASE.replace("    aggregates", f"    glossary:\n{_terms()}    aggregates"),
    )
    yield row(
        "10,000 exceptions",
        BASE + "exceptions:\n" + f"  - {_exception('2027-06-30')}\n" * 10_000,
        "BP803",
        11,
    )
    yield sound("40,000 words of an enum", _enum_of(40_000))
    yield sound("a list of a list of a list", _field("list(list(list(list(int))))"))


def long() -> Iterator[Row]:
    """Chains as long, and lists as many, as a megabyte takes."""
    yield sound("25,000 contexts", _homes(25_000))
    related = _homes(15_000) + _relations(15_000)
    yield row("15,000 contexts with relations", related, "BP314", 15_011, status=0)
    yield sound("15,000 values in a chain", _chain(15_000))
    yield row("20,000 references to nothing", _fields(20_000, "ref(Nothing)"), "BP202", 9)
    yield row("3,000 needs in a chain", _needs(3_000), "BP301", 10, "BP309")
    yield row("40,000 fields of one unknown type", _fields(40_000, "Nothing"), "BP207", 9)
    yield sound("8,000 aggregates in a chain of references", _references(8_000))
    yield sound("8,000 examples", _examples(8_000))
    yield sound("20,000 errors", _errors(20_000))
    yield row("9,000 versions of an event", _event_versions(9_000), "BP502", 7, "BP511")
    yield row("900 long patterns", _fields(900, "text pattern=/[a-z]{9}" + "a" * 900 + "/"), "", 0,
              status=0)  # fmt: skip
    yield sound("20,000 lists of lists", _fields(20_000, "list(list(list(list(int))))"))
    yield sound("a quoted text of 900,000 letters", about(f'"{"y" * 900_000}"'))
    yield row("a text of 150,000 lines", about('"' + "y\n " * 150_000 + '"'), "", 0, status=0)
    yield more("a name of 900,000 letters", f"kernels: {{? {'k' * 900_000} : 1}}\n", "BP118", 1)


def _before_aggregates(key: str, lines: str) -> str:
    """BASE with another key of the context, in line 6, and what stands below it."""
    return BASE.replace(_AGGREGATES, f"    {key}:\n{lines}{_AGGREGATES}")


def _terms() -> str:
    return "".join(f"      t{n}: It is meant so.\n" for n in range(20_000))


def _nodes(family: str, form: str, number: int) -> str:
    nodes = "".join(f"      {form.format(n=n)}\n" for n in range(number))
    if family == "aggregates":
        return BASE.replace(_AGGREGATES, _AGGREGATES + nodes)
    return _before_aggregates(family, nodes)


def _chain(number: int, *, ring: bool = False) -> str:
    values = "".join(f"      V{n}: {{v: V{n + 1}}}\n" for n in range(number))
    last = f"      V{number}: {{v: {'V0' if ring else 'int'}}}\n"
    return _before_aggregates("values", values + last).replace("code: string", "code: V0")


def _homes(number: int) -> str:
    return BASE + "".join(f"  c{n}: {{about: One.}}\n" for n in range(number))


def _relations(number: int) -> str:
    lines = (f"- {{upstream: c{n}, downstream: c{n + 1}}}\n" for n in range(number - 1))
    return "relations:\n" + "".join(lines)


def _needs(number: int) -> str:
    one = (
        "  c{n}: {{about: One., commands: {{Do: {{about: It does., does: custom, http: POST /x, "
        "allow: public{needs}}}}}}}\n"
    )
    needs = [f", needs: {{c{n + 1}.Do: {{}}}}" for n in range(number)]
    return BASE + "".join(one.format(n=n, needs=each) for n, each in enumerate([*needs, ""]))


def _references(number: int) -> str:
    nodes = "".join(f"      A{n}: {{fields: {{next: ref(A{n + 1})}}}}\n" for n in range(number))
    return BASE.replace(
        _AGGREGATES, f"{_AGGREGATES}{nodes}      A{number}: {{fields: {{a: int}}}}\n"
    )


def _examples(number: int) -> str:
    examples = ", ".join(f"{{when: {{code: c{n}}}}}" for n in range(number))
    return BASE.replace("allow: public", f"allow: public, examples: [{examples}]")


def _errors(number: int) -> str:
    errors = ", ".join(f"e{n}: 409" for n in range(number))
    return BASE.replace("allow: public", f"allow: public, errors: {{{errors}}}")


def _event_versions(number: int) -> str:
    versions = ", ".join(f"v{n}: {{a: uuid}}" for n in range(1, number + 1))
    return _before_aggregates("events", f"      Bought: {{key: a, versions: {{{versions}}}}}\n")


def _contexts(number: int) -> str:
    one = "  c{n}: {{about: One., aggregates: {{A: {{fields: {{code: string}}}}}}}}\n"
    return BASE + "".join(one.format(n=n) for n in range(number))


def _commands(number: int) -> str:
    one = "      Place{n}: {{does: create Order, http: POST /orders{n}, allow: public}}\n"
    return BASE + "".join(one.format(n=n) for n in range(number))


def _lifecycle(number: int) -> str:
    states = "".join(f"          s{n}: {{go{n}: s{n + 1}}}\n" for n in range(number))
    fields = "        fields: {code: string}\n"
    return BASE.replace(_ORDER, f"\n{fields}        lifecycle:\n{states}")


def _calls(number: int, *, ring: bool = False) -> str:
    head = "  c{n}: {{about: One., commands: {{Do: {{{does}, http: POST /x, allow: public}}}}}}\n"
    calls = [f"does: call c{n + 1}.Do" for n in range(number)]
    calls.append("does: call c0.Do" if ring else "about: It does., does: custom")
    return BASE + "".join(head.format(n=n, does=does) for n, does in enumerate(calls))


def _enum_of(number: int) -> str:
    words = ", ".join(f"w{n}" for n in range(number))
    enum = f"      Size: [{words}]\n"
    return _before_aggregates("enums", enum).replace("code: string", "code: Size")


def _padded(size: int) -> bytes:
    head = BASE.encode() + b"# "
    return head + b"x" * (size - len(head) - 1) + b"\n"


def _stair(steps: int) -> str:
    return "".join(f"{' ' * step}k:\n" for step in range(steps))


def _exception(day: str) -> str:
    return f"{{rule: BP431, at: sales, because: x, owner: x, until: {day}}}"


def _tokens(audience: str) -> str:
    return f"security: {{tokens: {{issuer: 'https://a/', audience: {audience}}}}}\n"


def _field(words: str) -> str:
    return BASE.replace("code: string", f'code: "{words}"')


def _long(pattern: str, default: str = "") -> str:
    said = f', default: "{default}"' if default else ""
    return BASE.replace("code: string", f"code: {{is: text, pattern: '{pattern}'{said}}}")


def _http(path: str) -> str:
    return BASE.replace("POST /orders", f'"POST {path}"')


def _fields(number: int, kind: str) -> str:
    lines = "".join(f"        f{n}: {kind}\n" for n in range(number))
    return BASE.replace(
        "      Order: {about: What somebody wants., fields: {code: string}}\n",
        f"      Order:\n       fields:\n{lines}",
    )


def _enum(word: str, number: int) -> str:
    words = ", ".join([f'"{word}"'] * number)
    return BASE.replace(
        "    aggregates:\n", f"    enums:\n      Size: [{words}]\n    aggregates:\n"
    )


def _collisions(number: int) -> str:
    """Names of one word in as many cases as it takes."""
    names = [
        f"        f_{'_'.join(f'{n:b}')}: int\n        f{n:b}: int\n" for n in range(number // 2)
    ]
    return _fields(0, "").replace("fields:\n", f"fields:\n{''.join(names)}")


def _grants(number: int) -> str:
    roles = ", ".join(f"role_{n}" for n in range(number))
    return BASE.replace("allow: public", f"allow: [{roles}]")
