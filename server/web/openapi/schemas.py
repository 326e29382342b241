"""What the JSON API answers with (JSON Schema 2020-12). Those of the feed follow its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.device import Order
from server.domain.feed import ENTITY_SETS, Edm, EntitySet
from server.domain.paper import PaperStanding
from server.web.openapi.description import Schema, ref

TEXT: Final[Schema] = {"type": "string"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
DIGEST: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
JWS: Final[Schema] = {"type": "string", "pattern": r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}
_SUM: Final[Schema] = {"type": "integer"}

_OF_EDM: Final[Mapping[Edm, Schema]] = {
    Edm.STRING: TEXT,
    Edm.INT: {"type": "integer", "format": "int32"},
    Edm.DECIMAL: {"type": ["number", "string"], "description": "Yuan; a text with IEEE754Compatible=true."},
    Edm.DOUBLE: {"type": "number", "format": "double"},
    Edm.BOOLEAN: {"type": "boolean"},
    Edm.DATE: DAY,
    Edm.INSTANT: INSTANT,
}


def record(**properties: Schema) -> Schema:
    """An object with all of these and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def entity_of(entities: EntitySet) -> Schema:
    """One line of a table; ``$select`` may leave columns out."""
    properties = {
        each.name: or_null(_OF_EDM[each.type]) if each.nullable else _OF_EDM[each.type]
        for each in entities.properties
    }
    said = {"@odata.context": TEXT}
    return {"type": "object", "properties": said | properties, "additionalProperties": False}


def page_of(entities: EntitySet) -> Schema:
    properties = {
        "@odata.context": TEXT,
        "@odata.count": _WHOLE,
        "@odata.nextLink": {"type": "string", "format": "uri"},
        "value": listed(ref(entities.entity)),
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["value"],
        "additionalProperties": False,
    }


def _share() -> Schema:
    return {"type": "array", "items": _WHOLE, "minItems": 2, "maxItems": 2}


_SENTENCE: Final = record(zh=TEXT, en=TEXT)
_KEY: Final[Schema] = {
    "type": "object",
    "description": "A public key on P-256 (RFC 7517, RFC 7518 §6.2.1).",
    "properties": {"kty": {"const": "EC"}, "crv": {"const": "P-256"}, "x": TEXT, "y": TEXT, "kid": TEXT},
    "required": ["kty", "crv", "x", "y"],
    "not": {"required": ["d"]},
}
_KEYS: Final = record(
    credential=listed(ref("PublicKey")), log=listed(ref("PublicKey")), encryption=listed(ref("PublicKey"))
)
_FRAME: Final = record(
    type={"const": "ruhu-draw-frame"},
    schema=_WHOLE,
    scope=TEXT,
    quarter={"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"},
    kind=one_of("audit", "notice"),
    share=_share(),
    count=_WHOLE,
    communities={
        "type": "array",
        "description": "Of each community: its id, households, weak, difficult, weight.",
        "items": {"type": "array", "minItems": 5, "maxItems": 5},
    },
)
_STATISTIC: Final[Schema] = {
    "type": "object",
    "properties": {"origin": one_of("computed", "reported")},
    "required": ["origin"],
}

_ENROLLED: Final = record(
    assessor=record(id=TEXT, name=TEXT, street={"type": "object"}),
    device=record(id=TEXT, number={"type": "string", "pattern": "^T-[0-9]{4,}$"}),
    district=record(id=TEXT, name=TEXT, name_en=TEXT, phone=TEXT),
    keys=ref("Keys"),
    databases=record(tasks=TEXT, outbox=TEXT),
    couch=TEXT,
    caseload={"type": "string", "description": "The caseload keys, a JWE to `ecdh` of the request."},
)

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Refusal": record(code=TEXT, message=_SENTENCE),
    "FeedRefusal": record(error=record(code=TEXT, message=TEXT)),
    "Busy": record(error=TEXT, reason=TEXT),
    "PublicKey": _KEY,
    "Keys": _KEYS,
    "Enrolled": _ENROLLED,
    "Challenge": record(challenge=TEXT),
    "Token": record(token=JWS, expires_at=INSTANT, now=INSTANT, order=one_of(*Order)),
    "Done": record(ok={"const": True}),
    "Roster": record(roster=JWS),
    "Ready": record(ok={"const": True}),
    "Health": record(ok={"const": True}, databases=_WHOLE, damaged=_WHOLE),
    "PaperStanding": record(standing=one_of(*PaperStanding)),
    "Head": record(date=DAY, short=TEXT, digest=DIGEST, signed=JWS, consistency=listed(DIGEST)),
    "Log": record(
        type={"const": "ruhu-log"},
        schema={"const": 1},
        keys=listed(ref("PublicKey")),
        heads=listed(ref("Head")),
        before=or_null(DAY),
    ),
    "Draw": record(
        type={"const": "ruhu-draw"},
        schema=_WHOLE,
        frame=_FRAME,
        frame_digest=DIGEST,
        commitment=DIGEST,
        committed_on=DAY,
        seed=TEXT,
        head=TEXT,
        chosen=listed(TEXT),
    ),
    "AuditorsCopy": record(
        type={"const": "ruhu-heads"},
        schema={"const": 1},
        heads=listed(record(signed=JWS, leaves=listed(DIGEST))),
    ),
    "Annual": {
        "type": "object",
        "description": "Keyed by the line of the statistics, S4-01 and on.",
        "patternProperties": {"^S4-[0-9]{2}$": _STATISTIC},
        "additionalProperties": False,
    },
    "Monthly": record(
        month={"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
        area=TEXT,
        lines={
            "type": "object",
            "description": "Keyed by the code of the line.",
            "additionalProperties": record(unit=TEXT, rural=_SUM, urban=_SUM, total=_SUM),
        },
        checks=listed(record(code=TEXT, holds={"type": "boolean"}, left=_SUM, right=_SUM, month=TEXT)),
    ),
    "Tables": {
        "type": "object",
        "properties": {
            "@odata.context": TEXT,
            "value": listed(record(name=TEXT, kind={"const": "EntitySet"}, url=TEXT)),
        },
        "required": ["value"],
        "additionalProperties": False,
    },
    **{each.entity: entity_of(each) for each in ENTITY_SETS.values()},
    **{f"{each.entity}Page": page_of(each) for each in ENTITY_SETS.values()},
}

SCHEMES: Final[Mapping[str, dict[str, Any]]] = {
    "feedPassword": {
        "type": "http",
        "scheme": "basic",
        "description": "The person's user name, and a token of the page 连接表格软件 for a password.",
    },
    "feedToken": {"type": "http", "scheme": "bearer", "description": "The same token by itself."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "Of somebody signed in at the desk.",
    },
    "deviceToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "What POST /device/token gives for a tablet's proof; it opens the store below /couch, "
        "whose interface is CouchDB's and not described here. The proof is in the body: a challenge, and the "
        'compact JWS (ES256, RFC 7515) of {"challenge": …} by the key the tablet was enrolled with.',
    },
}
