"""What is said of an operation, and how OpenAPI writes it (OpenAPI 3.1.1).

https://spec.openapis.org/oas/v3.1.1.html

Statuses are those of the refusals an operation names; bodies that are sent are the models that read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from server.errors import CATALOGUE

Schema = Mapping[str, Any]
VERSION: Final = "3.1.1"
JSON: Final = "application/json"
_REFERENCE: Final = "#/components/schemas/"
BUSY: Final = 503  # before any operation is looked at (server.bodies)
NOWHERE: Final = "request.not_found"


def ref(name: str) -> Schema:
    """One of the document's own schemas."""
    return {"$ref": f"{_REFERENCE}{name}"}


@dataclass(frozen=True)
class Parameter:
    """``where`` is ``path``, ``query`` or ``header``; those of a path are always given."""

    name: str
    where: str
    schema: Schema
    says: str = ""

    def format(self) -> dict[str, Any]:
        content = {"name": self.name, "in": self.where, "schema": self.schema}
        said = {"description": self.says} if self.says else {}
        return content | said | ({"required": True} if self.where == "path" else {})


@dataclass(frozen=True)
class Operation:
    """``codes`` are the refusals it may answer with; ``security`` names schemes of which one is enough."""

    method: str
    path: str
    id: str
    says: str
    gives: Schema
    codes: Sequence[str] = ()
    parameters: Sequence[Parameter] = ()
    takes: type[BaseModel] | None = None
    security: Sequence[str] = ()
    media: str = JSON
    headers: Mapping[str, Schema] = field(default_factory=dict)
    refusal: str = "Refusal"  # the schema of its refusals

    def format(self) -> dict[str, Any]:
        content: dict[str, Any] = {"operationId": self.id, "summary": self.says}
        if self.parameters:
            content["parameters"] = [each.format() for each in self.parameters]
        if self.takes is not None:
            schema = ref(self.takes.__name__)
            content["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
        if self.security:
            content["security"] = [{name: []} for name in self.security]
        return content | {"responses": dict(self._answers())}

    def _answers(self) -> Iterable[tuple[str, dict[str, Any]]]:
        yield (
            "200",
            {"description": "As asked.", "content": {self.media: {"schema": self.gives}}}
            | (self._with_headers()),
        )
        if "session" in self.security:
            yield "302", {"description": "Nobody is signed in: to the page where one signs in."}
        for status, codes in groupby(sorted(self._codes(), key=status_of), key=status_of):
            yield str(status), refusal(sorted(codes), self.refusal) | self._with_headers()
        if self.takes is not None:
            yield str(BUSY), _busy()

    def _codes(self) -> Sequence[str]:
        """With what a path answers a part of which is of the wrong shape."""
        typed = any(each.where == "path" for each in self.parameters)
        return (*self.codes, NOWHERE) if typed and self.refusal == "Refusal" else self.codes

    def _with_headers(self) -> dict[str, Any]:
        said = {name: {"required": True, "schema": schema} for name, schema in self.headers.items()}
        return {"headers": said} if said else {}


def status_of(code: str) -> int:
    return CATALOGUE[code][0]


def refusal(codes: Sequence[str], schema: str) -> dict[str, Any]:
    """The answer of some refusals, each with its sentence and which code it is."""
    lines = [f"- `{code}`: {CATALOGUE[code][2]}" for code in codes]
    narrowed: dict[str, Any] = {"properties": {"code": {"enum": list(codes)}}}
    if schema == "FeedRefusal":
        narrowed = {"properties": {"error": narrowed}}
    content = {JSON: {"schema": {"allOf": [ref(schema), narrowed]}}}
    return {"description": "\n".join(lines), "content": content}


def format_openapi(
    operations: Sequence[Operation],
    schemas: Mapping[str, Schema],
    schemes: Mapping[str, Schema],
    info: Mapping[str, Any],
) -> dict[str, Any]:
    """The document: paths in the order given, and what they refer to."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = operation.format()
    components = {"schemas": {**_taken(operations), **schemas}, "securitySchemes": dict(schemes)}
    return {
        "openapi": VERSION,
        "info": dict(info),
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": components,
    }


def _taken(operations: Sequence[Operation]) -> dict[str, Any]:
    """The schemas of what is sent, written by the models that read it."""
    reading: JsonSchemaMode = "validation"
    models = [(each.takes, reading) for each in operations if each.takes is not None]
    _, content = models_json_schema(models, ref_template=f"{_REFERENCE}{{model}}")
    return dict(content.get("$defs", {}))


def _busy() -> dict[str, Any]:
    return {
        "description": "Too many send at once: again after so many seconds.",
        "headers": {"Retry-After": {"required": True, "schema": {"type": "integer"}}},
        "content": {JSON: {"schema": ref("Busy")}},
    }
