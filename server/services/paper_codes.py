"""The code on a paper: a compact JWS of type ``paper`` by the log key (RFC 7515, RFC 8725 §3.11)."""

from __future__ import annotations

import json
from typing import Final

from server.domain.paper import PaperCode
from server.records.keys import sign
from server.services.badges import KEY_NAME
from server.services.district import District

PAPER_TYPE: Final = "paper"


def paper_url(district: District, code: PaperCode) -> str:
    """What the paper's QR holds; the same code has the same signature, so a paper prints the same again."""
    key = district.keys.log
    text = json.dumps(code.claims, ensure_ascii=False, separators=(",", ":"))
    token = sign(key, text.encode("utf-8"), PAPER_TYPE, kid=key.thumbprint()[:KEY_NAME])
    return f"{district.settings.public_url}/check#{token}"
