"""The members' roll of a community: who sits in its meeting, as what, from when to when (S7-MEET-10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from server.domain.days import parse_date
from server.domain.permission import may
from server.errors import Refusal
from server.services.rolls import add_member, end_member, list_roll
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit

MEMBER_ROLES: Final[Mapping[str, str]] = {
    "representative": lazy_gettext("居民代表"),
    "residents_committee": lazy_gettext("居委会成员"),
    "party": lazy_gettext("党组织成员、党员代表"),
    "deputy": lazy_gettext("人大代表、政协委员"),
    "supervision": lazy_gettext("居务监督委员会成员"),
    "other": lazy_gettext("其他"),
}


@desk.get("/rolls/<office:community>")
@permit("meeting.read")
def show_roll(community: str) -> ResponseReturnValue:
    return _page(community, Form())


@desk.post("/rolls/<office:community>")
@permit("roll.edit")
def add_to_roll(community: str) -> ResponseReturnValue:
    district, form = current_district(), posted_form()
    try:
        from_on = parse_date(form.text("from_on"))
        member = add_member(
            district, current_actor(), community, form.text("name"), form.text("role"), from_on
        )
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _page(community, form), refusal.status
    flash(gettext("%(name)s记进名册了。", name=member.name))
    return see(url_for("desk.show_roll", community=community))


@desk.post("/rolls/<office:community>/endings")
@permit("roll.edit")
def end_term(community: str) -> ResponseReturnValue:
    district, form = current_district(), posted_form()
    try:
        until_on = parse_date(form.text("until_on"))
        member = end_member(district, current_actor(), community, form.text("member"), until_on)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _page(community, form), refusal.status
    flash(gettext("%(name)s的任期结束了，名册上还留着。", name=member.name))
    return see(url_for("desk.show_roll", community=community))


def _page(community: str, form: Form) -> str:
    district, actor = current_district(), current_actor()
    members, today = list_roll(district, actor, community), district.today()
    form.values.setdefault("from_on", today.isoformat())
    form.values.setdefault("until_on", today.isoformat())
    return render_template(
        "meetings/roll.html",
        community=community,
        members=members,
        serving=[member for member in members if member.serves_on(today)],
        today=today,
        roles=MEMBER_ROLES,
        rules=district.policy.meeting,
        ending=request.args.get("ending", form.text("member")),
        form=form,
        may_edit=may(actor, "roll.edit"),
        here="meetings",
    )
