"""The cases of tests/vectors/revisions over HTTP: any CouchDB gives the same answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sync.http import Client
from tests.sync.test_documents import adopt
from tests.sync.vectors import read_vectors

# https://docs.couchdb.org/en/stable/api/database/misc.html#db-revs-limit
DEFAULT_LIMIT = 1000


@pytest.mark.parametrize("vector", read_vectors())
def test_vectors(db: Client, vector: dict[str, Any]) -> None:
    if vector["revs_limit"] != DEFAULT_LIMIT:
        assert db.put("_revs_limit", vector["revs_limit"]).status == 200
    names = _Names()
    for step in vector["steps"]:
        _take(db, step, names)
    _check_leaves(db, vector, names)
    for leaf, history in vector["histories"].items():
        shown = db.get("doc", rev=names.real(leaf), revs=True).json["_revisions"]
        kept = [f"{shown['start'] - back}-{name}" for back, name in enumerate(shown["ids"])]
        assert [names.told(rev) for rev in kept] == history
    for rev in vector.get("not_kept", []):
        assert db.get("doc", rev=rev).refusal == (404, "not_found")
    if "revs_diff" in vector:
        told = vector["revs_diff"]
        row = db.post("_revs_diff", {"doc": told["asked"]}).json["doc"]
        assert row["missing"] == told["missing"]
        assert sorted(row.get("possible_ancestors", [])) == sorted(told["possible_ancestors"])


class _Names:
    """A server names the revisions made on it; a vector calls them as it likes."""

    def __init__(self) -> None:
        self._real: dict[str, str] = {}
        self._told: dict[str, str] = {}

    def note(self, told: str, real: str) -> None:
        self._real[told], self._told[real] = real, told

    def real(self, told: str) -> str:
        return self._real.get(told, told)

    def told(self, real: str) -> str:
        return self._told.get(real, real)


def _take(db: Client, step: dict[str, Any], names: _Names) -> None:
    if "adopt" in step:
        adopt(db, "doc", *step["adopt"], deleted=step.get("deleted", False))
        return
    document: dict[str, Any] = {"by": step.get("as", "nobody")}
    if step["edit"] is not None:
        document["_rev"] = names.real(step["edit"])
    if step.get("deleted"):
        document["_deleted"] = True
    answer = db.put("doc", document)
    if "refused" in step:
        assert answer.refusal == (409, step["refused"])
        return
    assert answer.status in (200, 201, 202)
    rev = answer.json["rev"]
    names.note(f"{rev.partition('-')[0]}-{step['as']}", rev)


def _check_leaves(db: Client, vector: dict[str, Any], names: _Names) -> None:
    (row,) = db.get("_changes", style="all_docs").json["results"]
    named = [names.told(change["rev"]) for change in row["changes"]]
    assert sorted(named) == sorted(vector["leaves"])
    opened = [one["ok"] for one in db.get("doc", open_revs="all").json]
    assert sorted(names.told(one["_rev"]) for one in opened) == sorted(vector["leaves"])
    deleted = [names.told(one["_rev"]) for one in opened if one.get("_deleted")]
    assert sorted(deleted) == sorted(vector["deleted"])
    best, *others = vector["leaves"]
    if best in vector["deleted"]:
        assert (row["deleted"], named[0]) == (True, best)
        assert db.get("doc").json == {"error": "not_found", "reason": "deleted"}
        return
    shown = db.get("doc", conflicts=True, deleted_conflicts=True).json
    assert names.told(shown["_rev"]) == best
    living = [leaf for leaf in others if leaf not in vector["deleted"]]
    assert [names.told(rev) for rev in shown.get("_conflicts", [])] == living
    gone = [leaf for leaf in others if leaf in vector["deleted"]]
    assert [names.told(rev) for rev in shown.get("_deleted_conflicts", [])] == gone
