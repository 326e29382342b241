"""A contribution a tablet sealed is the same bytes here, its seal its tablet's (RFC 7515, RFC 8785)."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from joserfc import jws
from joserfc.errors import BadSignatureError
from rfc8785 import dumps

from forms.library import get_definition
from forms.validate import recheck
from server.records.keys import ALGORITHM, parse_public_key, thumbprint

VECTOR: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "contribution.json").read_text("utf-8")
)
CONTRIBUTION: Final = VECTOR["body"]["contribution"]
LEFT_OPEN: Final = {"missing", "calculation"}


def verify(contribution: dict[str, Any]) -> dict[str, Any]:
    key = parse_public_key(VECTOR["device"]["jwk"])
    seal = VECTOR["body"]["seal"]
    signed = jws.deserialize_compact(seal, key, algorithms=[ALGORITHM], payload=dumps(contribution))
    return dict(signed.headers())


def test_the_digest_is_of_the_canonical_bytes() -> None:
    assert hashlib.sha256(dumps(CONTRIBUTION)).hexdigest() == VECTOR["digest"]


def test_the_seal_is_of_the_tablet_the_contribution_names() -> None:
    kid = verify(CONTRIBUTION)["kid"]
    assert kid == CONTRIBUTION["device"] == thumbprint(VECTOR["device"]["jwk"])
    assert VECTOR["id"] == f"contribution:{CONTRIBUTION['case']}:{CONTRIBUTION['round']}:{kid}"


def test_an_answer_changed_afterwards_is_noticed() -> None:
    with pytest.raises(BadSignatureError):
        verify(CONTRIBUTION | {"answers": CONTRIBUTION["answers"] | {"address_same": "no"}})


def test_what_is_left_open_is_all_the_form_misses_in_it() -> None:
    found = recheck(get_definition(CONTRIBUTION["form"]), CONTRIBUTION["answers"], today=date(2026, 3, 12))
    assert {difference.kind for difference in found} <= LEFT_OPEN
