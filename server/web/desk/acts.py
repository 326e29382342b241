"""One act on a case, one small page: what will happen in words, one button named for the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.procedure import allowed_under
from server.domain.stage import ACT_WORDS, wrong_step
from server.errors import Refusal
from server.services.cases import get_case_view
from server.services.sentences import Names
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.act_pages import ACT_PAGES
from server.web.desk.list_places import next_in_pass
from server.web.form import Form, posted_form
from server.web.language import sentence_of
from server.web.words import moment

_FILE: Final = "desk.show_case"
_OVERTAKEN: Final = ("case.wrong_step", "case.changed_meanwhile")


def act(
    template: str,
    do: Callable[[Form], object],
    said: str,
    then: str,
    fresh: Mapping[str, str] | None = None,
    **words: Any,
) -> ResponseReturnValue:
    """The same for what is no case: shows the form, or does it and goes on to the address ``then``."""
    if request.method == "GET":
        return render_template(template, form=Form(dict(fresh or {})), **words)
    form, status = posted_form(), 422
    try:
        do(form)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        status = refusal.status
    if form.errors:
        return render_template(template, form=form, **words), status
    flash(said)
    return see(then)


def act_on_page(
    form: Form,
    do: Callable[[], object],
    then: str,
    page: Callable[[Form], str],
    fields: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    """Does one of the several acts a page offers and shows the page, at ``then``, again.

    A refusal is said above it, or at the field ``fields`` names for its code, and keeps what was typed.
    """
    if not form.errors:
        try:
            do()
        except Refusal as refusal:
            form.refuse_with((fields or {}).get(refusal.code, ""), refusal)
    if not form.errors:  # what the act itself found wrong with the form is no act either
        flash(gettext("记下了。"))
        return see(then)
    return page(form), 422


def act_on_case(
    number: str,
    template: str,
    do: Callable[[Form], object],
    said: str,
    fresh: Mapping[str, str] | None = None,
    then: str = _FILE,
    fields: Mapping[str, str] | None = None,
    **words: Any,
) -> ResponseReturnValue:
    """Shows an act filled with ``fresh``, or does it; ``do`` notes errors in the form or refuses.

    A refusal gives the form back as it was filled in, with the reason above it, or at the field ``fields``
    names for its code; where somebody else acted
    since the page was opened it says who did what, and when. ``then`` is the page that follows; where the act
    took the file off the list somebody goes through, the next file of that list follows at once.
    """
    if request.method == "GET":
        refusal = _not_now(number)
        if refusal:
            return render_template("cases/not_now.html", number=number, sentence=sentence_of(refusal)), 409
        return show_act(number, template, Form(dict(fresh or {})), words)
    form = posted_form()
    status = 422
    try:
        do(form)
    except Refusal as refusal:
        form.refuse_with((fields or {}).get(refusal.code, ""), _told(refusal, number, form.text("seen")))
        status = refusal.status
    if form.errors:
        return show_act(number, template, form, words), status
    after = next_in_pass(current_actor(), number) if then == _FILE else ""
    if after:
        flash(f"{number} {said}", url_for(_FILE, number=number))
        return see(after)
    flash(said)
    return see(url_for(then, number=number))


def _not_now(number: str) -> Refusal | None:
    """What this page's acts are refused with at the step of the case; None where one of them may follow."""
    acts = [act for act, page in ACT_PAGES.items() if page == request.endpoint]
    case = current_district().get_case(number)
    if not acts or allowed_under(case, current_district().policy_of(case.policy)) & {*acts}:
        return None
    return wrong_step(case.stage, acts[0])


def _told(refusal: Refusal, number: str, seen: str) -> Refusal:
    """Who was first, where the case moved on after the page was opened (ui.md §5, words 9)."""
    if refusal.code not in _OVERTAKEN or not seen.isdecimal():
        return refusal
    case = current_district().get_case(number)
    since = [act for act in case.acts if act.n > int(seen)]
    if not since:
        return refusal
    last = since[-1]
    zh, en = ACT_WORDS.get(last.kind, (last.kind, last.kind))
    who = Names(current_district()).actor(last.by)
    return Refusal("case.done_meanwhile", who=who, at=moment(last.at), act=zh, act_en=en)


def show_act(number: str, template: str, form: Form, words: Mapping[str, Any]) -> str:
    """The page of an act with a form as it was filled in."""
    view = get_case_view(current_district(), current_actor(), number)
    seen = form.text("seen") or str(view.case.last.n)  # how far the case had come when the page was opened
    return render_template(template, view=view, case=view.case, form=form, seen=seen, **words)
