"""A request of the feed: what a path names, and the system query options.

OData 4.0 Part 1 (protocol) §11.2, Part 2 (URL conventions) §4 and §5:

https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part1-protocol.html
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.feed import ENTITY_SETS, Edm, EntitySet
from server.domain.feed_expression import Expression, parse_filter, parse_order
from server.errors import Refusal

SERVICE, METADATA, ENTITIES, COUNT, ENTITY = "service", "metadata", "entities", "count", "entity"
_MOST: Final = 2**31
_OPTIONS: Final = frozenset(
    {"$filter", "$select", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$format"}
)
_NOT_IMPLEMENTED: Final = frozenset(
    {"$expand", "$search", "$levels", "$apply", "$compute", "$deltatoken", "$id"}
)
# Which options a resource has a meaning for (Part 1 §11.2.9: a count takes filters alone).
_FOR: Final = {
    SERVICE: frozenset({"$format"}),
    METADATA: frozenset({"$format"}),
    ENTITIES: _OPTIONS,
    COUNT: frozenset({"$filter"}),
    ENTITY: frozenset({"$select", "$format"}),
}
_RESOURCE: Final = re.compile(r"(?P<name>[A-Za-z]+)(?P<keys>\(.*\))?(?P<count>/\$count)?", re.DOTALL)
_KEY: Final = re.compile(r"(?:(?P<name>[A-Za-z]+)=)?(?:'(?P<text>(?:[^']|'')*)'|(?P<number>\d{1,9}))(?:,|$)")


@dataclass(frozen=True)
class Resource:
    """What a path names; ``key`` are the values of the key of one entity."""

    kind: str
    entities: EntitySet | None = None
    key: Sequence[str | int] = ()


@dataclass(frozen=True)
class FeedQuery:
    """``top`` is None where everything is wanted; ``after`` goes on behind the key of an earlier page."""

    condition: Expression | None = None
    order: Sequence[tuple[Expression, bool]] = ()
    select: Sequence[str] = ()
    top: int | None = None
    skip: int = 0
    counted: bool = False
    after: Sequence[str | int] = ()


def parse_path(path: str) -> Resource:
    """The resource below the service root; refuses what is not there."""
    if path == "":
        return Resource(SERVICE)
    if path == "$metadata":
        return Resource(METADATA)
    found = _RESOURCE.fullmatch(path)
    if found is None or found["name"] not in ENTITY_SETS:
        raise Refusal("feed.resource", path=path[:100])
    entities = ENTITY_SETS[found["name"]]
    if found["keys"] is None:
        return Resource(COUNT if found["count"] else ENTITIES, entities)
    if found["count"]:
        raise Refusal("feed.resource", path=path[:100])
    return Resource(ENTITY, entities, _parse_key(found["keys"][1:-1], entities))


def check_options(names: Sequence[str], kind: str) -> None:
    """Refuses what begins with ``$`` and is not known, or not implemented (Part 1 §11.2.1, §13.1)."""
    for name in names:
        if not name.startswith("$") or name in _FOR[kind]:
            continue
        known = name in _NOT_IMPLEMENTED or name in _OPTIONS
        raise Refusal("feed.not_implemented" if known else "feed.option", what=name)
    if len(set(names)) < len(names):
        raise Refusal("feed.option", what=max(names, key=list(names).count))


def parse_query(options: Mapping[str, str], entities: EntitySet) -> FeedQuery:
    """The options of a request for a table; each is read by itself and refused by its name."""
    types = entities.types
    order = parse_order(options["$orderby"], types) if "$orderby" in options else []
    skip, after = _parse_token(options.get("$skiptoken", ""), entities, ordered=bool(order))
    return FeedQuery(
        condition=parse_filter(options["$filter"], types) if "$filter" in options else None,
        order=order,
        select=_parse_select(options.get("$select", "*"), entities),
        top=_number("$top", options["$top"]) if "$top" in options else None,
        skip=skip + (_number("$skip", options["$skip"]) if "$skip" in options else 0),
        counted=_truth("$count", options.get("$count", "false")),
        after=after,
    )


def format_token(query: FeedQuery, entities: EntitySet, shown: int, last: Mapping[str, Any]) -> str:
    """Where the next page goes on: behind the last key, or in an order of the reader's after so many rows."""
    content: Any = query.skip + shown if query.order else [last[name] for name in entities.key]
    return urlsafe_b64encode(json.dumps(content, ensure_ascii=False).encode()).decode().rstrip("=")


def _parse_token(token: str, entities: EntitySet, *, ordered: bool) -> tuple[int, Sequence[str | int]]:
    if not token:
        return 0, ()
    try:
        content = json.loads(urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4)))
        json.dumps(content, ensure_ascii=False).encode()  # no half of a character
    except (ValueError, RecursionError) as error:
        raise Refusal("feed.option", what="$skiptoken") from error
    if ordered and type(content) is int and 0 <= content < _MOST:
        return content, ()
    kinds = [int if entities.types[name] is Edm.INT else str for name in entities.key]
    is_key = isinstance(content, list) and [type(value) for value in content] == kinds
    if not ordered and is_key and all(isinstance(value, str) or 0 <= value < _MOST for value in content):
        return 0, content
    raise Refusal("feed.option", what="$skiptoken")


def _parse_select(text: str, entities: EntitySet) -> Sequence[str]:
    """The names in the order of the type; the key need not be among them (Part 1 §11.2.4.1)."""
    names = {name.strip() for name in text.split(",")}
    if "*" in names:
        return [each.name for each in entities.properties]
    unknown = names - set(entities.types)
    if unknown:
        raise Refusal("feed.expression", what=min(unknown)[:50])
    return [each.name for each in entities.properties if each.name in names]


def _parse_key(text: str, entities: EntitySet) -> Sequence[str | int]:
    """The key in parentheses (Part 2 §4.3.1): one value, or each by its name."""
    given: dict[str, str | int] = {}
    at = 0
    while found := _KEY.match(text, at):
        at = found.end()
        value = int(found["number"]) if found["number"] else found["text"].replace("''", "'")
        given[found["name"] or (entities.key[0] if len(entities.key) == 1 else "")] = value
    kinds = {name: int if entities.types[name] is Edm.INT else str for name in entities.key}
    if at < len(text) or text.endswith(",") or {name: type(value) for name, value in given.items()} != kinds:
        raise Refusal("feed.key", text=text[:100])
    return [given[name] for name in entities.key]


def _number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Refusal("feed.option", what=name)
    return int(text)


def _truth(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise Refusal("feed.option", what=name)
    return text == "true"
