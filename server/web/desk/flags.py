"""What a person should look at: the list, one flag with its photos or visits, and putting it away."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.services.flags import dismiss_flag, get_flag, list_open_flags
from server.services.sentences import Names
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit


@desk.get("/flags")
@permit("flag.read")
def show_flags() -> ResponseReturnValue:
    flags = list_open_flags(current_district(), current_actor())
    return render_template("flags/list.html", flags=flags, here="worklist")


@desk.route("/cases/<case:number>/flags/<office:flag_id>", methods=["GET", "POST"])
@permit("flag.dismiss")
def dismiss(number: str, flag_id: str) -> ResponseReturnValue:
    """Looks at one flag and says why nothing needs doing."""
    district, actor = current_district(), current_actor()
    return act_on_case(
        number,
        "flags/dismiss.html",
        lambda form: _dismiss(form, number, flag_id),
        gettext("记下了。这条提醒收起来了，还看得到。"),
        flag=get_flag(district, actor, district.get_case(number), flag_id),
        names=Names(district),
    )


def _dismiss(form: Form, number: str, flag_id: str) -> None:
    dismiss_flag(current_district(), current_actor(), number, flag_id, form.text("reason"))
