"""The papers go from the district over street and community to the family; the passbook (S7-APPR-11…14)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.stage import Stage
from server.services.handing_over import arrange_passbook, legs_of, next_leg, pass_on, read_passbook
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.marks import read_signed
from server.web.form import Form
from server.web.guard import permit


@desk.route("/cases/<case:number>/delivery", methods=["GET", "POST"])
@permit("paper.pass_on")
def pass_papers_on(number: str) -> ResponseReturnValue:
    case = current_district().get_case(number)
    leg = next_leg(case)
    return act_on_case(
        number,
        "cases/delivery.html",
        lambda form: _pass_on(form, number),
        gettext("签收记下了。"),
        leg=leg,
        is_mine=leg in legs_of(current_actor()),
        approved=case.stage is Stage.APPROVED,
        needs_passbook=case.stage is Stage.APPROVED and leg == "community" and not case.handover.passbook,
    )


@desk.route("/cases/<case:number>/passbook", methods=["GET", "POST"])
@permit("passbook.arrange")
def arrange_book(number: str) -> ResponseReturnValue:
    district = current_district()
    return act_on_case(
        number,
        "cases/passbook.html",
        lambda form: _arrange(form, number),
        gettext("存折记下了。下一步：和证件一起发给社区。"),
        kept=read_passbook(district, district.get_case(number)),
    )


def _pass_on(form: Form, number: str) -> None:
    if not form.text("receiver"):
        form.refuse("receiver", gettext("写明谁收的。"))
    if form.text("how") == "unsigned" and not form.text("unsigned"):
        form.refuse("unsigned", gettext("写明为什么没签。"))
    if form.text("how") == "unsigned" and not form.text("witness"):
        form.refuse("witness", gettext("写明谁在场看见。"))
    if form.errors:
        return
    unsigned = form.text("unsigned") if form.text("how") == "unsigned" else ""
    signed = None if unsigned else read_signed(form)
    leg, receiver, witness = form.text("leg"), form.text("receiver"), form.text("witness")
    district, actor = current_district(), current_actor()
    pass_on(district, actor, number, leg, receiver, signed=signed, unsigned=unsigned, witness=witness)


def _arrange(form: Form, number: str) -> None:
    bank, last_four, custody = form.text("bank"), form.text("last_four"), form.text("custody")
    arrange_passbook(current_district(), current_actor(), number, bank, last_four, custody)
