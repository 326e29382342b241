"""What the feed answers: its service document, its metadata, tables, counts and single entities."""

from __future__ import annotations

from typing import Final

from flask import Response, request

from server.domain.feed import EntitySet, format_metadata
from server.domain.feed_query import (
    COUNT,
    ENTITIES,
    METADATA,
    SERVICE,
    Resource,
    check_options,
    parse_path,
    parse_query,
)
from server.services.feeds import PAGE, count_feed, get_entity, list_entity_sets, read_feed
from server.web.current import current_district
from server.web.feed.answers import (
    PLAIN,
    XML,
    asked_page_size,
    check_takes,
    context,
    fragment_of,
    json_answer,
    next_link,
    properties_of,
    wanted_json,
)
from server.web.feed.blueprint import GUESSING, READING, current_reader, feed, open_door


@feed.get("/", defaults={"resource": ""})
@feed.get("/<path:resource>")
@READING
@GUESSING
def read(resource: str) -> Response:
    """Any resource of the feed: OData's own names are not those of pages, so they are read as it says."""
    open_door()
    asked = parse_path(resource)
    check_options([name for name, _ in request.args.items(multi=True)], asked.kind)
    if asked.entities is None:
        return _ALONE[asked.kind]()
    if asked.kind == ENTITIES:
        return _table(asked.entities)
    return _count(asked.entities) if asked.kind == COUNT else _entity(asked, asked.entities)


def _service() -> Response:
    """The service document (Part 1 §11.1.1, JSON Format §5): the tables this reader may read."""
    wanted = wanted_json()
    sets = [
        {"name": each.name, "kind": "EntitySet", "url": each.name}
        for each in list_entity_sets(current_reader())
    ]
    return json_answer(context(wanted, "") | {"value": sets}, wanted)


def _metadata() -> Response:
    """The metadata document (Part 1 §11.1.2)."""
    check_takes(XML, "xml")
    return Response(format_metadata(), content_type=f"{XML};charset=utf-8")


_ALONE: Final = {SERVICE: _service, METADATA: _metadata}


def _table(entities: EntitySet) -> Response:
    wanted, query = wanted_json(), parse_query(request.args, entities)
    most = asked_page_size()
    page = read_feed(current_district(), current_reader(), entities, query, min(most or PAGE, PAGE))
    content = dict[str, object](context(wanted, fragment_of(entities, query.select)))
    if page.count is not None:
        content["@odata.count"] = page.count
    content["value"] = [dict(properties_of(entities, query.select, each)) for each in page.entities]
    if page.token:
        content["@odata.nextLink"] = next_link(entities, page.token, page.left)
    answer = json_answer(content, wanted)
    if most:
        answer.headers["Preference-Applied"] = f"odata.maxpagesize={most}"
    return answer


def _count(entities: EntitySet) -> Response:
    """How many there are, as plain text (Part 1 §11.2.9)."""
    check_takes(PLAIN)
    condition = parse_query(request.args, entities).condition
    counted = count_feed(current_district(), current_reader(), entities, condition)
    return Response(str(counted), content_type=f"{PLAIN};charset=utf-8")


def _entity(asked: Resource, entities: EntitySet) -> Response:
    wanted, query = wanted_json(), parse_query(request.args, entities)
    found = get_entity(current_district(), current_reader(), entities, asked.key)
    said = context(wanted, fragment_of(entities, query.select, one=True))
    return json_answer(said | dict(properties_of(entities, query.select, found)), wanted)
