"""The papers go from the district over street and community to the family (S7-APPR-11…14)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.services.delivered_papers import next_leg, pass_on
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.guard import permit


@desk.route("/cases/<case:number>/delivery", methods=["GET", "POST"])
@permit("paper.pass_on")
def pass_papers_on(number: str) -> ResponseReturnValue:
    leg = next_leg(current_district().get_case(number))
    return act_on_case(
        number,
        "cases/delivery.html",
        lambda form: pass_on(
            current_district(), current_actor(), number, form.text("leg"), form.text("words")
        ),
        gettext("签收记下了。"),
        leg=leg,
    )
