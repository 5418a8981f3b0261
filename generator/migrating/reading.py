"""Tables out of the Python that makes them: the lines of a model, or a first revision."""

import ast
from collections.abc import Iterator, Mapping

from generator.migrating.tables import Column, Holds, Key, Kind, Table

_KEYS = {"index_on": Kind.INDEX, "unique_key": Kind.UNIQUE, "child_key": Kind.CHILD}


class UnreadableError(ValueError):
    """It is no revision as Blueprint writes the first one."""


def tables_in(text: str) -> dict[str, Table]:
    """The tables that `upgrade` of a first revision makes; raises UnreadableError."""
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise UnreadableError(str(error)) from error
    calls = [statement.value for statement in _body(module) if isinstance(statement, ast.Expr)]
    named = [(ast.unparse(call.func), call) for call in calls if isinstance(call, ast.Call)]
    protected = {_text(call.args[1]) for name, call in named if name == "migrations.protect"}
    made = [call for name, call in named if name == "op.create_table"]
    return {
        name: table_of(call.args[1:], tenancy=name in protected)
        for call in made
        for name in [_text(call.args[0])]
    }


def _body(module: ast.Module) -> Iterator[ast.stmt]:
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "upgrade":
            yield from statement.body


def table_of_lines(lines: list[str], *, tenancy: bool) -> Table:
    """The table whose columns and keys are spelled out, one a line."""
    [statement] = ast.parse(f"({', '.join(lines)},)").body
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Tuple):
        raise UnreadableError("no list of columns")
    return table_of(statement.value.elts, tenancy=tenancy)


def table_of(parts: list[ast.expr], *, tenancy: bool) -> Table:
    """The table of these columns and keys; raises UnreadableError for anything else."""
    columns: dict[str, Column] = {}
    keys: list[Key] = []
    for part in parts:
        if not isinstance(part, ast.Call) or not isinstance(part.func, ast.Name):
            raise UnreadableError(ast.unparse(part))
        if part.func.id == "Column":
            columns[_text(part.args[0])] = _column(part)
        elif part.func.id in _KEYS:
            keys.append(_key(_KEYS[part.func.id], [_text(one) for one in part.args]))
        else:
            raise UnreadableError(part.func.id)
    return Table(columns=columns, keys=tuple(keys), tenancy=tenancy)


def _column(call: ast.Call) -> Column:
    said = {word.arg: _written(word.value) for word in call.keywords if word.arg}
    return Column(_written(call.args[1]), _holds(said))


def _written(node: ast.expr) -> str:
    """The expression as Python writes it; a name by itself, since most are one."""
    return node.id if isinstance(node, ast.Name) else ast.unparse(node)


def _holds(said: Mapping[str, str]) -> Holds:
    if said.get("primary_key") == "True":
        return Holds.KEY
    return Holds.REQUIRED if said.get("nullable") == "False" else Holds.OPTIONAL


def _key(kind: Kind, words: list[str]) -> Key:
    """The first word is the table; the second of a child key is its owners'."""
    if kind is Kind.CHILD:
        return Key(kind, tuple(words[2:]), words[1])
    return Key(kind, tuple(words[1:]))


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise UnreadableError(ast.unparse(node))
