"""The examples of docs/protocol.md: worked out by the code, from the vectors both languages are held to.

``make tables`` writes each behind its mark ``<!-- example NAME -->``; the test beside it compares the bytes.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any, Final

from joserfc.jwk import ECKey

from server.domain.act import Act, ActDraft, canonical, format_act, next_act
from server.domain.canonical import canonical_bytes
from server.domain.head import parse_head, short_form
from server.domain.thumbprint import spoken_thumbprint
from server.records.envelope import CaseloadKey, import_key, open_sealed
from server.services.tasks import receipt_payload
from tests.conventions.tree import ROOT

PAGE: Final = ROOT / "docs" / "protocol.md"
MARK: Final = re.compile(r"(<!-- example ([a-z_]+) -->\n\n```[a-z]*\n)(.*?)(\n```\n)", re.DOTALL)
_SALT: Final = "00112233445566778899aabbccddeeff"
_AT: Final = datetime(2026, 3, 12, 1, 20, tzinfo=UTC)


@cache
def vectors(name: str) -> Any:
    return json.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_text("utf-8"))


def caseload() -> CaseloadKey:
    return import_key(vectors("envelope")["caseload"])


def act() -> Act:
    """The second act of a file."""
    first = next_act(
        ActDraft("applied", "u-li", "clerk"), None, file="SL-2026-0137", at=_AT, policy="p@1", salt=_SALT
    )
    drafted = ActDraft("case_forwarded", "u-li", "clerk", {"to": "songlin"})
    return next_act(drafted, first, file="SL-2026-0137", at=_AT, policy="p@1", salt=_SALT)


def jose(token: str) -> tuple[dict[str, Any], str]:
    """The header and the payload of a compact JWS."""
    header, payload, _ = token.split(".")
    return json.loads(_raw(header)), _raw(payload).decode()


def receipt() -> dict[str, Any]:
    made = vectors("contribution")
    digests = [photo["digest"] for photo in made["body"]["contribution"]["photos"]]
    rest = {"received_at": "2026-03-12T03:05:00Z", "act": 9, "reason": None}
    return receipt_payload(made["id"], "accepted", made["digest"], digests, **rest)


def _example_canonical() -> str:
    value = {"round": 1, "note": "屋里整洁", "amount": "1860.00", "photos": [], "position": None}
    return _lines(canonical_bytes(value).decode(), sha256(canonical_bytes(value)).hexdigest())


def _example_act() -> str:
    return _lines(_pretty(format_act(act())), "", canonical(format_act(act())).decode())


def _example_caseload_key() -> str:
    return _pretty(caseload().jwk)


def _example_visit() -> str:
    document = vectors("envelope")["visit"]["document"]
    plain, key = open_sealed([caseload()], document["sealed"])
    header = _raw(document["sealed"].split(".")[0]).decode()
    assert key.kid == caseload().kid
    return _lines(_pretty(document), "", header, "", plain.decode())


def _example_photo() -> str:
    thumb = vectors("envelope")["photo"]["thumb"]
    assert caseload().open_bytes(_raw(thumb["sealed"]), thumb["name"]) == _raw(thumb["bytes"])
    return _lines(
        f"key        {caseload().jwk['k']}",
        f"AAD        {thumb['name']}",
        f"plaintext  {thumb['bytes']}",
        f"sealed     {thumb['sealed']}",
    )


def _example_task() -> str:
    document = vectors("envelope")["tasks"][0]["document"]
    signed, _ = open_sealed([caseload()], document["sealed"])
    header, payload = jose(signed.decode())
    return _lines(_pretty(document), "", signed.decode(), "", json.dumps(header), payload)


def _example_seal() -> str:
    made = vectors("contribution")
    record = canonical_bytes(made["body"]["contribution"])
    assert sha256(record).hexdigest() == made["digest"]
    return _lines(
        _pretty(made["device"]["jwk"]), "", record.decode(), "", made["digest"], "", made["body"]["seal"]
    )


def _example_receipt() -> str:
    return _pretty(receipt())


def _example_thumbprint() -> str:
    case = vectors("thumbprints")["cases"][-1]
    assert spoken_thumbprint(case["thumbprint"]) == case["spoken"]
    return _lines(case["thumbprint"], case["spoken"])


def _example_head() -> str:
    made = vectors("heads")["heads"][0]
    assert parse_head(made["content"].encode()).digest == made["digest"]
    return _lines(made["content"], made["digest"], short_form(made["digest"]))


def _example_badge() -> str:
    made = vectors("badges")["tokens"][0]
    header, claims = jose(made["token"])
    return _lines(f"https://dibao.example/check#{made['token']}", "", json.dumps(header), claims)


EXAMPLES: Final[Mapping[str, Callable[[], str]]] = {
    name.removeprefix("_example_"): made for name, made in globals().items() if name.startswith("_example_")
}


def public_key(jwk: Mapping[str, Any]) -> ECKey:
    return ECKey.import_key(dict(jwk))


def fill(text: str) -> str:
    """The page with each example as the code works it out."""
    return MARK.sub(lambda found: found[1] + EXAMPLES[found[2]]() + found[4], text)


def write_page() -> None:
    PAGE.write_text(fill(PAGE.read_text("utf-8")), "utf-8")


def to_base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _lines(*lines: str) -> str:
    return "\n".join(lines)
