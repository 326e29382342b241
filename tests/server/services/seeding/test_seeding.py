"""The synthetic district is a district like any other, and nobody in it exists."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from server.domain.days import SHANGHAI, parse_date
from server.domain.household import parse_household
from server.domain.identity import check_identity_number
from server.domain.quarter import quarter_of
from server.records.entries import Area, Assessor, Device, SetAside
from server.records.index import CaseFilter
from server.services.budgets import count_budgets, list_budgets
from server.services.campaign_views import list_campaigns
from server.services.credentials import standing_of
from server.services.district import District
from server.services.draws import list_draws
from server.services.goods import list_for
from server.services.list_overviews import list_standings
from server.services.payrolls import list_payrolls
from server.services.people import get_actor, sign_in
from server.services.reconciliation import build_reconciler
from server.services.recoveries import list_accounts as list_accounts_of
from server.services.seeding import is_seeded, list_accounts
from server.services.seeding.dice import Dice
from server.services.seeding.people import AREA_CODE, Families, Namer
from server.services.seeding.pictures import draw_photo
from server.services.seeding.places import COMMUNITIES, STREETS
from server.services.suggested_recoveries import list_suggested
from server.services.training import results_of
from server.services.verification import verify
from server.services.visits import read_visit
from tests.server.services.seeding.district import END, HOUSEHOLDS

MARKS = set("例示样试")


def test_everything_told_holds_when_it_is_verified(seeded: District) -> None:
    report = verify(seeded)
    assert report.ok, report.problems
    assert report.acts > 10 * HOUSEHOLDS


def test_the_district_has_its_streets_communities_and_assessors(seeded: District) -> None:
    areas = seeded.office.every(Area)
    assert sum(area.kind == "street" for area in areas) == len(STREETS) == 3
    assert sum(area.kind == "community" for area in areas) == len(COMMUNITIES) == 9
    assessors = seeded.office.every(Assessor)
    assert len(assessors) >= 30
    today = END.astimezone(SHANGHAI).date()
    standings = [standing_of(assessor, today) for assessor in assessors if assessor.status]
    assert set(standings) == {"valid", "suspended", "revoked", "expired"}


def test_everybody_certified_was_trained_and_passed_and_some_never_were(seeded: District) -> None:
    assessors = seeded.office.every(Assessor)
    results = {one.id: results_of(seeded, one.id).values() for one in assessors}
    certified = [one.id for one in assessors if one.status]
    assert all(any(result.passed for result in results[one]) for one in certified)
    others = [results[one.id] for one in assessors if not one.status]
    assert [[result.passed for result in found] for found in others] == [[True], [False], [], []]


def test_households_stand_at_many_stages_none_ahead_of_the_clock(seeded: District) -> None:
    counts = seeded.index.count_by_stage(CaseFilter())
    assert sum(counts.values()) >= HOUSEHOLDS - 3
    assert len([stage for stage, count in counts.items() if count]) >= 7
    rows = seeded.index.cases(CaseFilter())
    assert all(act.at <= END for row in rows for act in seeded.get_case(row.number).acts)


def test_nobody_of_the_district_exists(seeded: District) -> None:
    for row in seeded.index.cases(CaseFilter()):
        case = seeded.get_case(row.number)
        household = parse_household(seeded.evidence.get("declared", case.number, case.declared))
        for member in household.members:
            assert MARKS & set(member.name)
            if member.identity_number:
                assert check_identity_number(member.identity_number).startswith(AREA_CODE)
                assert member.identity_number[6:14] == f"{member.birth:%Y%m%d}"


def test_visits_carry_real_seals_and_photos_no_two_alike(seeded: District) -> None:
    reviewer = get_actor(seeded, "district")
    digests: list[str] = []
    approved = seeded.index.cases(CaseFilter(stages=["approved"]))
    assert approved
    for row in approved[:8]:
        view = read_visit(seeded, reviewer, row.number)
        assert (view.refusals, view.differences, view.damaged_photos) == ((), (), ())
        digests += [photo.digest for photo in view.visit.photos]
        first = view.visit.photos[0]
        content = seeded.evidence.get_photo(row.number, first.digest)
        assert hashlib.sha256(content).hexdigest() == first.digest
        assert Image.open(io.BytesIO(content)).size == (480, 360)
    assert len(digests) == len(set(digests))


def test_notices_run_and_a_meeting_is_called_for_today(seeded: District) -> None:
    today = END.astimezone(SHANGHAI).date().isoformat()
    assert seeded.index.notices(running_on=today)
    meetings = seeded.index.meetings()
    assert any(meeting.closed for meeting in meetings)
    assert [meeting.community for meeting in meetings if meeting.held_on == today and not meeting.closed] == [
        "huaian"
    ]


def test_what_follows_an_approval_is_there_as_well(seeded: District) -> None:
    head, officer = get_actor(seeded, "bureau"), get_actor(seeded, "songlin")
    rolls = list_payrolls(seeded, head).rows
    assert {"closed", "sent", "proposed"} <= {roll.state for roll in rolls}
    assert any(roll.returned_fen for roll in rolls)
    assert len({roll.month for roll in rolls}) >= 3
    budgets = list_budgets(seeded, head, END.year)
    assert {"enough", "tight", "short"} <= {view.standing.state for view in budgets}
    assert count_budgets(seeded, head) == 1
    assert [row.state for row in list_for(seeded, head)] == ["closed", "open"]
    assert [each.balance_fen > 0 for each in list_accounts_of(seeded, officer)] == [True]
    assert len(list_suggested(seeded, officer)) == 1
    assert [row.revealed for row in list_draws(seeded, head)] == [True]
    [(campaign, _)] = list_campaigns(seeded, head)
    assert (campaign.missing, campaign.closed_on > "") == (0, True)
    standings = list_standings(seeded, head, quarter_of(END.astimezone(SHANGHAI).date()))
    assert {standing.state for standing in standings} > {"hanging"}


def test_nothing_is_left_in_the_outboxes(seeded: District) -> None:
    done = build_reconciler(seeded).run_once()
    assert (done.moved, done.waiting, done.failed) == (0, 0, [])
    assert {device.state for device in seeded.office.every(Device)} == {"active"}


def test_some_uploads_were_set_aside_for_their_seal(seeded: District) -> None:
    entries = seeded.office.every(SetAside)
    assert entries
    assert all(entry.reasons[0]["code"] == "visit.bad_seal" for entry in entries)
    assert all(entry.photos for entry in entries)


def test_everybody_listed_can_sign_in_and_every_post_is_among_them(seeded: District) -> None:
    accounts = list_accounts()
    for account in accounts:
        actor = sign_in(seeded, account.user, account.password)
        assert actor.name == account.name
    roles = {role for account in accounts for role in account.roles}
    assert roles == {
        *("community_clerk", "street_officer", "committee_member", "assessor"),
        *("chair", "district_reviewer", "bureau_head", "administrator", "auditor"),
    }


def test_a_seeded_district_says_so(seeded: District) -> None:
    assert is_seeded(seeded)


@pytest.mark.parametrize("kind", ["door", "room", "paper"])
def test_pictures_are_small_and_fall_alike_for_the_same_dice(kind: str) -> None:
    picture = draw_photo(kind, Dice(5))
    assert picture == draw_photo(kind, Dice(5))
    assert picture != draw_photo(kind, Dice(6))
    assert len(picture) < 20_000


def test_the_same_dice_make_the_same_families() -> None:
    today = datetime(2026, 4, 15, tzinfo=UTC).date()
    first, second = (Families(Dice(3), today, Namer(Dice(4))) for _ in range(2))
    community = COMMUNITIES[0][1]
    for _ in range(50):
        household = first.household(community)
        assert household == second.household(community)
        assert all(
            parse_date(member["birth"]) < today - timedelta(days=300) for member in household["members"]
        )
