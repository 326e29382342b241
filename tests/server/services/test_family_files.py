"""The whole file of a family: one book to bind, one archive anybody can check with sha256sum."""

from __future__ import annotations

import io
import json
import subprocess
import tracemalloc
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from server.domain.paper import PaperStanding
from server.domain.permission import Actor
from server.errors import Refusal
from server.services.district import District
from server.services.family_files import family_file_pdf, stream_family_file
from server.services.issued_papers import standing_of_code
from server.services.papers_of_cases import certificate_pdf, disclosure_pdf
from tests.factories import CLERK, OFFICER, REVIEWER, accepted_case, visited_case
from tests.server.documents.papers import codes_of, pages_of, text_of
from tests.server.services.story import approved_case
from tests.server.services.test_issued_papers import claims_of

STRANGER = Actor("qinghe", "别人", OFFICER.roles, street="qinghe")


def unpacked(district: District, number: str, folder: Path) -> Path:
    with ZipFile(io.BytesIO(b"".join(stream_family_file(district, CLERK, number)))) as archive:
        archive.extractall(folder)
    return folder


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def test_the_book_binds_every_paper_what_was_done_and_the_photos(district: District, tmp_path: Path) -> None:
    number = approved_case(district).number
    certificate_pdf(district, REVIEWER, number)
    pdf = family_file_pdf(district, CLERK, number)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf
    text = text_of(pdf)
    for words in (
        "家庭档案",
        "目录",
        "入户调查评估表",
        "审批表",
        "低保证",
        "承诺书",
        "办理经过",
        "街道受理",
        "照片（",
    ):
        assert words in text
    assert "未编号" in text
    visit = district.get_case(number).visit
    assert visit
    assert all(f"SHA-256 {digest}"[:40] in text for digest in visit.photos)
    assert pdf == family_file_pdf(district, CLERK, number)
    codes = [code for page in pages_of(pdf, tmp_path, dpi=100) for code in codes_of(page)]
    assert len(codes) == 2  # the cover's and the certificate's: what was never issued has none


def test_the_cover_tells_whether_the_book_is_as_new_as_the_record(district: District, tmp_path: Path) -> None:
    number = accepted_case(district).number
    claims = claims_of(district, family_file_pdf(district, CLERK, number), tmp_path)
    assert (claims["k"], claims["n"]) == ("file", f"{number}-0")
    assert standing_of_code(district, claims["n"], claims["d"]) is PaperStanding.CURRENT
    disclosure_pdf(district, CLERK, number)
    assert standing_of_code(district, claims["n"], claims["d"]) is PaperStanding.SUPERSEDED


def test_the_archive_is_checked_by_sha256sum_and_its_sums_are_the_chains(
    district: District, tmp_path: Path
) -> None:
    number = visited_case(district).number
    disclosure_pdf(district, CLERK, number)
    case = district.get_case(number)
    folder = unpacked(district, number, tmp_path)
    done = checked(folder)
    assert done.returncode == 0, done.stdout
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    for act in case.acts:
        assert sums[f"acts/{act.n:06d}.json"] == act.digest
    for act, following in pairwise(case.acts):
        assert json.loads((folder / f"acts/{following.n:06d}.json").read_text())["previous"] == act.digest
    assert f"evidence/declared-{case.declared}.json" in sums
    assert sums[f"evidence/declared-{case.declared}.json"] == case.declared
    assert case.visit
    for digest in case.visit.photos:
        assert sums[f"photos/{digest}.jpg"] == digest
    assert f"papers/{number}-1.pdf" in sums


def test_a_changed_byte_in_the_archive_is_named(district: District, tmp_path: Path) -> None:
    folder = unpacked(district, visited_case(district).number, tmp_path)
    act = folder / "acts" / "000001.json"
    act.write_bytes(act.read_bytes().replace(b'"persons":2', b'"persons":3'))
    done = checked(folder)
    assert done.returncode == 1
    assert "acts/000001.json: FAILED" in done.stdout


def test_the_same_case_is_the_same_archive(district: District) -> None:
    number = accepted_case(district).number
    first = b"".join(stream_family_file(district, CLERK, number))
    assert first == b"".join(stream_family_file(district, CLERK, number))


def test_the_archive_is_made_while_it_is_sent(district: District) -> None:
    """Forty photos of a megabyte pass through; never are more than a few in memory."""
    number = accepted_case(district).number
    for place in range(40):
        district.evidence.put_photo(number, bytes([place]) * 1_000_000, "image/jpeg")
    tracemalloc.start()
    length = sum(len(part) for part in stream_family_file(district, CLERK, number))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length > 40_000_000
    assert most < 12_000_000


def test_another_street_has_neither(district: District) -> None:
    number = accepted_case(district).number
    for ask in (family_file_pdf, stream_family_file):
        with pytest.raises(Refusal) as refused:
            ask(district, STRANGER, number)
        assert refused.value.code == "person.other_area"
