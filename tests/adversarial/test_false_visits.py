"""Attacks on the record, each named: a visit that did not happen as it says never gets in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from joserfc.jwk import ECKey

from server.domain.case import Case
from server.domain.credential import Standing
from server.domain.stage import Stage
from server.records.entries import Device, SetAside
from server.services.badges import sign_badge
from server.services.credentials import get_assessor, issue_credential, set_standing
from server.services.device_orders import remove_device
from server.services.devices import enrol_device, open_enrolment
from server.services.district import District
from server.services.visits import read_visit
from tests.factories import (
    OFFICER,
    REVIEWER,
    Clock,
    PaperTablet,
    accepted_case,
    assigned_case,
    certificate,
    default_photos,
    enrolled_tablet,
    picture,
    reconcile,
)

Change = Callable[[PaperTablet, dict[str, Any]], dict[str, Any]]


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def send(tablet: PaperTablet, visit: dict[str, Any], **changes: Any) -> str:
    return tablet.push(tablet.seal(visit) | changes)


def reasons(district: District) -> list[str]:
    """Reconciles and returns the codes of the one upload that was set aside."""
    done = reconcile(district)
    assert (done.accepted, done.set_aside, done.failed) == (0, 1, [])
    (entry,) = district.office.every(SetAside)
    return [reason["code"] for reason in entry.reasons]


def test_a_forged_badge_is_refused(district: District, tablet: PaperTablet, case: Case) -> None:
    forger = ECKey.generate_key("P-256", private=True)
    forged = sign_badge(forger, get_assessor(district, "a-0218"), "示例区低保中心")
    team = [tablet.member("a-0217"), tablet.member("a-0218", badge=forged), tablet.member("a-0219")]
    send(tablet, tablet.fill_in(case, team=team))
    assert reasons(district) == ["visit.bad_badge"]


def test_a_badge_with_another_name_under_its_signature_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    header, _, signature = get_assessor(district, "a-0218").badge.split(".")
    payload = get_assessor(district, "a-0219").badge.split(".")[1]
    swapped = ".".join((header, payload, signature))
    team = [tablet.member("a-0217"), tablet.member("a-0218"), tablet.member("a-0219", badge=swapped)]
    send(tablet, tablet.fill_in(case, team=team))
    assert reasons(district) == ["visit.bad_badge"]


def test_a_colleagues_badge_shown_for_somebody_else_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    borrowed = get_assessor(district, "a-0218").badge
    team = [tablet.member("a-0217"), tablet.member("a-0218"), tablet.member("a-0219", badge=borrowed)]
    send(tablet, tablet.fill_in(case, team=team))
    assert reasons(district) == ["visit.bad_badge"]


def test_two_badges_and_the_own_name_twice_do_not_make_three(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """A colleague noted as “this tablet” needs no scan: only the tablet's own assessor may be."""
    team = [tablet.member("a-0217"), tablet.member("a-0218"), tablet.member("a-0219", badge=None)]
    team[2]["how"] = "this_tablet"
    send(tablet, tablet.fill_in(case, team=team))
    assert reasons(district) == ["visit.bad_badge"]


def test_one_assessor_counted_twice_is_refused(district: District, tablet: PaperTablet, case: Case) -> None:
    team = [tablet.member("a-0217"), tablet.member("a-0218"), tablet.member("a-0218")]
    send(tablet, tablet.fill_in(case, team=team))
    assert "visit.assessor_counted_twice" in reasons(district)


def test_two_assessors_are_too_few(district: District, tablet: PaperTablet, case: Case) -> None:
    send(tablet, tablet.fill_in(case, team=[tablet.member("a-0217"), tablet.member("a-0218")]))
    assert reasons(district) == ["visit.too_few_assessors"]


def test_nobody_at_all_is_too_few(district: District, tablet: PaperTablet, case: Case) -> None:
    send(tablet, tablet.fill_in(case, team=[]))
    assert "visit.too_few_assessors" in reasons(district)


def test_a_certified_assessor_who_was_not_sent_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    team = [tablet.member(assessor) for assessor in ("a-0217", "a-0218", "a-0220")]
    send(tablet, tablet.fill_in(case, team=team))
    assert "visit.not_assigned" in reasons(district)


def test_a_badge_revoked_between_visit_and_receipt_sets_the_visit_aside(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    send(tablet, tablet.fill_in(case))
    set_standing(district, REVIEWER, "a-0219", Standing.REVOKED, "伪造记录")
    assert reasons(district) == ["visit.bad_badge"]


def test_the_leads_own_credential_counts_as_well(district: District, tablet: PaperTablet, case: Case) -> None:
    send(tablet, tablet.fill_in(case))
    set_standing(district, REVIEWER, "a-0217", Standing.SUSPENDED, "调查中")
    assert reasons(district) == ["visit.bad_badge"]


def test_a_credential_that_expired_before_the_visit_is_refused(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    short = certificate("沈例和", "a-0219", valid_until=date(2026, 3, 2))
    issue_credential(district, REVIEWER, "a-0219", short)
    clock.move(days=1)
    send(tablet, tablet.fill_in(case))
    assert reasons(district) == ["visit.bad_badge"]


def test_a_photo_swapped_after_the_seal_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    door, room = default_photos()
    tablet.push_photo(room)
    tablet.push_photo(picture("another door"), digest=hashlib.sha256(door).hexdigest())
    body = tablet.seal(visit)
    tablet.push_document(f"visit:{case.number}:1:{tablet.id}", body)
    assert "visit.photo_swapped" in reasons(district)


def test_a_photo_answered_and_left_out_of_the_list_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """What the list does not name nobody waits for: an answer could point at a photo that never was."""
    visit = tablet.fill_in(case)
    send(tablet, visit | {"photos": visit["photos"][:1]})
    assert reasons(district) == ["visit.photo_unnamed"]


def test_a_photo_without_a_time_cannot_switch_the_checks_off(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    photos = [visit["photos"][0] | {"taken_at": "yesterday"}, *visit["photos"][1:]]
    send(tablet, visit | {"photos": photos})
    assert reasons(district) == ["visit.malformed"]


def test_an_answer_changed_after_the_seal_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    body = tablet.seal(visit)
    body["visit"]["signatures"][0]["name"] = "别人"
    tablet.push(body)
    assert reasons(district) == ["visit.bad_seal"]


def test_a_seal_by_an_unknown_device_is_refused(district: District, case: Case) -> None:
    stranger, known = PaperTablet(district), enrolled_tablet(district)
    body = stranger.seal(stranger.fill_in(case))
    known.push(body)
    assert reasons(district) == ["visit.unknown_device"]


def test_a_seal_by_another_key_under_this_devices_name_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    tablet.push(tablet.seal(visit, key=ECKey.generate_key("P-256", private=True)))
    assert reasons(district) == ["visit.bad_seal"]


def test_a_seal_without_an_algorithm_is_refused(district: District, tablet: PaperTablet, case: Case) -> None:
    visit = tablet.fill_in(case)
    none = "eyJhbGciOiJub25lIn0.."
    send(tablet, visit, seal=none)
    assert reasons(district) == ["visit.bad_seal"]


def test_a_seal_by_a_removed_device_is_refused_and_kept(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    send(tablet, tablet.fill_in(case))
    remove_device(district, OFFICER, tablet.id)
    assert reasons(district) == ["visit.device_removed"]


def test_a_seal_with_a_key_that_was_replaced_before_is_refused(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    """Whoever finds a forgotten PIN later must not seal with the key it opened."""
    again = replaced_by(tablet)
    clock.move(minutes=1)
    again.push(tablet.seal(tablet.fill_in(case)))
    assert reasons(district) == ["visit.device_removed"]


def test_a_seal_from_before_the_key_was_replaced_is_received(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    body = tablet.seal(tablet.fill_in(case))
    clock.move(minutes=1)
    replaced_by(tablet).push(body)
    assert reconcile(district).accepted == 1


def test_a_seal_stays_good_after_its_device_was_removed(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    """What the reviewer sees is judged as of its time (design §4)."""
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    clock.move(days=1)
    remove_device(district, OFFICER, tablet.id)
    assert read_visit(district, REVIEWER, case.number).refusals == ()


def test_a_device_made_active_again_in_the_office_alone_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """Somebody with access to the office database, but not to the casebook."""
    remove_device(district, OFFICER, tablet.id)
    district.office.change(Device, tablet.id, lambda entry: replace(entry, state="active"))
    send(tablet, tablet.fill_in(case))
    assert reasons(district) == ["visit.device_removed"]


def replaced_by(tablet: PaperTablet) -> PaperTablet:
    """The same tablet enrolled again after its PIN was forgotten."""
    again = PaperTablet(tablet.district, tablet.assessor)
    opened = open_enrolment(tablet.district, OFFICER, tablet.assessor)
    enrol_device(tablet.district, opened.code, again.jwk, again.ecdh, "paper", tablet.id)
    return again


def test_a_visit_in_a_colleagues_outbox_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    other = enrolled_tablet(district, "a-0218")
    other.push(tablet.seal(visit))
    assert "visit.other_device" in reasons(district)


def test_a_colleague_who_is_not_the_lead_cannot_seal(district: District, case: Case) -> None:
    other = enrolled_tablet(district, "a-0218")
    send(other, other.fill_in(case))
    assert "visit.not_lead" in reasons(district)


def test_a_second_seal_of_the_same_visit_adds_nothing_to_it(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    before = district.get_case(case.number).visit
    tablet.push_document(f"visit:{case.number}:1:{tablet.id}", tablet.seal(visit))
    assert reconcile(district).merged == 1
    after = district.get_case(case.number)
    assert (after.visit, after.undecided) == (before, ())
    assert [(each.how, each.taken) for each in after.contributions] == [("second_tablet", 0)]


def test_a_visit_replayed_for_another_household_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    other = assigned_case(district)
    body = tablet.seal(tablet.fill_in(case))
    for content in default_photos():
        tablet.push_photo(content)
    tablet.push_document(f"visit:{other.number}:1:{tablet.id}", body)
    assert reasons(district) == ["visit.malformed"]
    assert district.get_case(other.number).stage is Stage.ASSIGNED


def test_a_visit_of_a_case_that_was_never_assigned_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    waiting = accepted_case(district)
    visit = tablet.fill_in(case) | {"case": waiting.number}
    send(tablet, visit)
    assert "visit.not_their_case" in reasons(district)


def test_a_visit_of_a_case_that_does_not_exist_is_set_aside(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    send(tablet, tablet.fill_in(case) | {"case": "SL-2026-9999"})
    assert "visit.not_their_case" in reasons(district)


def test_a_badge_photographed_in_another_district_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    elsewhere = ECKey.generate_key("P-256", private=True)
    badge = sign_badge(elsewhere, get_assessor(district, "a-0219"), "邻区低保中心")
    team = [tablet.member("a-0217"), tablet.member("a-0218"), tablet.member("a-0219", badge=badge)]
    send(tablet, tablet.fill_in(case, team=team))
    assert reasons(district) == ["visit.bad_badge"]
