"""Generated JSON at every endpoint that takes some. ``RUHU_TEST_EXAMPLES`` sets how much (default 300)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync.http import Client
from tests.sync.refusals import ANSWERS, JSON_ENDPOINTS

EXAMPLES = int(os.environ.get("RUHU_TEST_EXAMPLES", "300"))

names = st.sampled_from(
    [
        "_id",
        "_rev",
        "_deleted",
        "_attachments",
        "_revisions",
        "docs",
        "id",
        "rev",
        "start",
        "ids",
        "data",
        "stub",
        "follows",
        "digest",
        "length",
        "revpos",
        "content_type",
        "encoding",
        "keys",
        "queries",
        "new_edits",
        "atts_since",
        "members",
        "admins",
        "names",
        "roles",
        "doc_ids",
        "limit",
        "skip",
        "startkey",
        "include_docs",
    ]
) | st.text(max_size=5)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(names, values, max_size=5)
bodies = (
    documents
    | values
    | st.fixed_dictionaries({"docs": st.lists(documents | values, max_size=3), "new_edits": st.booleans()})
    | st.fixed_dictionaries({"_attachments": st.dictionaries(names, documents | values, max_size=2)})
    | st.fixed_dictionaries({"queries": st.lists(documents | values, max_size=2)})
    | st.fixed_dictionaries(
        {"_revisions": documents | st.fixed_dictionaries({"start": values, "ids": values})}
    )
    | st.fixed_dictionaries({"members": documents | values, "admins": documents | values})
    | st.dictionaries(st.just("doc"), st.lists(values, max_size=3), min_size=1)
)


@pytest.fixture
def connection(couch_url: str) -> Iterator[HTTPConnection]:
    client = Client(couch_url)
    one = HTTPConnection(client.host, client.port, timeout=30)
    yield one
    one.close()


@pytest.mark.ruhu_only("CouchDB answers some of it with 500, express-pouchdb ends")
@given(endpoint=st.sampled_from(JSON_ENDPOINTS), body=bodies)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
def test_no_json_whatever_breaks_the_store_or_is_half_written(
    db: Client, connection: HTTPConnection, endpoint: tuple[str, str], body: object
) -> None:
    """Every answer is one CouchDB could give, and after a refusal the store is as it was before."""

    def ask(method: str, path: str, sent: object = None) -> tuple[int, Any]:
        headers = {"Authorization": db.authorization or "", "Content-Type": "application/json"}
        text = None if sent is None else json.dumps(sent).encode()
        connection.request(method, f"{db.base}/{path}".rstrip("/") or "/", text, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    _, before = ask("GET", "")
    status, answer = ask(*endpoint, body)
    assert status in ANSWERS, (status, answer)
    if status >= 400:
        assert set(answer) >= {"error", "reason"}
        _, after = ask("GET", "")
        assert after["update_seq"] == before["update_seq"]
