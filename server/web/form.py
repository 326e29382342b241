"""A form as it came in: what was written, and what is wrong with which field, in sentences."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final, TypeVar

from flask import request

from server.errors import Refusal
from server.web.language import sentence_of

Value = TypeVar("Value")
# The token against forged requests, and what is asked for again before a grave act.
AGAIN: Final = "again_password"
AGAIN_CODE: Final = "again_code"
BESIDE: Final = frozenset({"csrf_token", AGAIN, AGAIN_CODE})
# Begins the name of a field in which a file waits, as text (RFC 4648 §5), while the password is asked for.
WAITING: Final = "again_file:"


@dataclass
class Form:
    """``values`` are given back as they were written; ``errors`` names each field once, in order.

    ``labels`` says whose fields begin alike, for the summary above the form.
    """

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def label_of(self, name: str) -> str:
        """Whose field it is, where several rows have one of the same kind."""
        return next((label for start, label in self.labels.items() if name.startswith(start)), "")

    def refuse(self, name: str, sentence: str) -> None:
        """Says what is wrong with a field; the first thing said stays."""
        self.errors.setdefault(name, sentence)

    def refuse_with(self, name: str, refusal: Refusal) -> None:
        self.refuse(name, sentence_of(refusal))

    def read(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        """The parsed value of a field; what is wrong with it is noted, and ``default`` stands in."""
        try:
            return parse(self.text(name))
        except Refusal as refusal:
            self.refuse_with(name, refusal)
            return default


def posted_form() -> Form:
    """The fields of this request's form, one value a name; what stands beside it is not of it."""
    fields = {name: value for name, value in request.form.items() if name not in BESIDE}
    return Form({name: value for name, value in fields.items() if not name.startswith(WAITING)})


def sent_file(name: str) -> bytes:
    """What was sent as a file, nothing where none was chosen; its temporary file is gone afterwards."""
    upload = request.files.get(name)
    if not upload:
        return _waited(request.form.get(f"{WAITING}{name}", ""))
    with closing(upload):
        content: bytes = upload.read()
    return content


def waiting_fields() -> list[tuple[str, str]]:
    """Everything that was sent, to be sent once more: a field that was sent twice twice, files as text."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in BESIDE]
    return fields + [(f"{WAITING}{name}", text) for name, text in _files_as_text() if text]


def _files_as_text() -> Iterator[tuple[str, str]]:
    for name, upload in request.files.items(multi=True):
        with closing(upload):
            yield name, urlsafe_b64encode(upload.read()).decode()


def _waited(text: str) -> bytes:
    """A file that waited; nothing where what came is none."""
    try:
        return urlsafe_b64decode(text.encode())
    except ValueError:
        return b""
