"""The community forwards an application, the street accepts it (S7-PRE-02, S7-ACC-01)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.services.applications import accept_application, forward_application
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.guard import permit


@desk.route("/cases/<case:number>/forward", methods=["GET", "POST"])
@permit("case.forward")
def forward(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/forward.html",
        lambda _form: forward_application(current_district(), current_actor(), number),
        gettext("转到街道了，您的签字和时间都记下了。"),
    )


@desk.route("/cases/<case:number>/accept", methods=["GET", "POST"])
@permit("case.accept")
def accept(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/accept.html",
        lambda _form: accept_application(current_district(), current_actor(), number),
        gettext("受理了。下一步：派评估员。"),
    )
