"""AsyncAPI 3.0: what a context sends and receives, a channel for each version of an event."""

from collections.abc import Iterable

from blueprint import model as m
from generator.contracts.text import Document, line
from generator.words.jsonschema import Schema

SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"

ENVELOPE: Schema = {
    "type": "object",
    "description": "The attributes of CloudEvents 1.0, and what they are extended by.",
    "required": ["id", "source", "specversion", "subject", "time", "type"],
    "properties": {
        "specversion": {"type": "string", "const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "source": {"type": "string", "format": "uri-reference"},
        "type": {"type": "string", "description": "The topic."},
        "subject": {"type": "string", "description": "The key: order is kept for each."},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"type": "string", "const": "application/json"},
        "tenant": {"type": "string"},
        "traceparent": {"type": "string", "description": "W3C Trace Context."},
        "sequence": {"type": "string", "description": "Grows with each event of one key."},
    },
}


def asyncapi(system: m.System, context: m.Context) -> Document:
    """The document of one context: what it publishes itself, and what it takes from whom."""
    sent = [version for event in context.events for version in event.versions]
    received = _received(context)
    known = _unique([*sent, *received])
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"{system.title}: {context.title}",
            "version": "1",
            "description": line(context.about),
        },
        "defaultContentType": "application/json",
        "channels": {version.topic: _channel(version) for version in known},
        "operations": {_name("send", one): _operation("send", one) for one in sent}
        | {_name("receive", one): _operation("receive", one) for one in received},
        "components": {
            "messages": {_message_name(one): _message(one, context) for one in known},
            "messageTraits": {"cloudevent": {"headers": ENVELOPE}},
        },
    }


def _received(context: m.Context) -> list[m.EventVersion]:
    return _unique(subscription.event for subscription in context.subscriptions)


def _unique(versions: Iterable[m.EventVersion]) -> list[m.EventVersion]:
    return list({version.topic: version for version in versions}.values())


def _channel(version: m.EventVersion) -> Schema:
    name = _message_name(version)
    return {
        "address": version.topic,
        "description": line(version.about or f"{version.event.title}."),
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
    }


def _operation(action: str, version: m.EventVersion) -> Schema:
    channel = f"#/channels/{version.topic}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{_message_name(version)}"}],
    }


def _message(version: m.EventVersion, context: m.Context) -> Schema:
    """The message; its payload is the schema that the publishing context keeps."""
    folder = "." if version.context == context.name else f"../{version.context.snake}"
    file = f"{folder}/events/{version.event.pascal}.{version.version}.json"
    found: Schema = {
        "name": version.topic,
        "title": version.label,
        "contentType": "application/json",
        "traits": [{"$ref": "#/components/messageTraits/cloudevent"}],
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": file}},
        "x-key": version.key.name.snake,
    }
    return found if version.sunset is None else found | {"x-sunset": version.sunset.isoformat()}


def _message_name(version: m.EventVersion) -> str:
    return f"{version.context.pascal}{version.class_name}"


def _name(action: str, version: m.EventVersion) -> str:
    return f"{action}{_message_name(version)}"
