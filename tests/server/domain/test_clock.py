"""The clocks of a case: they begin and end with acts, count as the pack says, and walk through a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act
from server.domain.case import Case, fold_case
from server.domain.clock import CLOCK_WORDS, WHY_WORDS, Clock, clocks, open_clocks
from server.domain.clock_spans import TIMED, count_days
from server.domain.days import Calendar
from server.domain.policy import Policy
from server.domain.policy_reader import Clock as Timer
from tests.server.domain.packs import national, sifang
from tests.server.domain.test_case import STORY

# The first of May is a holiday until the fifth, the ninth (a Saturday) is worked instead.
HOLIDAYS = Calendar(
    {date(2026, 5, day): False for day in range(1, 6)} | {date(2026, 5, 9): True}, frozenset({2026})
)


def acts(*steps: tuple[str, dict[str, Any], str]) -> list[Act]:
    """Acts of one case, each at nine in the morning of its day in China."""
    return [
        Act(
            file="SL-2026-0001",
            n=n,
            kind=kind,
            at=datetime.fromisoformat(day).replace(hour=1, tzinfo=UTC),
            by="gao",
            role="street_officer",
            policy="sifang-seed@1",
            facts=facts,
            salt="",
            previous="",
            digest=f"{n:064d}",
        )
        for n, (kind, facts, day) in enumerate(steps, start=1)
    ]


APPLIED = {"declared": "d", "persons": 2, "street": "songlin", "community": "huaian"}
ACCEPTED = [
    ("applied", APPLIED, "2026-04-24"),
    ("forwarded", {}, "2026-04-27"),
    ("accepted", {}, "2026-04-28"),
]
AUDITED = {"passed": True, "auditor": "gao", "responsible": "he", "members": ["gao", "he"]}


def story(until: str, day: str = "2026-03-02", **facts: Any) -> list[tuple[str, dict[str, Any], str]]:
    """The plain way up to an act, everything on one day."""
    kinds = [kind for kind, _, _ in STORY]
    steps = [(kind, dict(given), day) for kind, given, _ in STORY[: kinds.index(until) + 1]]
    steps[-1] = (until, steps[-1][1] | facts, day)
    return steps


def find(case: Case, policy: Policy, kind: str, today: str, calendar: Calendar = HOLIDAYS) -> Clock | None:
    found = clocks(case, policy, calendar, date.fromisoformat(today))
    return next((clock for clock in found if clock.kind == kind), None)


def state(case: Case, kind: str, today: str) -> str:
    found = find(case, national(), kind, today)
    return found.state if found else ""


def test_the_seed_counts_only_what_its_text_counts() -> None:
    case = fold_case(acts(*ACCEPTED))
    assert clocks(case, sifang(), HOLIDAYS, date(2026, 4, 30)) == []


def test_working_days_leave_out_a_holiday_and_count_the_saturday_worked_instead() -> None:
    case = fold_case(acts(*ACCEPTED))
    survey = find(case, national(), "start_survey", "2026-04-30")
    assert survey is not None
    assert (survey.started_on, survey.due_on) == (date(2026, 4, 28), date(2026, 5, 6))  # 29, 30, 6
    total = find(case, national(), "total", "2026-04-30")
    assert total is not None
    assert total.due_on == HOLIDAYS.add_working_days(date(2026, 4, 28), 30)


def test_a_clock_runs_then_is_due_then_late_then_done() -> None:
    case = fold_case(acts(*ACCEPTED))
    states = [state(case, "start_survey", day) for day in ("2026-05-05", "2026-05-06", "2026-05-07")]
    assert states == ["running", "due", "late"]
    team = {"round": 1, "assessors": ["a"], "lead": "a", "form": "f", "due_on": "2026-05-15"}
    assigned = ("team_assigned", team | {"assigned_at": "2026-05-08T01:00:00Z"}, "2026-05-08")
    done = find(fold_case(acts(*ACCEPTED, assigned)), national(), "start_survey", "2026-06-30")
    assert done is not None
    assert (done.state, done.done_on, done.was_late) == ("done", date(2026, 5, 8), True)


def test_a_deadline_in_an_unpublished_year_is_provisional_until_the_year_is_known() -> None:
    case = fold_case(acts(("applied", APPLIED, "2026-12-28"), ("accepted", {}, "2026-12-30")))
    first = find(case, national(), "start_survey", "2026-12-31")
    assert first is not None
    assert (first.provisional, first.due_on) == (True, date(2027, 1, 4))
    known = Calendar({date(2027, 1, 1): False}, frozenset({2026, 2027}))
    second = find(case, national(), "start_survey", "2026-12-31", known)
    assert second is not None
    assert (second.provisional, second.due_on) == (False, date(2027, 1, 5))


def test_acceptance_stands_still_while_the_applicant_fetches_papers() -> None:
    policy = _with_timer("acceptance", Timer(5, "working"))
    asked = ("materials_asked", {"missing": ["income"], "due_on": "2026-05-20"}, "2026-04-29")
    case = fold_case(acts(*ACCEPTED[:2], asked))
    stopped = find(case, policy, "acceptance", "2026-06-01")
    assert stopped is not None
    assert (stopped.state, stopped.why) == ("stopped", "materials")
    waited = find(case, policy, "materials", "2026-06-01")
    assert waited is not None
    assert waited.state == "late"
    brought = ("materials_brought", {"given": ["income"]}, "2026-05-18")
    again = find(fold_case(acts(*ACCEPTED[:2], asked, brought)), policy, "acceptance", "2026-05-19")
    assert again is not None
    assert (again.state, again.started_on) == ("running", date(2026, 5, 18))


def test_a_part_of_what_was_asked_for_starts_no_clock() -> None:
    policy = _with_timer("acceptance", Timer(5, "working"))
    asked = ("materials_asked", {"missing": ["income", "register"], "due_on": "2026-05-20"}, "2026-04-29")
    part = ("materials_brought", {"given": ["income"]}, "2026-05-18")
    case = fold_case(acts(*ACCEPTED[:2], asked, part))
    stopped = find(case, policy, "acceptance", "2026-06-01")
    waits = find(case, policy, "materials", "2026-06-01")
    assert stopped is not None
    assert waits is not None
    assert (stopped.state, waits.state) == ("stopped", "late")
    rest = ("materials_brought", {"given": ["register"]}, "2026-05-19")
    again = find(fold_case(acts(*ACCEPTED[:2], asked, part, rest)), policy, "acceptance", "2026-05-20")
    assert again is not None
    assert (again.state, again.started_on) == ("running", date(2026, 5, 19))
    mistaken = ("materials_brought", {"given": [], "mistaken": ["register"]}, "2026-05-20")
    back = find(
        fold_case(acts(*ACCEPTED[:2], asked, part, rest, mistaken)), policy, "materials", "2026-05-20"
    )
    assert back is not None
    assert back.state == "due"


def test_an_objection_stops_the_notice_and_asks_for_an_answer() -> None:
    steps = story("notice_posted", "2026-03-16")
    objected = {"objection": "Y1", "how": "phone", "named": True, "words": "w"}
    case = fold_case(acts(*steps, ("objection_filed", objected, "2026-03-18")))
    notice = find(case, sifang(), "notice", "2026-04-30")
    assert notice is not None
    assert (notice.state, notice.why) == ("stopped", "objection")
    answer = find(case, sifang(), "objection", "2026-03-26")
    assert answer is not None
    assert (answer.due_on, answer.state) == (date(2026, 3, 25), "late")
    answered = ("objection_answered", {"objection": "Y1", "words": "w"}, "2026-03-20")
    closed = find(
        fold_case(acts(*steps, ("objection_filed", objected, "2026-03-18"), answered)),
        sifang(),
        "objection",
        "2026-05-01",
    )
    assert closed is not None
    assert (closed.state, closed.was_late) == ("done", False)


def test_an_objection_gives_the_whole_procedure_more_days() -> None:
    steps = story("notice_posted", "2026-03-16")
    objected = {"objection": "Y1", "how": "phone", "named": False, "words": "w"}
    plain = find(fold_case(acts(*steps)), national(), "total", "2026-03-18")
    longer = find(
        fold_case(acts(*steps, ("objection_filed", objected, "2026-03-18"))),
        national(),
        "total",
        "2026-03-18",
    )
    assert plain is not None
    assert longer is not None
    assert plain.due_on < longer.due_on
    assert longer.why == "special"


def test_a_notice_that_ran_out_is_done_and_the_meeting_begins_to_count() -> None:
    case = fold_case(acts(*story("notice_posted", "2026-03-16")))
    assert find(case, national(), "meeting", "2026-03-18") is None
    notice, meeting = (find(case, national(), kind, "2026-03-20") for kind in ("notice", "meeting"))
    assert notice is not None
    assert meeting is not None
    assert (notice.state, meeting.started_on, meeting.due_on) == (
        "done",
        date(2026, 3, 19),
        date(2026, 3, 26),
    )


def test_originals_count_from_receipt_and_a_miss_is_only_late() -> None:
    steps = story("audited", "2026-03-24")
    called = {"called_on": "2026-03-24", "received_on": "", "due_on": "2026-03-27"}
    case = fold_case(acts(*steps, ("originals_called", called, "2026-03-24")))
    unread = find(case, sifang(), "originals", "2026-05-01")
    assert unread is not None
    assert (unread.state, unread.why) == ("stopped", "not_received")
    received = called | {"received_on": "2026-03-26", "due_on": "2026-03-30"}
    steps += [("originals_called", called, "2026-03-24"), ("originals_called", received, "2026-03-26")]
    late = find(fold_case(acts(*steps)), sifang(), "originals", "2026-03-31")
    assert late is not None
    assert (late.started_on, late.state) == (date(2026, 3, 26), "late")
    extended = ("originals_extended", {"due_on": "2026-04-03", "reason": "r"}, "2026-03-31")
    longer = find(fold_case(acts(*steps, extended)), sifang(), "originals", "2026-03-31")
    assert longer is not None
    assert (longer.state, longer.why) == ("running", "extended")
    missing = {"documents": {"identity": "missing"}, "how": "counter"}
    looked = ("originals_checked", missing, "2026-04-01")
    waits = find(fold_case(acts(*steps, extended, looked)), sifang(), "originals", "2026-04-02")
    assert waits is not None
    assert waits.is_open
    same = ("originals_checked", {"documents": {"identity": "same"}, "how": "home"}, "2026-04-02")
    seen = find(fold_case(acts(*steps, extended, looked, same)), sifang(), "originals", "2026-04-09")
    assert seen is not None
    assert (seen.state, seen.was_late) == ("done", False)


def test_an_audit_that_did_not_pass_starts_nothing_at_the_district() -> None:
    passed = fold_case(acts(*story("audited", "2026-03-24")))
    failed = fold_case(acts(*story("audited", "2026-03-24", passed=False)))
    assert find(passed, national(), "district", "2026-03-25") is not None
    assert find(failed, national(), "district", "2026-03-25") is None


def test_a_refusal_is_delivered_within_its_days() -> None:
    steps = story("examined", "2026-03-24")
    refused = ("refused", {"reason": "r"}, "2026-03-25")
    legs = [("passed_on", {"leg": leg}, f"2026-03-{day}") for leg, day in (("street", 26), ("community", 27))]
    open_ = find(fold_case(acts(*steps, refused, *legs)), national(), "refusal_letter", "2026-03-31")
    assert open_ is not None
    assert (open_.due_on, open_.state) == (date(2026, 3, 30), "late")
    family = ("passed_on", {"leg": "family"}, "2026-03-30")
    done = find(fold_case(acts(*steps, refused, *legs, family)), national(), "refusal_letter", "2026-04-09")
    assert done is not None
    assert (done.state, done.was_late) == ("done", False)


def test_relief_is_decided_within_hours_and_its_papers_follow() -> None:
    referred = ("hardship_referred", {"words": "w"}, "2026-04-28")
    case = fold_case(acts(*ACCEPTED, referred))
    relief = find(case, sifang(), "hardship", "2026-04-30")
    assert relief is not None
    assert (relief.due_on, relief.state) == (date(2026, 4, 29), "late")
    granted = ("hardship_decided", {"outcome": "granted", "amount_fen": 50000}, "2026-04-29")
    papers = find(fold_case(acts(*ACCEPTED, referred, granted)), sifang(), "hardship_papers", "2026-04-30")
    assert papers is not None
    assert papers.due_on == date(2026, 5, 9)  # 30 April, 6, 7, 8 and the Saturday that is worked


def test_a_withdrawn_case_has_no_open_clock() -> None:
    case = fold_case(acts(*ACCEPTED, ("withdrawn", {"reason": "r"}, "2026-04-29")))
    assert open_clocks(case, national(), HOLIDAYS) == []
    assert {clock.state for clock in clocks(case, national(), HOLIDAYS, date(2027, 1, 1))} == {"done"}


def test_a_year_walked_day_by_day_never_turns_a_clock_back() -> None:
    """Each state leads only to the next: running, due, late; nothing stopped or done by itself."""
    case = fold_case(acts(*story("audited", "2026-03-24")))
    order = {"running": 0, "due": 1, "late": 2}
    before: dict[str, int] = {}
    for number in range(366):
        today = date(2026, 3, 24) + timedelta(days=number)
        for clock in clocks(case, national(), HOLIDAYS, today):
            if clock.is_open:
                assert order[clock.state] >= before.get(clock.kind, 0)
                assert (clock.state == "late") == (today > clock.due_on)
                before[clock.kind] = order[clock.state]
    assert before["district"] == before["total"] == order["late"]


@given(
    st.dates(date(2026, 1, 1), date(2026, 11, 1)),
    st.integers(1, 60),
    st.sampled_from(["calendar", "working"]),
)
def test_no_period_ends_on_a_day_off_or_before_its_days_are_over(start: date, days: int, kind: Any) -> None:
    due_on = count_days(start, Timer(days, kind), HOLIDAYS)
    assert HOLIDAYS.is_working_day(due_on)
    assert due_on >= start + timedelta(days=days)


def test_every_clock_and_every_reason_has_words_in_both_languages() -> None:
    kinds = {timed.timer for timed in TIMED} | {"notice", "originals", "objection", "total", "meeting"}
    assert kinds <= set(CLOCK_WORDS)
    for zh, en in (*CLOCK_WORDS.values(), *(words for why, words in WHY_WORDS.items() if why)):
        assert zh
        assert en


def _with_timer(name: str, timer: Timer) -> Policy:
    policy = national()
    return replace(policy, timers=replace(policy.timers, **{name: timer}))
