"""A thief with the disk of the tablets' databases finds ids, types and sizes, and nothing a person said."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.case import Case
from server.services.district import District
from server.services.tasks import outbox_name, tasks_name
from sync.couch import open_embedded
from sync.embedded.store import open_store
from sync.replication.replicating import replicate
from tests.factories import PaperTablet, assigned_case, default_photos, enrolled_tablet, household, reconcile

NAME, NUMBER, ADDRESS = "周例平", "110000197104090010", "槐安路"
ANSWER, AMOUNT, REASON = "屋里简单", "1860.00", "收入低"
ASSESSOR = "林试远"


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def disk_of(district: District, folder: Path, *names: str) -> bytes:
    """Every byte of a disk that holds these databases and no others."""
    store = open_store(folder)
    try:
        for name in names:
            replicate(district.database(name), open_embedded(store).database(name))
    finally:
        store.close()
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def written(text: str) -> list[bytes]:
    """The ways JSON may write a text."""
    return [text.encode("utf-8"), text.encode("ascii", "backslashreplace")]


def readable(disk: bytes, *texts: str) -> list[str]:
    return [text for text in texts if any(way in disk for way in written(text))]


def test_nothing_a_family_said_is_readable_in_the_tablets_databases(
    district: District, tablet: PaperTablet, case: Case, tmp_path: Path
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    disk = disk_of(district, tmp_path / "stolen", tasks_name("a-0217"), outbox_name("a-0217"))
    assert readable(disk, NAME, NUMBER, ADDRESS, ANSWER, AMOUNT, REASON, ASSESSOR, household()["phone"]) == []
    assert not any(photo[20:120] in disk for photo in default_photos())
    assert case.number.encode() in disk  # the thief did find the databases


def test_the_same_search_finds_everything_where_it_lies_open(
    district: District, tablet: PaperTablet, case: Case, tmp_path: Path
) -> None:
    """Evidence is for the server's own disk encryption (design §4); it shows that the search can find."""
    tablet.push(tablet.seal(tablet.fill_in(case)))
    reconcile(district)
    disk = disk_of(district, tmp_path / "open", "evidence")
    assert readable(disk, NAME, NUMBER, ADDRESS, ANSWER, AMOUNT, REASON) == [
        NAME,
        NUMBER,
        ADDRESS,
        ANSWER,
        AMOUNT,
        REASON,
    ]
    assert all(photo[20:120] in disk for photo in default_photos())


def test_a_set_aside_upload_stays_sealed_in_the_office(
    district: District, tablet: PaperTablet, case: Case, tmp_path: Path
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case, signatures=[])))
    assert reconcile(district).set_aside == 1
    disk = disk_of(district, tmp_path / "office", "office")
    assert readable(disk, NAME, NUMBER, ANSWER, AMOUNT) == []
    assert tablet.caseload.jwk["k"].encode() not in disk
