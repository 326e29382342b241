"""Badges that are not what they seem, each test named for the attack (S7-CRED-04…07, S7-AMB-13).

What a tablet can know offline it refuses offline (``tests/static/badge.test.mjs``, on the same vectors); the
server refuses all of them when the visit arrives.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from server.domain.case import Case
from server.domain.credential import Standing
from server.domain.days import format_instant
from server.records.entries import SetAside
from server.records.keys import public_jwk
from server.services.badges import sign_badge
from server.services.credentials import get_assessor, issue_credential, judge, set_standing
from server.services.district import District
from server.services.successions import rotate_key
from tests.factories import (
    ADMINISTRATOR,
    REVIEWER,
    Clock,
    PaperTablet,
    assigned_case,
    certificate,
    enrolled_tablet,
    reconcile,
)

DAY = date(2026, 3, 2)


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def badge(district: District, assessor: str = "a-0219") -> str:
    return get_assessor(district, assessor).badge


def _parts(district: District) -> tuple[str, str, str]:
    header, payload, signature = badge(district).split(".")
    return header, payload, signature


def _forged(district: District) -> str:
    return sign_badge(ECKey.generate_key("P-256"), get_assessor(district, "a-0219"), "示例区低保中心")


def _forged_under_the_districts_name(district: District) -> str:
    payload = jws.extract_compact(badge(district).encode()).payload
    header = {"alg": "ES256", "kid": district.keys.credential.thumbprint()[:16]}
    return jws.serialize_compact(header, payload, ECKey.generate_key("P-256"))


def _truncated(district: District) -> str:
    return badge(district)[:-8]


def _re_encoded(district: District) -> str:
    """The same bytes in a second spelling: a bit a decoder ignores is set."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = badge(district)
    return token[:-1] + letters[letters.index(token[-1]) + 1]


def _alg_none(district: District) -> str:
    return f"eyJhbGciOiJub25lIn0.{_parts(district)[1]}."


def _hs256_with_the_public_key(district: District) -> str:
    secret = OctKey.import_key(json.dumps(public_jwk(district.keys.credential)))
    header = {"alg": "HS256", "kid": district.keys.credential.thumbprint()[:16]}
    payload = jws.extract_compact(badge(district).encode()).payload
    return jws.serialize_compact(header, payload, secret, algorithms=["HS256"])


def _wrong_kid(district: District) -> str:
    """Signed by the district's log key, named as its credential key."""
    header = {"alg": "ES256", "kid": district.keys.credential.thumbprint()[:16]}
    payload = jws.extract_compact(badge(district).encode()).payload
    return jws.serialize_compact(header, payload, district.keys.log)


def _swapped_payload(district: District) -> str:
    header, _, signature = _parts(district)
    return f"{header}.{badge(district, 'a-0218').split('.')[1]}.{signature}"


def _photographed_in_another_district(district: District) -> str:
    return sign_badge(ECKey.generate_key("P-256"), get_assessor(district, "a-0219"), "邻区低保中心")


def _a_colleagues(district: District) -> str:
    return badge(district, "a-0218")


ATTACKS: dict[Callable[[District], str], Standing | None] = {
    _forged: Standing.UNKNOWN_ISSUER,
    _forged_under_the_districts_name: Standing.FORGED,
    _truncated: Standing.FORGED,
    _re_encoded: Standing.FORGED,
    _alg_none: Standing.FORGED,
    _hs256_with_the_public_key: Standing.FORGED,
    _wrong_kid: Standing.FORGED,
    _swapped_payload: Standing.FORGED,
    _photographed_in_another_district: Standing.UNKNOWN_ISSUER,
    _a_colleagues: Standing.VALID,  # the badge is good: it is shown for somebody else
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__.strip("_"))
def test_a_visit_with_a_false_badge_is_set_aside(
    district: District, tablet: PaperTablet, case: Case, attack: Callable[[District], str]
) -> None:
    false = attack(district)
    assert judge(district, false, DAY).verdict.standing is ATTACKS[attack]
    team = [tablet.member("a-0217"), tablet.member("a-0218"), tablet.member("a-0219", badge=false)]
    assert set_aside(district, tablet, tablet.fill_in(case, team=team)) == ["visit.bad_badge"]


def test_two_assessors_with_one_badge_are_one(district: District, tablet: PaperTablet, case: Case) -> None:
    """The second shows the first's badge and is noted under the first's name: counted once."""
    team = [tablet.member("a-0217"), tablet.member("a-0218"), tablet.member("a-0218")]
    assert "visit.assessor_counted_twice" in set_aside(district, tablet, tablet.fill_in(case, team=team))


def test_the_clock_set_back_before_a_revocation_gains_nothing(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    """Whatever the tablet's clock said, the visit arrived after the revocation."""
    visit = tablet.fill_in(case)
    clock.move(days=3)
    set_standing(district, REVIEWER, "a-0219", Standing.REVOKED, "伪造记录")
    assert set_aside(district, tablet, visit) == ["visit.bad_badge"]


def test_the_clock_set_back_into_a_badge_that_has_ended_gains_nothing(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    """A roster from when the badge was good does not prove that the visit was made then."""
    short = certificate("沈例和", "a-0219", valid_until=date(2026, 3, 4))
    issue_credential(district, REVIEWER, "a-0219", short)
    visit = tablet.fill_in(case)
    clock.move(days=5)
    assert set_aside(district, tablet, visit) == ["visit.bad_badge"]


def test_a_badge_that_expired_between_visit_and_receipt_is_for_a_person_to_judge(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    short = certificate("沈例和", "a-0219", valid_until=date(2026, 3, 3))
    issue_credential(district, REVIEWER, "a-0219", short)
    sealed = tablet.seal(tablet.fill_in(case))
    clock.move(days=2)
    tablet.push(sealed)
    assert reconcile(district).set_aside == 1


def test_a_suspension_lifted_before_the_receipt_is_not_forgotten(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    visit = tablet.fill_in(case)
    clock.move(hours=1)
    set_standing(district, REVIEWER, "a-0219", Standing.SUSPENDED, "调查中")
    clock.move(days=1)
    set_standing(district, REVIEWER, "a-0219", Standing.VALID, "查清了")
    assert set_aside(district, tablet, visit) == ["visit.bad_badge"]


def test_a_roster_date_that_is_none_is_not_taken_for_an_open_interval(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case, roster_issued_at="the day before yesterday")
    assert set_aside(district, tablet, visit) == ["visit.bad_badge"]


def test_a_stolen_key_stops_counting_once_it_is_declared_compromised(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    stolen = district.keys.credential
    rotate_key(district, ADMINISTRATOR, compromised=True)
    backdated = sign_badge(stolen, get_assessor(district, "a-0219"), "示例区低保中心")
    assert judge(district, backdated, DAY).verdict.standing is Standing.REVOKED
    team = [tablet.member("a-0217"), tablet.member("a-0218"), tablet.member("a-0219", badge=backdated)]
    assert set_aside(district, tablet, tablet.fill_in(case, team=team)) == ["visit.bad_badge"]


def test_the_old_key_signs_no_new_badge_for_a_revoked_assessor(district: District) -> None:
    retired = district.keys.credential
    rotate_key(district, ADMINISTRATOR)
    set_standing(district, REVIEWER, "a-0219", Standing.REVOKED, "伪造记录")
    again = sign_badge(retired, get_assessor(district, "a-0219"), "示例区低保中心")
    assert judge(district, again, DAY).verdict.standing is Standing.REVOKED


def set_aside(district: District, tablet: PaperTablet, visit: dict[str, object]) -> list[str]:
    """Seals, sends and reconciles; returns the codes of the one upload that was set aside."""
    tablet.push(tablet.seal(visit))
    done = reconcile(district)
    assert (done.accepted, done.set_aside, done.failed) == (0, 1, [])
    (entry,) = district.office.every(SetAside)
    assert entry.received_at == format_instant(district.now())
    return [reason["code"] for reason in entry.reasons]
