"""The same figures for Prometheus: sums that name nobody, told to this machine or to who may read them."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from flask import Response, request

from server.domain.permission import may
from server.errors import Refusal
from server.services.freshness import format_metrics, measure
from server.web.current import current_district, find_actor
from server.web.public.blueprint import public

_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


@public.get("/metrics")
def metrics() -> Response:
    actor = find_actor()
    if not (_is_this_machine() or (actor is not None and may(actor, "freshness.read"))):
        raise Refusal("person.may_not")
    answer = Response(format_metrics(measure(current_district())), content_type=_TEXT)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _is_this_machine() -> bool:
    """Asked over the loopback and not passed on by a proxy, which asks over the loopback for everybody."""
    try:
        local = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    return local and not {"X-Forwarded-For", "Forwarded", "Via"} & set(request.headers.keys())
