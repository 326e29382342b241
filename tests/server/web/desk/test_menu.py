"""Two pages lead to what the head has no room for; nobody is shown a door they may not go through."""

from __future__ import annotations

import pytest
from flask import url_for

from server.domain.permission import PERMISSIONS
from server.records.entries import User
from server.web.desk.menu import REFERENCE, UPKEEP

DOORS = [*UPKEEP, *REFERENCE]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.endpoint)
def test_every_door_is_shown_to_whoever_may_go_there(door, app, person, district):
    with app.test_request_context():
        address = url_for(door.endpoint)
        menu = url_for("desk.show_upkeep" if door in UPKEEP else "desk.show_reference")
    for user in ("fang", "gao", "xie"):
        roles = frozenset(district.office.get(User, user).roles)
        shown = f'href="{address}"' in person(user).get(menu).text
        assert shown == bool(roles & PERMISSIONS[door.permission]), user
        assert not shown or person(user).get(address).status_code == 200


def test_a_guest_is_sent_to_sign_in(person):
    assert person().get("/desk/upkeep").status_code == 302
