"""The papers of a case at the desk: printed, printed again, withdrawn, the whole file taken away."""

from __future__ import annotations

import io
from zipfile import ZipFile

from server.services.papers_of_cases import disclosure_pdf
from tests.factories import CLERK, accepted_case, household
from tests.server.documents.papers import text_of
from tests.server.services.story import approved_case, noticed_case
from tests.server.web.browsing import words


def test_a_clerk_prints_a_paper_and_prints_it_again(person, district):
    number = accepted_case(district).number
    fang, page = person("fang"), f"/desk/cases/{number}/papers"
    assert "还没有印过。" in fang.text(page)
    address = fang.do(page, {"kind": "disclosure"})
    assert address == f"{page}/1/paper.pdf"
    first = fang.get(address)
    assert (first.status_code, first.mimetype) == (200, "application/pdf")
    assert "周例平" in text_of(first.data)
    assert fang.do(page, {"kind": "disclosure"}) == address
    assert fang.get(address).data == first.data
    assert "松低保〔2026〕1-1 号" in fang.text(page)


def test_papers_lists_both_languages_and_what_no_font_has(person, district):
    family = household()
    family["members"][0]["name"] = "周\ue000"
    number = accepted_case(district, **family).number
    assert "U+E000" in person("fang").text(f"/desk/cases/{number}/papers")
    english = person("gao", lang="en").text(f"/desk/cases/{number}/papers")
    assert "Letter to applicants" in english
    assert "Print as things stand" in english
    refused = person("fang").send(f"/desk/cases/{number}/papers", {"kind": "disclosure"})
    assert refused.status_code == 422
    assert "U+E000" in words(refused)


def test_a_paper_not_due_and_a_paper_that_is_none_are_refused(person, district):
    number = accepted_case(district).number
    fang, page = person("fang"), f"/desk/cases/{number}/papers"
    assert fang.send(page, {"kind": "certificate"}).status_code == 409
    assert fang.send(page, {"kind": "no-such-paper"}).status_code == 404
    assert fang.get(f"{page}/1/paper.pdf").status_code == 404


def test_a_withdrawal_needs_its_reason_and_keeps_the_page(person, district):
    number = accepted_case(district).number
    disclosure_pdf(district, CLERK, number)
    gao, page = person("gao"), f"/desk/cases/{number}/papers"
    refused = gao.send(f"{page}/1/withdraw", {"reason": " "}, page=page)
    assert refused.status_code == 422
    assert "请写明为什么收回。" in words(refused)
    gao.do(f"{page}/1/withdraw", {"reason": "电话印错了。"}, page=page)
    assert "收回了" in gao.text(page)
    assert "电话印错了。" in gao.text(f"/desk/cases/{number}")
    assert person("fang").send(f"{page}/1/withdraw", {"reason": "x"}, page=page).status_code == 403


def test_the_whole_file_is_a_book_and_an_archive(person, district):
    number = approved_case(district).number
    xie = person("xie")
    book = xie.get(f"/desk/cases/{number}/file.pdf")
    assert book.data.startswith(b"%PDF")
    archive = xie.get(f"/desk/cases/{number}/file.zip")
    assert archive.mimetype == "application/zip"
    with ZipFile(io.BytesIO(archive.data)) as unpacked:
        assert "SHA256SUMS" in unpacked.namelist()
        assert unpacked.testzip() is None


def test_the_letter_is_printed_for_whoever_asks_and_the_notice_on_a3(person, district):
    letter = person("fang").get("/desk/letters/huaian/letter.pdf")
    assert "住房证明" in text_of(letter.data)
    _, notice = noticed_case(district)
    gao = person("gao")
    assert b"%PDF" in gao.get(f"/desk/notices/{notice.id}/poster-a3.pdf").data
    assert f"/desk/notices/{notice.id}/poster-a3.pdf" in gao.get("/desk/notices").text


def test_whether_a_paper_still_counts_is_told_to_who_has_seen_it(person, district):
    number = accepted_case(district).number
    disclosure_pdf(district, CLERK, number)
    nobody = person()
    asked = nobody.client.get("/check/paper", query_string={"paper": f"{number}-1", "digest": "A" * 22})
    assert asked.get_json() == {"standing": "unknown"}
    assert asked.headers["Cache-Control"] == "no-store"
    assert nobody.client.get("/check/paper").get_json() == {"standing": "unknown"}
    page = nobody.get("/check").text
    assert 'data-paper-url="/check/paper"' in page
    statuses = [nobody.client.get("/check/paper").status_code for _ in range(40)]
    assert statuses[-1] == 429
