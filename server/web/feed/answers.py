"""OData answers: JSON as the client may have it, links, and errors (OData JSON Format 4.0).

https://docs.oasis-open.org/odata/odata-json-format/v4.0/odata-json-format-v4.0.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec
from flask import Response, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from server.domain.feed import VERSION, Edm, EntitySet
from server.errors import Refusal

MINIMAL, NONE = "minimal", "none"
XML: Final = "application/xml"
PLAIN: Final = "text/plain"
_JSON: Final = "application/json"
_CENTS: Final = 2
_NUMBERS: Final = msgspec.json.Encoder(decimal_format="number")
_TEXTS: Final = msgspec.json.Encoder(decimal_format="string")
_PATH: Final = "/odata/"
_PAGE_SIZE: Final = re.compile(r"(?:^|[,;])\s*(?:odata\.)?maxpagesize=([1-9]\d{0,6})(?!\d)", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """How the client wants its JSON: with how much of control information, and sums as numbers or text."""

    metadata: str = MINIMAL
    exact: bool = False  # IEEE754Compatible (JSON Format §3.2)

    @property
    def content_type(self) -> str:
        exact = ";IEEE754Compatible=true" if self.exact else ""
        return f"{_JSON};odata.metadata={self.metadata}{exact};charset=utf-8"


def is_feed() -> bool:
    """Whether this request is for the feed, also where no route of it takes it."""
    return request.path.startswith(_PATH) or f"{request.path}/" == _PATH


def wanted_json() -> Wanted:
    """The first media type of ``$format`` or ``Accept`` that can be given (Part 1 §8.2.1, §11.2.10)."""
    for name, options in _asked():
        if name in ("json", _JSON, "application/*", "*/*"):
            metadata = options.get("odata.metadata", MINIMAL).lower()
            if metadata in (MINIMAL, NONE):
                return Wanted(metadata, options.get("ieee754compatible", "").lower() == "true")
    raise Refusal("feed.format")


def check_takes(mimetype: str, short: str = "") -> None:
    """Refuses a client that cannot read what there is only one form of."""
    kinds = {short or mimetype, mimetype, f"{mimetype.split('/', maxsplit=1)[0]}/*", "*/*"}
    if not any(name in kinds for name, _ in _asked()):
        raise Refusal("feed.format")


def json_answer(content: Mapping[str, Any], wanted: Wanted) -> Response:
    """JSON, where sums are decimal numbers and never floats."""
    encoder = _TEXTS if wanted.exact else _NUMBERS
    return Response(encoder.encode(content), content_type=wanted.content_type)


def context(wanted: Wanted, fragment: str) -> dict[str, str]:
    """The context address (JSON Format §4.5.1); a client that wants none gets none."""
    return {} if wanted.metadata == NONE else {"@odata.context": f"{root()}$metadata{fragment}"}


def fragment_of(entities: EntitySet, select: Sequence[str], *, one: bool = False) -> str:
    """``#Cases(Number,Stage)/$entity`` (Part 1 §10)."""
    chosen = f"({','.join(select)})" if len(select) < len(entities.properties) else ""
    return f"#{entities.name}{chosen}{'/$entity' if one else ''}"


def properties_of(
    entities: EntitySet, select: Sequence[str], entity: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for name in select:
        value = entity[name]
        if entities.types[name] is Edm.DECIMAL and value is not None:
            value = Decimal(value).scaleb(-_CENTS)
        yield name, bool(value) if entities.types[name] is Edm.BOOLEAN else value


def next_link(entities: EntitySet, token: str, left: int | None) -> str:
    """The same request, from where the page ended (Part 1 §11.2.5.7)."""
    options = {name: value for name, value in request.args.items() if name not in ("$skip", "$skiptoken")}
    if left is not None:
        options["$top"] = str(left)
    return f"{root()}{entities.name}?{urlencode(options | {'$skiptoken': token}, safe='$', quote_via=quote)}"


def asked_page_size() -> int | None:
    """How many entities the client wants on a page, where it says so (Part 1 §8.2.8.5)."""
    found = _PAGE_SIZE.search(request.headers.get("Prefer", ""))
    return int(found[1]) if found else None


def root() -> str:
    """The service root, as the client reached it."""
    return f"{request.url_root.rstrip('/')}{_PATH}"


def odata_error(refusal: Refusal, status: int) -> Response:
    """A refusal as OData says it (JSON Format §19), in the language the client asks for."""
    language = request.accept_languages.best_match(["zh", "en"]) or "zh"
    content = {"error": {"code": refusal.code, "message": refusal.sentence(language)}}
    answer = Response(json.dumps(content, ensure_ascii=False), status, content_type=f"{_JSON};charset=utf-8")
    answer.headers["OData-Version"] = VERSION
    answer.headers["Content-Language"] = language
    answer.headers["Cache-Control"] = "no-store"
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Ruhu OData", charset="UTF-8"'
    return answer


def _asked() -> list[tuple[str, dict[str, str]]]:
    """The media types asked for, the best first, each with its parameters."""
    text = request.args.get("$format") or request.headers.get("Accept") or "*/*"
    found = parse_accept_header(text, MIMEAccept)
    asked = [parse_options_header(value) for value, quality in found if quality > 0]
    return [(name.lower(), {key.lower(): value for key, value in options.items()}) for name, options in asked]
