"""The pages of employment linkage in the hands of a street officer, a clerk and the district (S7-EMP)."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from server.services.district import District
from server.services.job_forms import issue_form
from server.web.desk.job_returns import OFFERS
from tests.factories import OFFICER, picture
from tests.server.documents.papers import text_of
from tests.server.services.employed import SEEKER, issued_case, linked_case
from tests.server.web.browsing import words


def returning(day: date, **changes: str) -> dict[str, str]:
    """The form as the clerk enters it: one post, accepted."""
    today = day.isoformat()
    return {
        "on": today,
        "registered_on": today,
        "unemployed_since": "2025-09",
        "centre_copy": "yes",
        "offer-0-kind": "post",
        "offer-0-on": today,
        "offer-0-who": "示例物业",
        "offer-0-what": "保洁",
        "offer-0-wage": "1800",
        "offer-0-suitable": "yes",
        "offer-0-answer": "accepted",
        "outcome": "employed",
        "employer": "示例物业，保洁",
        "started_on": today,
        "pay": "1,800.00",
        "work_cost": "120",
    } | changes


@pytest.fixture
def linked(district: District) -> str:
    return linked_case(district).number


def test_the_street_issues_a_whole_community_and_prints_it(person, district, linked):
    officer = person("gao")
    assert "等着发" in officer.text("/desk/employment")
    page = "/desk/employment?community=huaian"
    assert "给等着发的 1 人发反馈表" in officer.text(page)
    officer.do("/desk/employment/issue", {"community": "huaian"}, page=page)
    assert "发了，等交回" in officer.text(page)
    answer = officer.get("/desk/employment/forms.pdf?community=huaian&period=2026-1")
    assert answer.mimetype == "application/pdf"
    assert linked in text_of(answer.data)
    again = officer.send("/desk/employment/issue", {"community": "huaian"}, page=page)
    assert again.status_code == 409
    assert "这一期没有要发的人" in words(again)


def test_the_clerk_enters_what_came_back_and_reads_it_again(person, district, linked):
    issue_form(district, OFFICER, linked, SEEKER)
    clerk, page = person("fang"), f"/desk/cases/{linked}/employment/{SEEKER}/forms/2026/1"
    clerk.do(page, returning(district.today()))
    shown = clerk.text(f"/desk/cases/{linked}/employment")
    for said in ("有工作", "上班了", "市场上的岗位", "示例物业", "1,800.00 元"):
        assert said in shown, said
    assert "收回 2026 年第 1 张" in clerk.text(f"/desk/cases/{linked}")


def test_lines_nothing_was_written_on_are_left_out_as_a_browser_sends_them(person, district, linked):
    """A list that begins with a choice is sent on every line."""
    issue_form(district, OFFICER, linked, SEEKER)
    clerk, page = person("fang"), f"/desk/cases/{linked}/employment/{SEEKER}/forms/2026/1"
    empty = {
        f"offer-{n}-{key}": "yes" if key == "suitable" else ""
        for n in range(1, OFFERS)
        for key in ("kind", "on", "who", "what", "wage", "days", "suitable", "answer", "justified", "reason")
    }
    clerk.do(page, returning(district.today()) | empty)
    assert district.get_case(linked).jobs[SEEKER].forms[-1].offers == 1


def test_the_paper_is_kept_as_a_picture_once_it_came_back(person, district, linked):
    issue_form(district, OFFICER, linked, SEEKER)
    clerk, page = person("fang"), f"/desk/cases/{linked}/employment/{SEEKER}/forms/2026/1"
    base = f"/desk/cases/{linked}/employment"
    assert "存照片、扫描" not in clerk.text(base)
    clerk.do(page, returning(district.today()))
    empty = clerk.send(f"{page}/scan", {})
    assert (empty.status_code, "选一张照片" in words(empty)) == (422, True)
    clerk.do(f"{page}/scan", {"photo": (io.BytesIO(picture("form")), "form.jpg")})
    assert "第 1 页 存照片、扫描" in clerk.text(base)
    scan = district.get_case(linked).jobs[SEEKER].forms[-1].scans[0]
    assert person("gao").get(f"{base}/scans/{scan}").mimetype == "image/jpeg"
    assert person("gao").get(f"{base}/scans/{'0' * 64}").status_code == 404


def test_a_wrong_entry_says_where_and_keeps_what_was_typed(person, district, linked):
    issue_form(district, OFFICER, linked, SEEKER)
    clerk, page = person("fang"), f"/desk/cases/{linked}/employment/{SEEKER}/forms/2026/1"
    wrong = returning(district.today(), outcome="", **{"offer-0-answer": "refused", "pay": "一千八"})
    answer = clerk.send(page, wrong)
    assert answer.status_code == 422
    for said in ("请选现在怎么样", "没有去的，写明理由"):
        assert said in words(answer)
    assert 'value="示例物业"' in answer.text
    answer = clerk.send(page, returning(district.today(), registered_on="2026-01-01"))
    assert (answer.status_code, "请照表再看一遍" in words(answer)) == (422, True)


def test_a_form_that_offered_nothing_says_why(person, district, linked):
    issue_form(district, OFFICER, linked, SEEKER)
    clerk, page = person("fang"), f"/desk/cases/{linked}/employment/{SEEKER}/forms/2026/1"
    nothing = {"on": district.today().isoformat(), "registered_on": district.today().isoformat()}
    assert clerk.send(page, nothing | {"outcome": "seeking"}).status_code == 422
    clerk.do(page, nothing | {"outcome": "seeking", "no_offer_reason": "这个月没有合适的岗位。"})
    assert "还在找" in clerk.text("/desk/employment?state=returned")


def test_refusals_lead_to_a_suggestion_and_no_further(person, district, linked):
    officer, base = person("gao"), f"/desk/cases/{linked}/employment"
    offered = {
        "on": district.today().isoformat(),
        "measure": "market",
        "answer": "refused",
        "justified": "no",
        "words": "示例物业，保洁",
        "reason": "路太远。",
    }
    answer = officer.send(f"{base}/{SEEKER}/offer", offered | {"reason": ""})
    assert (answer.status_code, "请写明理由" in words(answer)) == (422, True)
    assert "示例物业，保洁" in answer.text
    for _ in range(3):
        officer.do(f"{base}/{SEEKER}/offer", offered)
    shown = officer.text(base)
    assert "没有正当理由连续拒绝 3 次" in shown
    assert "系统不会自己改" in shown
    assert "本人的话：“路太远。”" in shown
    assert "本人的话：“路太远。”" in officer.text(f"{base}/{SEEKER}/review")
    paid = district.get_case(linked).receipt
    officer.do(f"{base}/{SEEKER}/review", {"reason": "本人说家里走不开。"})
    assert district.get_case(linked).receipt == paid
    assert "建议过复核" in officer.text(base)
    clerk, reviews = person("fang"), f"/desk/cases/{linked}/reviews"
    clerk.do(f"{reviews}/new", {"occasion": "work"})
    for page in (reviews, f"{reviews}/record"):
        for said in (
            "陈示兰没有正当理由的拒绝",
            "本人的话：“路太远。”",
            "街道建议复核时写的：“本人说家里走不开。”",
        ):
            assert said in clerk.text(page), (page, said)


def test_a_gradual_exit_is_worked_out_before_it_is_begun(person, district, linked):
    officer, page = person("gao"), f"/desk/cases/{linked}/employment/{SEEKER}/exit"
    day = district.today().isoformat()
    shown = officer.text(f"{page}?started_on={day}&wage=1500&cost=&months=3")
    assert "第 3 个月（共 3 个月）" in shown
    assert "期满以后" in shown
    too_long = officer.get(f"{page}?started_on={day}&wage=1500&months=9")
    assert (too_long.status_code, "1 和 6 个月之间" in words(too_long)) == (422, True)
    given = {"started_on": day, "wage": "1500", "cost": "", "months": "3"}
    officer.do(page, given, page=f"{page}?started_on={day}&wage=1500&months=3")
    assert "就业渐退：2026年4月到2026年6月" in officer.text(f"/desk/cases/{linked}/employment")


def test_an_offer_waits_for_its_answer_and_a_training_for_its_end(person, district, linked):
    officer, base = person("gao"), f"/desk/cases/{linked}/employment"
    day = district.today().isoformat()
    officer.do(
        f"{base}/{SEEKER}/offer", {"on": day, "measure": "home", "answer": "waiting", "words": "糊盒子"}
    )
    assert "还没定" in officer.text(base)
    page = f"{base}/{SEEKER}/offers/{district.get_case(linked).jobs[SEEKER].offers[0].id}/answer"
    assert "糊盒子" in officer.text(page)
    wrong = officer.send(page, {"answer": "refused", "justified": "no", "reason": ""})
    assert (wrong.status_code, 'href="#reason"' in wrong.text) == (422, True)
    officer.do(page, {"answer": "refused", "justified": "no", "reason": "手有伤。"})
    assert "没有去，没有正当理由 改 糊盒子 本人的话：“手有伤。”" in officer.text(base)
    assert officer.get(f"{base}/{SEEKER}/offers/999-0/answer").status_code == 404
    given = {"on": day, "days": "12", "finished": "going", "words": "家政"}
    assert officer.send(f"{base}/{SEEKER}/training", given | {"finished": ""}).status_code == 422
    officer.do(f"{base}/{SEEKER}/training", given)
    assert "还在学 学完了，登记" in officer.text(base)
    n = district.get_case(linked).jobs[SEEKER].trainings[0].n
    assert "家政" in officer.text(f"{base}/{SEEKER}/trainings/{n}")
    officer.do(f"{base}/{SEEKER}/trainings/{n}", given | {"finished": "yes"})
    assert "12 天 学完了 改" in officer.text(base)


def test_a_gradual_exit_ends_early_from_the_page(person, district, linked):
    officer, base = person("gao"), f"/desk/cases/{linked}/employment"
    exit_page, day = f"{base}/{SEEKER}/exit", district.today().isoformat()
    given = {"started_on": day, "wage": "1500", "cost": "", "months": "3"}
    officer.do(exit_page, given, page=f"{exit_page}?started_on={day}&wage=1500&months=3")
    assert "提前结束" in officer.text(base)
    assert "算就业渐退" not in officer.get(base).text.split(SEEKER)[-1]
    wrong = officer.send(f"{exit_page}/end", {"status": "", "reason": "单位关门了。"})
    assert (wrong.status_code, "单位关门了。" in wrong.text) == (422, True)
    officer.do(f"{exit_page}/end", {"status": "seeking", "reason": "单位关门了。"})
    assert "能劳动、没有工作" in officer.text(base)


def test_the_lists_are_the_same_figures_as_files(person, district, linked):
    issue_form(district, OFFICER, linked, SEEKER)
    officer = person("gao")
    lines = rows_of(officer.get("/desk/employment.csv"))
    assert lines[1][:5] == [linked, "陈示兰", "槐安社区", "能劳动、没有工作", "发了，等交回"]
    lines = rows_of(officer.get("/desk/employment/overview.csv"))
    assert [line[:5] for line in lines[1:]] == [
        ["松林街道", "槐安社区", "1", "1", "0"],
        ["松林街道", "", "1", "1", "0"],
        ["", "", "1", "1", "0"],
    ]
    assert "合计" in officer.text("/desk/employment/overview")


def test_another_streets_members_and_unknown_ones_are_refused(person, district, linked):
    officer = person("gao")
    answer = officer.get(f"/desk/cases/{linked}/employment/m9/status")
    assert (answer.status_code, "这户没有这个人" in words(answer)) == (404, True)
    assert officer.get("/desk/employment?period=2026-9").status_code == 404
    assert officer.get("/desk/employment?period=nonsense").status_code == 200


def test_who_does_not_record_sees_no_button_and_is_refused(person, district):
    number = issued_case(district).number
    reviewer = person("xie")
    page = reviewer.get(f"/desk/cases/{number}/employment")
    assert page.status_code == 200
    assert "登记</a>" not in page.text
    assert reviewer.get(f"/desk/cases/{number}/employment/{SEEKER}/offer").status_code == 403


def test_the_pages_are_whole_in_english(person, district, linked):
    issue_form(district, OFFICER, linked, SEEKER)
    clerk = person("fang", lang="en")
    clerk.do(f"/desk/cases/{linked}/employment/{SEEKER}/forms/2026/1", returning(district.today()))
    assert "first half of 2026: able to work, without it" in clerk.text("/desk/employment")
    assert "employed" in clerk.text(f"/desk/cases/{linked}/employment")
    assert "List of people" in clerk.text("/desk/employment")
    assert "Frame" not in clerk.text("/desk/employment")


def rows_of(answer) -> list[list[str]]:
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
