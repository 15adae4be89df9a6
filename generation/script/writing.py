"""Scripts as JSON, canonical: what is as usual is left out, the order is always the same."""

from __future__ import annotations

import json
from typing import Any

from generation.script.model import KINDS, VERSION, Event, Script
from generation.script.shapes import members_schema, told_fields, write_members


def write_script(script: Script) -> str:
    """Return JSON that ``read_script`` reads back as an equal script."""
    head = {"version": VERSION} | write_members(script)
    lines = [f"  {json.dumps(name)}: {_one(value)}," for name, value in head.items()]
    events = ",\n".join(f"    {_one(write_event(event))}" for event in script.events)
    return "\n".join(["{", *lines, '  "events": [', events, "  ]", "}"]) + "\n"


def write_event(event: Event) -> dict[str, Any]:
    """Return an event as JSON, its kind first."""
    members = write_members(event)
    return {event.kind: members.pop(event.kind)} | members


def script_schema() -> dict[str, Any]:
    """Return JSON Schema (2020-12) of scripts, for editors; the reader checks more."""
    whole = members_schema(Script)
    events = [members_schema(kind) | {"title": kind.kind} for kind in KINDS.values()]
    finish = told_fields(Script)["finish"].metadata["rule"].schema()
    events.append({"type": "object", "properties": {"finish": finish}, "title": "finish",
                   "additionalProperties": False, "required": ["finish"]})  # fmt: skip
    whole["properties"] = {
        "version": {"const": VERSION},
        **whole["properties"],
        "events": {"type": "array", "minItems": 1, "items": {"anyOf": events}},
    }
    whole["required"] = ["version", "events"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Tableau Vivant script"} | whole  # fmt: skip


def _one(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
