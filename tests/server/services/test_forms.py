"""Forms as the district publishes them, and what a version is begun with."""

from __future__ import annotations

from server.domain.household import parse_household, prefill
from server.services.district import District
from server.services.forms import HOME_VISIT, asked_of, get_form
from tests.factories import household

MATERIALS = ("application", "identity", "register")


def test_a_visit_begins_with_what_the_family_said_and_handed_in(district: District) -> None:
    known = prefill(parse_household(household()), MATERIALS)
    assert asked_of(get_form(district, HOME_VISIT), known) == known
    assert known["copies"] == ["identity", "register"]
    assert {member["marital"] for member in known["member"]} == {"married"}


def test_a_visit_under_the_first_version_begins_with_what_that_one_asks(district: District) -> None:
    begun = asked_of(get_form(district, "home-visit@1"), prefill(parse_household(household()), MATERIALS))
    assert set(begun) == {"member"}
    head = begun["member"][0]
    assert set(head) == {"_id", "name", "relation", "id_number", "birth", "income"}
    assert head["income"] == [{"_id": "i1", "kind": "wages", "source": "零工"}]
