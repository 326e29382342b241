"""Draws: once a quarter, sealed before they are revealed, the same for everybody who repeats them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from server.domain.draw import AUDIT, DISTRICT_WIDE, NOTICE, DrawId, format_published
from server.domain.policy import Policy
from server.domain.quarter import Quarter, quarter_of
from server.errors import Refusal
from server.records.draw_rows import draws_of
from server.services.burdens import list_burdens, record_burden
from server.services.district import District
from server.services.draws import (
    commit_draw,
    count_draws,
    due_draws,
    freeze_frame,
    get_draw,
    reveal_draw,
    verify_draw,
    verify_quarter,
    view_draw,
)
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, OFFICER, REVIEWER, STREET_ID
from tests.server.services.receiving import more_communities, next_day, receiving_case
from tests.server.services.story import move


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def of_the_quarter(district: District, scope: str = DISTRICT_WIDE, kind: str = AUDIT) -> DrawId:
    return DrawId(scope, quarter_of(district.today()), kind)


def test_a_draw_is_sealed_then_revealed_and_verifies(district: District) -> None:
    more_communities(district, 6)
    draw_id = of_the_quarter(district)
    sealed = commit_draw(district, REVIEWER, draw_id)
    assert (sealed.frame.count, len(sealed.frame.rows), sealed.chosen) == (2, 7, ())  # 15 % of 7 is 1.05
    next_day(district)
    drawn = reveal_draw(district, REVIEWER, draw_id)
    assert len(set(drawn.chosen)) == 2
    assert verify_draw(district, drawn) == []
    assert verify_quarter(district, draw_id.quarter) == [(drawn, [])]
    assert verify(district).problems == []
    assert get_draw(district, draw_id) == drawn


def test_a_street_draws_half_of_its_own_communities(district: District) -> None:
    more_communities(district, 4)
    for kind in (AUDIT, NOTICE):
        assert commit_draw(district, OFFICER, of_the_quarter(district, STREET_ID, kind)).frame.count == 3


def test_the_seed_is_nowhere_in_the_casebook_before_it_is_revealed(district: District) -> None:
    draw_id = of_the_quarter(district)
    commit_draw(district, REVIEWER, draw_id)
    acts = str(district.casebook.read(draw_id.file))
    published = json.dumps(format_published(get_draw(district, draw_id)))
    next_day(district)
    seed = reveal_draw(district, REVIEWER, draw_id).seed
    assert seed not in acts + published


def test_who_redraws_until_it_is_friendly_is_refused(district: District) -> None:
    draw_id = of_the_quarter(district)
    commit_draw(district, REVIEWER, draw_id)
    assert refused(lambda: commit_draw(district, REVIEWER, draw_id)) == "draw.committed_already"
    next_day(district)
    drawn = reveal_draw(district, REVIEWER, draw_id)
    assert refused(lambda: commit_draw(district, REVIEWER, draw_id)) == "draw.committed_already"
    assert refused(lambda: reveal_draw(district, REVIEWER, draw_id)) == "draw.revealed_already"
    assert get_draw(district, draw_id).chosen == drawn.chosen


def test_a_seed_is_not_revealed_on_the_day_it_is_sealed(district: District) -> None:
    draw_id = of_the_quarter(district)
    commit_draw(district, REVIEWER, draw_id)
    assert refused(lambda: reveal_draw(district, REVIEWER, draw_id)) == "draw.too_early"
    move(district, days=1)  # a day later, but no head is published
    assert refused(lambda: reveal_draw(district, REVIEWER, draw_id)) == "draw.too_early"


def test_a_head_other_than_that_of_the_day_is_found(district: District) -> None:
    draw_id = of_the_quarter(district)
    commit_draw(district, REVIEWER, draw_id)
    next_day(district)
    drawn = reveal_draw(district, REVIEWER, draw_id)
    assert verify_draw(district, replace(drawn, head="0" * 64)) in (["head"], ["result", "head"])


def test_weights_follow_households_and_what_is_said_of_a_community(district: District) -> None:
    more_communities(district, 1)
    receiving_case(district)
    since = date(2026, 1, 5)
    record_burden(
        district, OFFICER, "c-01", weak=True, difficult=True, since=since, source="街道核编〔2026〕3号"
    )
    rows = {row.community: row for row in freeze_frame(district, of_the_quarter(district)).rows}
    assert (rows[COMMUNITY_ID].households, rows[COMMUNITY_ID].weight) == (1, 2)
    assert (rows["c-01"].households, rows["c-01"].weight) == (0, 4)
    said = {view.community.id: view.source for view in list_burdens(district, REVIEWER)}
    assert said == {COMMUNITY_ID: "", "c-01": "街道核编〔2026〕3号"}


def test_what_is_said_of_a_community_has_a_source_and_a_day(district: District) -> None:
    def say(since: date, source: str, community: str = COMMUNITY_ID) -> None:
        record_burden(district, OFFICER, community, weak=True, difficult=False, since=since, source=source)

    assert refused(lambda: say(date(2026, 1, 5), " ")) == "burden.source"
    assert refused(lambda: say(date(2030, 1, 5), "文件")) == "burden.day"
    assert refused(lambda: say(date(2026, 1, 5), "文件", "nowhere")) == "burden.community"


def test_a_frame_frozen_does_not_follow_the_record(district: District) -> None:
    draw_id = of_the_quarter(district)
    sealed = commit_draw(district, REVIEWER, draw_id)
    more_communities(district, 3)
    next_day(district)
    assert reveal_draw(district, REVIEWER, draw_id).frame == sealed.frame


def test_a_pack_that_asks_for_none_draws_none(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = district.policy
    none = replace(policy, spot=replace(policy.spot, district_audit=(0, 1)))
    _under(district, monkeypatch, none)
    assert refused(lambda: commit_draw(district, REVIEWER, of_the_quarter(district))) == "draw.not_asked"
    assert [due.id.kind for due in due_draws(district, REVIEWER)] == [NOTICE]


def test_a_share_above_one_is_refused(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = district.policy
    _under(district, monkeypatch, replace(policy, spot=replace(policy.spot, district_audit=(3, 2))))
    assert refused(lambda: commit_draw(district, REVIEWER, of_the_quarter(district))) == "draw.share"


def test_nobody_draws_from_nothing_nor_for_others(district: District) -> None:
    assert refused(lambda: commit_draw(district, CLERK, of_the_quarter(district))) == "person.may_not"
    assert refused(lambda: commit_draw(district, OFFICER, of_the_quarter(district))) == "person.other_area"
    elsewhere = replace(OFFICER, street="nowhere")
    assert (
        refused(lambda: commit_draw(district, elsewhere, of_the_quarter(district, "nowhere"))) == "draw.empty"
    )
    past = DrawId(DISTRICT_WIDE, Quarter(2025, 4), AUDIT)
    assert refused(lambda: commit_draw(district, REVIEWER, past)) == "draw.wrong_quarter"


def test_what_waits_is_counted_until_every_drawn_community_is_seen(district: District) -> None:
    assert count_draws(district, REVIEWER) == 2  # an audit and an inspection to draw
    draw_id = of_the_quarter(district)
    commit_draw(district, REVIEWER, draw_id)
    assert count_draws(district, REVIEWER) == 2
    next_day(district)
    assert view_draw(district, draw_id).may_reveal
    reveal_draw(district, REVIEWER, draw_id)
    assert count_draws(district, REVIEWER) == 2
    row = draws_of(district.index, [DISTRICT_WIDE])[0]
    assert (row.count, row.covered, row.due_on) == (1, 0, "2026-03-31")
    assert count_draws(district, CLERK) == 0


def test_a_draw_nobody_finished_is_overdue(district: District) -> None:
    draw_id = of_the_quarter(district)
    commit_draw(district, REVIEWER, draw_id)
    assert not view_draw(district, draw_id).overdue
    move(district, days=30)
    assert view_draw(district, draw_id).overdue


def _under(district: District, monkeypatch: pytest.MonkeyPatch, policy: Policy) -> None:
    """The district under another pack of the same key."""
    monkeypatch.setitem(district.policies, policy.key, policy)
