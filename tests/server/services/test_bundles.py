"""What a tablet could not send comes on a USB stick, and coming twice changes nothing (design §5)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey

from server.cli import main
from server.domain.case import Case
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.envelope import new_key
from server.records.keys import public_jwk
from server.services import bundles
from server.services.bundles import open_bundle, read_bundle, take_bundle
from server.services.device_orders import remove_device
from server.services.district import District
from server.services.rosters import publish_roster, refresh_rosters, roster_payload
from server.services.visits import list_set_aside
from sync.couch import Database
from tests.factories import OFFICER, PaperTablet, assigned_case, enrolled_tablet, make_district, reconcile
from tests.tablets import push_draft

HEADER = {"alg": "ECDH-ES", "enc": "A256GCM", "cty": "ruhu-bundle+json"}


class Roomy(jwe.JWERegistry):
    """joserfc takes 64 kB of ciphertext by itself."""

    max_ciphertext_length = 2**30


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def exported(tablet: PaperTablet) -> list[dict[str, Any]]:
    """Everything of the tablet's outbox as its database has it, then gone from there as if never sent."""
    documents = [whole(tablet.outbox, found["_id"]) for found in tablet.outbox.all()]
    tablet.district.couch.delete(tablet.outbox.name)
    return documents


def whole(outbox: Database, document_id: str) -> dict[str, Any]:
    document = outbox.get(document_id, revs=True)
    for name, stub in document.get("_attachments", {}).items():
        data = base64.b64encode(outbox.get_attachment(document_id, name)).decode("ascii")
        document["_attachments"][name] = {"content_type": stub["content_type"], "data": data}
    return document


def sealed(tablet: PaperTablet, documents: object, key: ECKey | None = None, **changes: Any) -> str:
    """The file a tablet exports."""
    to = public_jwk(key or tablet.district.keys.bundle)
    content = {
        "type": "bundle",
        "schema": 1,
        "assessor": tablet.assessor,
        "device": tablet.id,
        "made_at": "2026-03-02T01:00:00Z",
        "documents": documents,
    }
    registry = Roomy(algorithms=["ECDH-ES", "A256GCM"])
    text = json.dumps(content | changes)
    return jwe.encrypt_compact(HEADER | {"kid": to["kid"]}, text, ECKey.import_key(to), registry=registry)


def visit_sent_nowhere(tablet: PaperTablet, case: Case) -> list[dict[str, Any]]:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    return exported(tablet)


def take(district: District, text: str) -> bundles.Taken:
    return take_bundle(district, open_bundle(district, text))


def test_a_visit_on_a_stick_enters_the_record_like_one_that_was_sent(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    taken = take(district, sealed(tablet, visit_sent_nowhere(tablet, case)))
    assert ([one.became for one in taken.outcomes], taken.photos, taken.ok) == (["accepted"], 2, True)
    assert district.get_case(case.number).stage is Stage.VISITED
    assert tablet.receipt(taken.outcomes[0].id)["status"] == "accepted"


def test_the_same_file_again_and_the_same_documents_by_sync_change_nothing(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    documents = visit_sent_nowhere(tablet, case)
    take(district, sealed(tablet, documents))
    acts, place = len(district.get_case(case.number).acts), tablet.outbox.info()["update_seq"]
    again = take(district, sealed(tablet, documents))
    assert ([one.became for one in again.outcomes], again.done.moved) == (["accepted"], 0)
    tablet.outbox.bulk(documents, new_edits=False)  # what a replication writes
    assert reconcile(district).moved == 0
    assert (len(district.get_case(case.number).acts), tablet.outbox.info()["update_seq"]) == (acts, place)
    assert list(tablet.outbox.all()) == []


def test_what_was_sent_before_the_stick_came_is_not_taken_twice(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    documents = [whole(tablet.outbox, found["_id"]) for found in tablet.outbox.all()]
    assert reconcile(district).accepted == 1
    taken = take(district, sealed(tablet, documents))
    assert ([one.became for one in taken.outcomes], taken.done.moved) == (["accepted"], 0)


def test_the_stick_of_a_removed_tablet_is_set_aside_whole_with_the_reason(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    documents = visit_sent_nowhere(tablet, case)
    remove_device(district, OFFICER, tablet.id)
    taken = take(district, sealed(tablet, documents))
    (one,) = taken.outcomes
    assert (one.became, (one.reason or {})["code"]) == ("set_aside", "visit.device_removed")
    (entry,) = list_set_aside(district, OFFICER)
    assert len(entry.photos) == 2


def test_a_draft_on_a_stick_is_kept(district: District, tablet: PaperTablet, case: Case) -> None:
    push_draft(tablet, case)
    drafts = exported(tablet)
    assert [one.became for one in take(district, sealed(tablet, drafts)).outcomes] == ["draft"]
    assert tablet.outbox.find(drafts[0]["_id"]) is not None


def test_a_visit_without_its_photos_waits_for_them(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    alone = [one for one in visit_sent_nowhere(tablet, case) if one["_id"].startswith("visit:")]
    taken = take(district, sealed(tablet, alone))
    assert ([one.became for one in taken.outcomes], taken.ok) == (["waiting"], False)


def test_a_file_for_another_district_is_named_as_such(
    district: District, tablet: PaperTablet, case: Case, tmp_path: Path
) -> None:
    with make_district(tmp_path / "elsewhere") as elsewhere:
        text = sealed(tablet, [], key=elsewhere.keys.bundle)
    with pytest.raises(Refusal, match=r"bundle\.other_district"):
        open_bundle(district, text)


@pytest.mark.parametrize("keep", [0, 1, 40, 200, -1, -30])
def test_a_file_cut_short_is_named_as_such(district: District, tablet: PaperTablet, keep: int) -> None:
    with pytest.raises(Refusal, match=r"bundle\.damaged"):
        open_bundle(district, sealed(tablet, [])[:keep])


def test_a_changed_byte_is_found(district: District, tablet: PaperTablet) -> None:
    head, key, iv, text, tag = sealed(tablet, []).split(".")
    changed = ".".join((head, key, iv, ("A" if text[0] != "A" else "B") + text[1:], tag))
    with pytest.raises(Refusal, match=r"bundle\.damaged"):
        open_bundle(district, changed)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"assessor": "a-9999"}, "bundle.unknown_assessor"),
        ({"assessor": 7}, "bundle.malformed"),
        ({"type": "visit"}, "bundle.malformed"),
        ({"schema": 2}, "record.unknown_schema"),
        ({"documents": {}}, "bundle.malformed"),
        ({"documents": ["x"]}, "bundle.malformed"),
        ({"documents": [{"_id": "_design/x", "_rev": "1-a", "_revisions": {}}]}, "bundle.malformed"),
        ({"documents": [{"_id": "visit:x:1:d"}]}, "bundle.malformed"),
        ({"documents": [{"_id": "visit:x:1:d", "_rev": "nonsense", "_revisions": {}}]}, "bundle.malformed"),
    ],
)
def test_content_no_tablet_writes_is_refused_and_nothing_of_it_kept(
    district: District, tablet: PaperTablet, changes: dict[str, Any], code: str
) -> None:
    documents = changes.get("documents", [])
    rest = {name: value for name, value in changes.items() if name != "documents"}
    with pytest.raises(Refusal) as refused:
        take(district, sealed(tablet, documents, **rest))
    assert refused.value.code == code
    assert list(tablet.outbox.all()) == []


def test_what_a_stranger_sealed_with_a_key_of_their_own_is_set_aside(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """The bundle's key is public: a bundle proves nothing, the envelopes inside it do."""
    body = tablet.seal(tablet.fill_in(case))
    forged = json.dumps({"id": "x", "body": body})
    document = {
        "_id": f"visit:{case.number}:1:{tablet.id}",
        "_rev": f"1-{'a' * 32}",
        "_revisions": {"start": 1, "ids": ["a" * 32]},
        "type": "visit",
        "schema": 2,
        "sealed": new_key().seal(forged.encode("utf-8")),
    }
    (one,) = take(district, sealed(tablet, [document])).outcomes
    assert (one.became, (one.reason or {})["code"]) == ("set_aside", "visit.envelope")


def test_the_roster_carries_the_key_to_tablets_and_an_old_roster_is_made_again(
    district: District, tablet: PaperTablet
) -> None:
    key = public_jwk(district.keys.bundle)
    publish_roster(district)
    assert tablet.read("roster")["bundle_key"] == key
    assert "bundle_key" not in roster_payload(district, for_tablets=False)
    assert "d" not in key
    before = district.database("tasks-a-0217").get("roster")["_rev"]
    refresh_rosters(district)
    assert district.database("tasks-a-0217").get("roster")["_rev"] == before


def test_the_command_says_what_came_and_ends_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_district(tmp_path / "data") as district:
        tablet = enrolled_tablet(district)
        text = sealed(tablet, visit_sent_nowhere(tablet, assigned_case(district)))
    (tmp_path / "x.jwe").write_text(text)
    arguments = ["reconcile", "--data", str(tmp_path / "data"), "--bundle", str(tmp_path / "x.jwe")]
    assert main([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["assessor"], told["documents"][0]["became"]) == (True, "a-0217", "accepted")
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "in the record" in said or "收讫" in said


def test_a_file_that_is_missing_or_no_text_has_a_code(district: District, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"bundle\.no_file"):
        read_bundle(district, tmp_path / "none.jwe")
    (tmp_path / "picture.jwe").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(Refusal, match=r"bundle\.damaged"):
        read_bundle(district, tmp_path / "picture.jwe")
    with (tmp_path / "large.jwe").open("wb") as large:
        large.truncate(bundles.LARGEST + 1)
    with pytest.raises(Refusal, match=r"bundle\.too_large"):
        read_bundle(district, tmp_path / "large.jwe")


def test_a_reconciler_at_work_beside_it_costs_another_pass_and_no_failure(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, refused = district.casebook.append_all, [Refusal("case.changed_meanwhile")]

    def append_after_another(*args: Any, **options: Any) -> Any:
        if refused:
            raise refused.pop()
        return append(*args, **options)

    monkeypatch.setattr(district.casebook, "append_all", append_after_another)
    taken = take(district, sealed(tablet, visit_sent_nowhere(tablet, case)))
    assert (taken.ok, [one.became for one in taken.outcomes]) == (True, ["accepted"])
