"""What the head of the page has no room for: the upkeep of households in receipt, and what is looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from server.domain.permission import Actor, may
from server.services.district import District
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit


@dataclass(frozen=True)
class Door:
    """One line: the page it leads to, who may go there, its words, and how many things wait behind it."""

    endpoint: str
    permission: str
    title: str
    text: str
    count: Callable[[District, Actor], int] | None = None


@dataclass(frozen=True)
class OpenDoor:
    """A door as a page shows it; ``count`` is None where nothing is counted."""

    address: str
    title: str
    text: str
    count: int | None


UPKEEP: Final[Sequence[Door]] = (
    # periodic reviews
    # quarterly lists and spot checks
    # payments and recovery
    # employment
    # housing
    # campaigns
    # complaints
)
REFERENCE: Final[Sequence[Door]] = (
    Door(
        "desk.show_families",
        "register.read",
        lazy_gettext("登记册"),
        lazy_gettext("每一户来申请的、近亲属备案的、急难救助的。"),
    ),
    Door(
        "desk.show_policies",
        "policy.read",
        lazy_gettext("政策"),
        lazy_gettext("按什么规定办，每个数的出处，换个条件算金额。"),
    ),
    Door(
        "desk.show_assessors",
        "assessor.read",
        lazy_gettext("评估员"),
        lazy_gettext("评估员、资格证和平板。"),
    ),
    Door(
        "desk.show_courses",
        "training.read",
        lazy_gettext("培训考试"),
        lazy_gettext("办班、考试，及格的才发资格证。"),
    ),
    Door(
        "desk.show_log",
        "log.read",
        lazy_gettext("总账"),
        lazy_gettext("每天的总账签名，对得上才算没改过。"),
    ),
    Door(
        "desk.show_holidays",
        "holiday.edit",
        lazy_gettext("放假安排"),
        lazy_gettext("国家公布的放假和调休，期限按它算。"),
    ),
)


@desk.get("/upkeep")
@permit("case.read")
def show_upkeep() -> ResponseReturnValue:
    """What is done for and about households in receipt (S7 parts 7.4 to 7.6, S7-DUTY)."""
    return render_template("menu/upkeep.html", doors=_open(UPKEEP), here="upkeep")


@desk.get("/reference")
@permit("case.read")
def show_reference() -> ResponseReturnValue:
    return render_template("menu/reference.html", doors=_open(REFERENCE), here="reference")


def _open(doors: Sequence[Door]) -> list[OpenDoor]:
    """The doors this person may go through, with what waits behind each."""
    district, actor = current_district(), current_actor()
    return [
        OpenDoor(
            url_for(door.endpoint),
            str(door.title),
            str(door.text),
            door.count(district, actor) if door.count else None,
        )
        for door in doors
        if may(actor, door.permission)
    ]
