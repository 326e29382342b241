"""Every paper is PDF/A-2b in its structure, read by qpdf: what ISO 19005-2 asks that a reader would miss.

The typesetter claims it in the metadata; here the claim is looked at: colour, fonts, nothing that runs,
nothing hidden, nothing closed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest

from server.documents.badge import print_card, print_sheet
from server.documents.minutes import print_minutes
from server.documents.notice import print_notice
from tests.server.documents.issued_papers import ALL, printed
from tests.server.documents.papers import CREATED as WHEN
from tests.server.documents.papers import NOTICE_RULES, badge_card, minutes_paper, notice_paper

PAPERS: dict[str, Callable[[], bytes]] = {
    **{name: (lambda make=make: printed(make())) for name, make in ALL.items()},
    "minutes": lambda: print_minutes(minutes_paper(url="https://dibao.example/check#" + "eyJh." * 60)),
    "notice": lambda: print_notice(notice_paper(), NOTICE_RULES),
    "poster": lambda: print_notice(notice_paper(), NOTICE_RULES, "a3"),
    "badge": lambda: print_card(badge_card(), WHEN),
    "badges": lambda: print_sheet([badge_card()] * 3, WHEN),
}
RUNS = ("/OpenAction", "/AA", "/JavaScript", "/Launch", "/EmbeddedFiles", "/XFA", "/AcroForm")


@pytest.fixture(params=sorted(PAPERS))
def paper(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(PAPERS[request.param]())) as pdf:
        yield pdf


def test_a_paper_is_archival(paper: pikepdf.Pdf) -> None:
    assert paper.check_pdf_syntax() == []
    assert not paper.is_encrypted  # 6.1.3
    assert len(paper.trailer["/ID"]) == 2
    check_colour(paper)
    check_metadata(paper)
    check_fonts(paper)
    check_nothing_runs(paper)


def check_colour(paper: pikepdf.Pdf) -> None:
    """One output intent with a colour profile of its own (6.2.3)."""
    intents = list(paper.Root["/OutputIntents"])
    assert intents
    for intent in intents:
        assert intent["/S"] == "/GTS_PDFA1"
        profile = intent["/DestOutputProfile"]
        assert profile.read_bytes()[36:40] == b"acsp"  # the mark of an ICC profile
        assert int(profile["/N"]) in (1, 3, 4)


def check_metadata(paper: pikepdf.Pdf) -> None:
    """Part 2, level B, and the same title in both places (6.6.2, 6.6.4)."""
    with paper.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "B")
        assert told["dc:title"] == str(paper.docinfo["/Title"])


def check_fonts(paper: pikepdf.Pdf) -> None:
    """Every font lies in the file with what it needs to be drawn, and to be read out (6.2.11)."""
    fonts = [each for each in objects(paper) if each.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        kind = str(font["/Subtype"])
        if kind == "/Type0":
            assert "/ToUnicode" in font
        elif kind != "/Type3":
            descriptor = font["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()), font


def check_nothing_runs(paper: pikepdf.Pdf) -> None:
    """No script, no form, no file within, no filter that is forbidden (6.1.7, 6.5)."""
    for each in objects(paper):
        assert not set(RUNS) & set(each.keys()), each
        assert str(each.get("/S", "")) not in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
        assert "LZWDecode" not in str(each.get("/Filter", ""))
        assert str(each.get("/Subtype", "")) not in ("/Movie", "/Sound", "/3D", "/Screen", "/RichMedia")


def objects(paper: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file."""
    yield paper.Root
    for each in paper.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
