"""The reconsideration register at the desk, from the application to what followed (S7-DUTY-D5)."""

from __future__ import annotations

import pytest

from tests.server.services.story import approved_case
from tests.server.web.browsing import words


@pytest.mark.parametrize(("lang", "said"), [("zh", "等落实"), ("en", "To be carried out")])
def test_a_decision_complained_of_is_followed_to_its_end(person, district, lang, said):
    case, today = approved_case(district), district.today().isoformat()
    reviewer = person("xie", lang=lang)
    new = f"/desk/reconsiderations/new?case={case.number}"
    act = next(str(act.n) for act in case.acts if act.kind == "approved")
    fields = {"case": case.number, "act": act, "applied_on": today, "reply_due": today}
    fields |= {"decision_due": today, "words": "认为金额算少了。"}
    wrong = reviewer.send("/desk/reconsiderations/new", fields | {"reply_due": "x"}, new)
    assert (wrong.status_code, fields["words"] in words(wrong)) == (422, True)
    page = reviewer.do("/desk/reconsiderations/new", fields, new)
    reviewer.do(f"{page}/papers", {"paper": "书面答复", "reply": "yes"}, page)
    decided = {"outcome": "again", "decided_on": today, "decision": "重新计算。"}
    reviewer.do(f"{page}/decision", decided, page)
    assert said in reviewer.text(page)
    assert said in reviewer.text("/desk/reconsiderations")
    assert "attachment" in reviewer.get("/desk/reconsiderations.csv?state=all").headers["Content-Disposition"]
    reviewer.do(f"{page}/followed", {"followed": "开了复核。"}, page)
    assert case.number not in reviewer.text("/desk/reconsiderations")
    assert case.number in reviewer.text("/desk/reconsiderations?state=closed")


def test_a_case_without_a_decision_and_a_stranger_are_told_so(person, district):
    assert person("xie").get("/desk/reconsiderations/new?case=SL-2026-9999").status_code == 200
    assert person("xie").get("/desk/reconsiderations/nothing").status_code == 404
    assert person("fang").get("/desk/reconsiderations").status_code == 403


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_wrong_with_an_application_is_said_at_its_field(person, district, lang):
    case, today = approved_case(district), district.today().isoformat()
    reviewer, new = person("xie", lang=lang), f"/desk/reconsiderations/new?case={case.number}"
    act = next(str(act.n) for act in case.acts if act.kind == "approved")
    fields = {"case": case.number, "act": act, "applied_on": today, "reply_due": today}
    fields |= {"decision_due": today, "words": "认为金额算少了。"}
    for name, value in (
        ("act", ""),
        ("applied_on", "2199-01-01"),
        ("reply_due", "1999-01-01"),
        ("words", ""),
    ):
        refused = reviewer.send("/desk/reconsiderations/new", fields | {name: value}, new)
        assert refused.status_code == 422
        assert f'id="{name}-why"' in refused.text
    page = reviewer.do("/desk/reconsiderations/new", fields, new)
    again = reviewer.send("/desk/reconsiderations/new", fields, new)
    assert page.rpartition("/")[2] in words(again)
    assert 'id="paper-why"' in reviewer.send(f"{page}/papers", {"paper": ""}, page).text
    none = {"outcome": "", "decided_on": today, "decision": "维持"}
    assert 'id="outcome-why"' in reviewer.send(f"{page}/decision", none, page).text
    silent = none | {"outcome": "upheld", "decision": " "}
    assert 'id="decision-why"' in reviewer.send(f"{page}/decision", silent, page).text
