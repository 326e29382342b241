"""What a tablet sent, read as strictly as it is documented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import BadRequest

from server.errors import Refusal

_MOST: Final = 2**53 - 1  # the largest integer every JSON reader keeps (RFC 8259 §6)


class Asked(BaseModel):
    """A request body: the named fields and no surprises in their types."""

    model_config = ConfigDict(strict=True, frozen=True)


class AskedEnrolment(Asked):
    code: str = Field(min_length=1, max_length=100)
    jwk: dict[str, Any]
    ecdh: dict[str, Any]
    replaces: str = Field(default="", max_length=100)
    label: str = Field(default="", max_length=500)


class AskedChallenge(Asked):
    device: str = Field(min_length=1, max_length=100)


class AskedProof(Asked):
    device: str = Field(min_length=1, max_length=100)
    challenge: str = Field(min_length=1, max_length=200)
    signature: str = Field(min_length=1, max_length=4000)


class AskedStorage(Asked):
    used: int | None = Field(default=None, ge=0, le=_MOST)
    left: int | None = Field(default=None, ge=0, le=_MOST)
    persisted: bool | None = None


class AskedWaiting(Asked):
    visits: int = Field(ge=0, le=_MOST)
    photos: int = Field(ge=0, le=_MOST)


class AskedStatus(Asked):
    app_version: str = Field(default="", max_length=100)
    storage: AskedStorage | None = None
    waiting: AskedWaiting | None = None


class AskedToken(AskedProof):
    status: AskedStatus | None = None


AnyAsked = TypeVar("AnyAsked", bound=Asked)


def read_asked(kind: type[AnyAsked]) -> AnyAsked:
    """The JSON body as ``kind``; refuses one that is no JSON, or the first field that is not right."""
    try:
        body = request.get_json(force=True)
    except (BadRequest, RecursionError) as error:
        raise Refusal("request.json") from error
    if not isinstance(body, Mapping):
        raise Refusal("request.json")
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Refusal("request.field", field=field, why=first["msg"]) from error
