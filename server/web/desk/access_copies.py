"""A copy of what the record holds, for the head of a household or an adult member who asks at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from server.errors import Refusal
from server.services.access_copies import list_askers, make_copy
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.acts import show_act
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit

_TEMPLATE: Final = "cases/access_copy.html"
_FIELDS: Final = {"copy.member": "member", "copy.minor": "member", "copy.identity": "identity"}
_IDENTITY: Final[Mapping[str, str]] = {
    "id_card": lazy_gettext("居民身份证"),
    "temporary_id": lazy_gettext("临时身份证"),
    "register": lazy_gettext("户口簿，并和本人的其他证件对过"),
}


@desk.route("/cases/<case:number>/access-copy", methods=["GET", "POST"])
@permit("copy.make")
def make_access_copy(number: str) -> ResponseReturnValue:
    """Who asks and how it was made sure of; then the paper, ready to print."""
    district, actor = current_district(), current_actor()
    words = {"askers": list_askers(district, actor, number), "ways": _IDENTITY}
    if request.method == "GET":
        return show_act(number, _TEMPLATE, Form(), words)
    form = posted_form()
    try:
        ordinal = make_copy(district, actor, number, form.text("member"), form.text("identity"))
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        return show_act(number, _TEMPLATE, form, words), refusal.status
    flash(gettext("做好了，印出来交给本人。"))
    return see(url_for("desk.issued_paper", number=number, ordinal=ordinal))
