"""One act on a case, one small page: what will happen in words, one button named for the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.errors import Refusal
from server.services.cases import get_case_view
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.form import Form, posted_form


def act_on_case(
    number: str,
    template: str,
    do: Callable[[Form], object],
    said: str,
    fresh: Mapping[str, str] | None = None,
    **words: Any,
) -> ResponseReturnValue:
    """Shows an act filled with ``fresh``, or does it; ``do`` notes errors in the form or refuses.

    A refusal gives the form back as it was filled in, with the reason above it.
    """
    if request.method == "GET":
        return _page(number, template, Form(dict(fresh or {})), words)
    form = posted_form()
    status = 422
    try:
        do(form)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        status = refusal.status
    if form.errors:
        return _page(number, template, form, words), status
    flash(said)
    return see(url_for("desk.show_case", number=number))


def _page(number: str, template: str, form: Form, words: dict[str, Any]) -> str:
    view = get_case_view(current_district(), current_actor(), number)
    return render_template(template, view=view, case=view.case, form=form, **words)
