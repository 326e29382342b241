"""Every JSON operation outside the store: the table ``/openapi.json`` is written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from server.domain.feed import ENTITY_SETS, Edm, EntitySet
from server.web.device.asked import AskedChallenge, AskedEnrolment, AskedProof, AskedToken
from server.web.feed.answers import PLAIN, XML
from server.web.openapi.description import Operation, Parameter, format_openapi, ref
from server.web.openapi.schemas import DAY, SCHEMAS, SCHEMES, TEXT

_INFO: Final = {
    "title": "Ruhu 入户",
    "version": "1",
    "description": "What programs may ask of a district. Every refusal has a code that never changes its "
    "meaning and a sentence in Chinese and English. The store below /couch speaks CouchDB's protocol.",
}
_SENT: Final = ("request.json", "request.field", "request.too_large", "request.too_many")
_USABLE: Final = ("device.unknown", "device.removed")
_PROVED: Final = (*_SENT, *_USABLE, "device.challenge", "device.signature")
_SCOPE: Final = {"type": "string", "pattern": "^[A-Za-z0-9_:-][A-Za-z0-9_.:-]{0,80}$"}
_QUARTER: Final = {"type": "string", "pattern": "^[1-9][0-9]{3}-Q[1-4]$"}
_DAY_OF_PATH: Final = Parameter("day", "path", {**DAY, "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})


def _sent(path: str, name: str, says: str, takes: type[BaseModel], gives: str, *codes: str) -> Operation:
    return Operation("post", f"/device/{path}", name, says, ref(gives), codes, takes=takes)


_DEVICE: Final = (
    _sent(
        "enrol",
        "enrolDevice",
        "Enrols a tablet with the one-time code shown at the desk.",
        AskedEnrolment,
        "Enrolled",
        *_SENT,
        "enrolment.unknown",
        "device.key",
    ),
    _sent(
        "challenge",
        "openChallenge",
        "A challenge for a tablet to sign.",
        AskedChallenge,
        "Challenge",
        *_SENT,
        *_USABLE,
    ),
    _sent("token", "issueToken", "A token for the store against a proof.", AskedToken, "Token", *_PROVED),
    _sent("wiped", "confirmWiped", "The tablet holds nothing any more.", AskedProof, "Done", *_PROVED),
    Operation(
        "get",
        "/device/keys",
        "readKeys",
        "The public keys a tablet trusts.",
        {"type": "object", "properties": {"keys": ref("Keys")}, "required": ["keys"]},
    ),
    Operation("get", "/device/roster", "readRoster", "The signed roster of assessors.", ref("Roster")),
)

_PUBLIC: Final = (
    Operation("get", "/healthz", "readHealth", "Answers once the store does.", ref("Health")),
    Operation(
        "get",
        "/readyz",
        "readReadiness",
        "Answers while what tablets send is being read.",
        ref("Ready"),
        ("server.not_ready",),
    ),
    Operation("get", "/openapi.json", "readDescription", "This document.", {"type": "object"}),
    Operation(
        "get",
        "/check/paper",
        "checkPaper",
        "Whether a paper still counts: by its number and the digest in its code.",
        ref("PaperStanding"),
        ("request.too_many",),
        (Parameter("paper", "query", TEXT), Parameter("digest", "query", TEXT)),
    ),
    Operation(
        "get",
        "/board/log.json",
        "readLog",
        "A hundred heads of the log, the newest first.",
        ref("Log"),
        ("date.malformed", "date.missing"),
        (Parameter("before", "query", DAY, "Only heads of days before this one."),),
    ),
    Operation(
        "get",
        "/board/log/{day}/head.jws",
        "readHead",
        "The signed head of a day.",
        TEXT,
        ("date.malformed", "log.unknown_day"),
        (_DAY_OF_PATH,),
        media="application/jose",
    ),
    Operation(
        "get",
        "/draws/{scope}/{quarter}/{kind}/draw.json",
        "readDraw",
        "A draw of a spot check: enough to draw it again.",
        ref("Draw"),
        ("area.unknown", "draw.unknown"),
        (
            Parameter(
                "scope", "path", {"type": "string", "pattern": "^[A-Za-z0-9_:-][A-Za-z0-9_.:-]{0,80}$"}
            ),
            Parameter("quarter", "path", _QUARTER),
            Parameter("kind", "path", {"type": "string", "enum": ["audit", "notice"]}),
        ),
    ),
)

_PERIOD: Final = (
    Parameter("year", "query", TEXT, "Of four digits; what is none is this year."),
    Parameter("month", "query", TEXT, "Of that year."),
    Parameter("from", "query", TEXT, "The first month, as 2026-01; year and month are then nothing."),
    Parameter("to", "query", TEXT, "The last month."),
    Parameter("area", "query", TEXT, "A street or community."),
)
_AREA_CODES: Final = ("person.may_not", "person.other_area", "area.unknown")
_PERIOD_CODES: Final = (*_AREA_CODES, "period.invalid", "period.too_long")
_DESK: Final = (
    Operation(
        "get",
        "/desk/statistics.json",
        "readAnnual",
        "The statistics of a year, a month or a run of months.",
        ref("Annual"),
        _PERIOD_CODES,
        _PERIOD,
        security=("session",),
    ),
    Operation(
        "get",
        "/desk/statistics/monthly.json",
        "readMonthly",
        "The monthly table of the last month of a period that has come (W-24).",
        ref("Monthly"),
        _PERIOD_CODES,
        _PERIOD,
        security=("session",),
    ),
    Operation(
        "get",
        "/desk/log/{day}/copy.json",
        "readAuditorsCopy",
        "What the auditor is mailed of a day.",
        ref("AuditorsCopy"),
        ("person.may_not", "date.malformed", "log.unknown_day"),
        (_DAY_OF_PATH,),
        security=("session",),
    ),
)

_FEED_CODES: Final = (
    *("feed.token", "feed.version", "feed.format", "feed.option", "feed.not_implemented"),
    *("feed.resource", "person.may_not", "request.too_many"),
)
_NUMBER: Final = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
_NARROWED: Final = Parameter("$filter", "query", TEXT, "docs/exports.md names what it understands.")
_CHOSEN: Final = Parameter("$select", "query", TEXT)
_FORM: Final = Parameter("$format", "query", TEXT)
_PAGED: Final = (
    _CHOSEN,
    _NARROWED,
    Parameter("$orderby", "query", TEXT),
    Parameter("$top", "query", _NUMBER),
    Parameter("$skip", "query", _NUMBER),
    Parameter("$count", "query", {"type": "boolean"}),
    Parameter("$skiptoken", "query", TEXT, "From `@odata.nextLink`, as it came."),
    _FORM,
)


def _feed(path: str, name: str, says: str, gives: Any, *parameters: Parameter, **more: Any) -> Operation:
    codes = (*_FEED_CODES, *more.pop("codes", ()))
    return Operation(
        "get",
        f"/odata/{path}",
        name,
        says,
        gives,
        codes,
        (*parameters, Parameter("OData-MaxVersion", "header", TEXT)),
        security=("feedPassword", "feedToken"),
        headers={"OData-Version": {"const": "4.0"}},
        refusal="FeedRefusal",
        **more,
    )


def _tables() -> Iterator[Operation]:
    yield _feed("", "listTables", "The tables the reader may read.", ref("Tables"), _FORM)
    yield _feed("$metadata", "readMetadata", "The columns (CSDL).", TEXT, _FORM, media=XML)
    for each in ENTITY_SETS.values():
        yield from _table(each)


def _table(entities: EntitySet) -> Iterator[Operation]:
    name, said = entities.name, ("feed.expression",)
    prefer = Parameter("Prefer", "header", TEXT, "odata.maxpagesize=…")
    page = ref(f"{entities.entity}Page")
    yield _feed(name, f"read{name}", f"A page of {name}.", page, *_PAGED, prefer, codes=said)
    counted = {"type": "string", "pattern": "^[0-9]+$"}
    yield _feed(f"{name}/$count", f"count{name}", "How many.", counted, _NARROWED, codes=said, media=PLAIN)
    keys = [Parameter(each, "path", _key_schema(entities, each)) for each in entities.key]
    one = ref(entities.entity)
    yield _feed(
        f"{name}({_key_of(entities)})",
        f"read{entities.entity}",
        f"One of {name}.",
        one,
        *keys,
        _CHOSEN,
        _FORM,
        codes=(*said, "feed.key"),
    )


def _key_of(entities: EntitySet) -> str:
    """``'{Number}'``, or each by its name (OData 4.0 Part 2 §4.3.1)."""
    quoted = {
        name: f"{{{name}}}" if entities.types[name] is Edm.INT else f"'{{{name}}}'" for name in entities.key
    }
    if len(quoted) == 1:
        return next(iter(quoted.values()))
    return ",".join(f"{name}={text}" for name, text in quoted.items())


def _key_schema(entities: EntitySet, name: str) -> dict[str, Any]:
    if entities.types[name] is Edm.INT:
        return dict(_NUMBER)
    return {"type": "string", "pattern": "^[A-Za-z0-9-]{1,40}$"}


OPERATIONS: Final[Sequence[Operation]] = (*_DEVICE, *_PUBLIC, *_DESK, *_tables())


@cache
def description() -> dict[str, Any]:
    """The whole document."""
    return format_openapi(OPERATIONS, SCHEMAS, SCHEMES, _INFO)
