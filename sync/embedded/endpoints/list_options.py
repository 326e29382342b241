"""The options of a list, in the query and in the body of a POST, as CouchDB reads them.

https://docs.couchdb.org/en/stable/api/database/bulk-api.html#db-all-docs
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sync.embedded.errors import BadRequest
from sync.embedded.http import Request

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


class ListOptions:
    """Of several sources the earlier overrules: the query before the body, one of ``queries`` before both."""

    def __init__(self, request: Request, *bodies: Mapping[str, Any]) -> None:
        self._request = request
        self._sources: list[Mapping[str, Any]] = list(bodies)
        self._query: Mapping[str, Any] = request.args

    @classmethod
    def of(cls, request: Request) -> ListOptions:
        """Those of a GET, or of a POST whose body must be a JSON object."""
        body = request.json_object() if request.method == "POST" else {}
        return cls(request, request.args, body)

    def get(self, *names: str) -> Any:
        """The JSON value of the first of these names that is there; None when none is."""
        for source in self._sources:
            for name in names:
                if name in source:
                    return self._request.json_arg(name) if source is self._query else source[name]
        return None

    def keys(self) -> list[Any] | None:
        keys = self.get("keys")
        if keys is None or isinstance(keys, list):
            return keys
        where = "body member" if self._request.method == "POST" else "parameter"
        raise BadRequest(f"`keys` {where} must be an array.")

    def check_keys_alone(self, keys: Sequence[Any] | None) -> None:
        """A list is of keys or of a range, not of both."""
        if keys and self.get("key", *START, *END) is not None:
            reason = "`keys` is incompatible with `key`, `start_key` and `end_key`"
            raise BadRequest(reason, error="query_parse_error")

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._plain(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        text = value.lower() if isinstance(value, str) else ""
        if text not in ("true", "false"):
            raise BadRequest(f"Invalid boolean parameter: {_shown(value)}", error="query_parse_error")
        return text == "true"

    def count(self, name: str) -> int | None:
        """An integer of at least 0."""
        value = self._plain(name)
        if isinstance(value, str) and _INTEGER.fullmatch(value):
            value = int(value)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadRequest(f"Invalid value for integer: {_shown(value)}", error="query_parse_error")
        if value < 0:
            raise BadRequest(f"Invalid value for positive integer: {value}", error="query_parse_error")
        return value

    def _plain(self, name: str) -> Any:
        return next((source[name] for source in self._sources if name in source), None)


START = ("startkey", "start_key")
END = ("endkey", "end_key")


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def paged(rows: Sequence[Any], options: ListOptions) -> list[Any]:
    """The rows in the direction asked for, ``skip`` and ``limit`` applied."""
    ordered = list(reversed(rows)) if options.flag("descending") else list(rows)
    skip, limit = options.count("skip") or 0, options.count("limit")
    return ordered[skip:] if limit is None else ordered[skip : skip + limit]
