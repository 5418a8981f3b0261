"""JSON Schemas of the language, for editors: keys, closed words, and what each part means.

They come out of the models that read a blueprint, and say no more than those: types and phrases
are given by coarse patterns, references not at all; what may stand there is offered as examples.
What does not work yet is left out.
"""

from collections.abc import Iterator

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from blueprint.document import ContextWord, Document
from blueprint.document.meanings import MEANINGS, WORDS, Meaning
from blueprint.document.word import JsonSchema

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_FILE: JsonSchema = {
    "type": "string",
    "pattern": r"^[^/\\:]([^\\:])*\.ya?ml$",
    "description": "The context's own file, by its path below this one",
}


def system_schema() -> JsonSchema:
    """The schema of blueprint.yaml."""
    schema = _schema(Document, "A blueprint")
    contexts = _properties(schema)["contexts"]
    [pattern] = contexts["patternProperties"]
    written = contexts["patternProperties"][pattern]
    contexts["patternProperties"][pattern] = {"anyOf": [_FILE, written]}
    schema["required"] = ["blueprint", "system"]
    return schema


def context_schema() -> JsonSchema:
    """The schema of a context's own file, which says whose it is."""
    schema = _schema(ContextWord, "A context of a blueprint")
    name = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "description": "Whose file this is"}
    schema["properties"] = {"context": name, **_properties(schema)}
    schema["required"] = ["context", "about"]
    return schema


def _properties(schema: JsonSchema) -> dict[str, JsonSchemaValue]:
    properties: dict[str, JsonSchemaValue] = {}
    found = schema["properties"]
    if isinstance(found, dict):
        properties |= found
    return properties


def _schema(model: type[Document] | type[ContextWord], title: str) -> JsonSchema:
    schema = _tidied(model.model_json_schema(schema_generator=_Generator))
    definitions = schema.get("$defs")
    if isinstance(definitions, dict):
        for name, part in definitions.items():
            _explain(part, MEANINGS.get(name, {}))
    _explain(schema, MEANINGS[model.__name__])
    _tell_words(schema)
    return {"$schema": DRAFT, "title": title, **schema}


def _explain(schema: object, meanings: dict[str, Meaning]) -> None:
    """Gives each key of a word its meaning, in every form that the word has."""
    for form in _forms(schema):
        properties = form.get("properties")
        if not isinstance(properties, dict):
            properties = {} if "anyOf" in form else {"": form}
        for key, part in properties.items():
            if isinstance(part, dict) and key in meanings:
                part |= _told(meanings[key])


def _told(meaning: Meaning) -> JsonSchema:
    text, *examples = [meaning] if isinstance(meaning, str) else meaning
    told: JsonSchema = {"description": text}
    if examples:
        told["examples"] = [int(one) if one.isdigit() else one for one in examples]
    return told


def _forms(schema: object) -> Iterator[JsonSchema]:
    if isinstance(schema, dict):
        yield schema
        for form in schema.get("anyOf", []):
            yield from _forms(form)


def _tell_words(schema: object) -> None:
    """Says of each closed word what it means, as editors show it beside the word."""
    if isinstance(schema, list):
        for item in schema:
            _tell_words(item)
    elif isinstance(schema, dict):
        words = schema.get("enum")
        if isinstance(words, list) and all(word in WORDS for word in words if word != "none"):
            schema["enumDescriptions"] = [WORDS.get(word, "Nothing of the kind.") for word in words]
        for part in schema.values():
            _tell_words(part)


def _tidied(schema: JsonSchema) -> JsonSchema:
    """The schema without the titles that only repeat names, and with short descriptions.

    A key of the language that is called so is no text, and stays.
    """
    tidied: JsonSchema = {}
    for key, part in schema.items():
        if key == "description" and isinstance(part, str):
            tidied[key] = part.partition("\n\n")[0].replace("\n", " ")
        elif key != "title" or not isinstance(part, str):
            tidied[key] = _within(part)
    return tidied


def _within(part: object) -> object:
    if isinstance(part, dict):
        return _tidied(part)
    return [_within(item) for item in part] if isinstance(part, list) else part


class _Generator(GenerateJsonSchema):
    """Writes what a person would: no defaults, no nulls, and mappings whose keys are closed."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        if "patternProperties" in made:
            made["additionalProperties"] = False
        return made
