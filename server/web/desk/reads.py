"""Identity numbers in full, each time on the record; and the record of who read which file."""

from __future__ import annotations

import re
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from server.domain.household import parse_household
from server.domain.permission import check_in_area
from server.records.entries import User
from server.services.reads import IDENTITY, list_reads, note_read
from server.services.sentences import Names
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit
from server.web.paging import page_of

_PAGE: Final = 100
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@desk.post("/cases/<case:number>/identity-numbers")
@permit("identity.read")
def show_identity_numbers(number: str) -> ResponseReturnValue:
    """The members of a household with their numbers in full: asked for, never by the way."""
    district, actor = current_district(), current_actor()
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    household = parse_household(district.evidence.get("declared", number, case.declared))
    note_read(district, actor, number, IDENTITY)
    return render_template("reads/identity.html", case=case, household=household, here="find")


@desk.get("/reads")
@permit("reading.read")
def show_reads() -> ResponseReturnValue:
    """Who read what in a month; an address with an impossible month shows this one."""
    district, actor = current_district(), current_actor()
    asked = {name: request.args.get(name, "").strip() for name in ("month", "case", "user")}
    if not _MONTH.fullmatch(asked["month"]):
        asked["month"] = district.today().isoformat()[:7]
    reads = list_reads(district, actor, asked["month"], asked["case"], asked["user"])
    return render_template(
        "reads/list.html",
        found=page_of(reads, _PAGE),
        asked=asked,
        users=sorted(district.office.every(User), key=lambda user: user.name),
        names=Names(district),
        here="reference",
    )
