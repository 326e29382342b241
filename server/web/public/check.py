"""The page the QR of a badge or a paper leads to; the code never leaves the visitor's browser (S7-CRED-07).

The page carries the keys and fetches the public roster; both are looked at there. Only a face is asked of the
server, and only when the resident wants to see it: by the beginning of its digest, which the badge holds. So
is whether a paper still counts: by its number and a digest of what it says, which its code holds.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.records.key_chain import read_links
from server.services.credentials import find_portrait
from server.services.devices import public_keys
from server.services.district import District
from server.services.issued_papers import standing_of_code
from server.web.answers import script
from server.web.current import current_district
from server.web.limits import limiter
from server.web.public.blueprint import public

_DAY: Final = 24 * 3600


@public.get("/check")
def check() -> ResponseReturnValue:
    district = current_district()
    return render_template(
        "public/check.html",
        keys=_keys(district),
        roster_url=url_for("device.roster"),
        portrait_url=url_for("public.portrait", beginning="0" * 16),
        paper_keys=public_keys(district.keys)["log"],
        paper_url=url_for("public.paper_standing"),
        stale_days=district.policy.visit.roster_stale_days,
        team=district.policy.visit.min_team,
        phone=district.profile.phone,
        badge=district.policy.names.credential,
    )


@public.get("/check/paper")
@limiter.limit("30 per minute")
def paper_standing() -> ResponseReturnValue:
    """Whether a paper still counts; who has not seen the paper does not know the digest."""
    asked = request.args
    standing = standing_of_code(current_district(), asked.get("paper", ""), asked.get("digest", ""))
    answer = jsonify({"standing": standing})
    answer.cache_control.no_store = True
    return answer


@public.get("/check/sw.js")
def check_worker() -> Response:
    """The page's service worker; it may speak for the page itself (Service Workers §7.1)."""
    answer = script("check_sw.js")
    answer.headers["Service-Worker-Allowed"] = "/check"
    return answer


@public.get("/check/portraits/<beginning:beginning>")
@limiter.limit("30 per minute")
def portrait(beginning: str) -> Response:
    """The face a badge was issued with; who has not seen the badge does not know its digest."""
    answer = Response(find_portrait(current_district(), beginning), mimetype="image/jpeg")
    answer.cache_control.private = True
    answer.cache_control.max_age = _DAY
    return answer


def _keys(district: District) -> list[dict[str, Any]]:
    """Every key there was, the present one last; one declared compromised says so."""
    links = read_links(district.keys)
    return [
        dict(link.jwk) | ({"compromised": link.compromised} if link.compromised else {}) for link in links
    ]
