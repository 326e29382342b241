"""What the JSON API is, for programs and those who write them; open, for it names nobody."""

from __future__ import annotations

from typing import Final

from flask import Response, jsonify

from server.web.openapi.operations import description
from server.web.public.blueprint import public

_HOUR: Final = 3600


@public.get("/openapi.json")
def openapi() -> Response:
    answer = jsonify(description())
    answer.cache_control.public = True
    answer.cache_control.max_age = _HOUR
    return answer
