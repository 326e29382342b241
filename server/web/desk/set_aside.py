"""Uploads that could not be accepted: read, compared, and decided by a person (design §5, field lesson 2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.permission import Actor
from server.errors import Refusal
from server.records.entries import SetAside
from server.services.devices import find_device
from server.services.district import District
from server.services.readings import Section, lay_beside, read_at, read_out
from server.services.sentences import Names
from server.services.set_aside_decisions import accept_set_aside, close_set_aside, return_set_aside
from server.services.set_asides import SetAsideView, get_kept_photo, read_set_aside
from server.services.visits import list_set_aside
from server.web.answers import kept_photo, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import current_language, sentence_of
from server.web.words import PURPOSES, SET_ASIDE_STATES

OPEN: Final = "open"
_ALL: Final = "all"
Decide = Callable[[District, Actor, str, str], SetAside]


@desk.get("/set-aside")
@permit("set_aside.read")
def show_set_aside() -> ResponseReturnValue:
    district = current_district()
    entries = list_set_aside(district, current_actor())
    state = request.args.get("state", OPEN)
    state = state if state in (*SET_ASIDE_STATES, _ALL) else OPEN
    counts = {key: sum(entry.state == key for entry in entries) for key in SET_ASIDE_STATES}
    return render_template(
        "set_aside/list.html",
        entries=[entry for entry in entries if state in (entry.state, _ALL)],
        counts=counts | {_ALL: len(entries)},
        states=dict(SET_ASIDE_STATES) | {_ALL: gettext("全部")},
        state=state,
        SET_ASIDE_STATES=SET_ASIDE_STATES,
        names=Names(district),
        here="worklist",
    )


@desk.get("/set-aside/<office:entry_id>")
@permit("set_aside.read")
def show_one_set_aside(entry_id: str) -> ResponseReturnValue:
    return _page(entry_id, Form())


@desk.get("/set-aside/<office:entry_id>/photos/<digest:digest>")
@permit("set_aside.read")
def send_kept_photo(entry_id: str, digest: str) -> Response:
    """A photo of an upload that is in no record; not to be kept by any browser."""
    content = get_kept_photo(current_district(), current_actor(), entry_id, digest)
    return kept_photo(content, digest)


@desk.post("/set-aside/<office:entry_id>/acceptance")
@permit("set_aside.accept")
def accept_upload(entry_id: str) -> ResponseReturnValue:
    return _decide(accept_set_aside, entry_id, gettext("收进案卷了，平板下次联网就知道。"))


@desk.post("/set-aside/<office:entry_id>/return")
@permit("set_aside.return")
def send_back_to_tablet(entry_id: str) -> ResponseReturnValue:
    """Back to the tablet with words; a refusal gives the words back as they were written."""
    said = gettext("退回平板了。评估员下次联网就看到您写的话。")
    return _decide(return_set_aside, entry_id, said)


@desk.post("/set-aside/<office:entry_id>/closing")
@permit("set_aside.close")
def close_upload(entry_id: str) -> ResponseReturnValue:
    return _decide(close_set_aside, entry_id, gettext("结掉了，原件留着。平板下次联网就知道。"))


def _decide(decide: Decide, entry_id: str, said: str) -> ResponseReturnValue:
    form = posted_form()
    try:
        decide(current_district(), current_actor(), entry_id, form.text("words"))
    except Refusal as refusal:
        form.refuse_with("words", refusal)
        return _page(entry_id, form), refusal.status
    flash(said)
    return see(url_for("desk.show_one_set_aside", entry_id=entry_id))


def _page(entry_id: str, form: Form) -> str:
    district = current_district()
    view = read_set_aside(district, current_actor(), entry_id)
    entry, sections = view.entry, _read(view.form, view.answers)
    device = find_device(district, entry.device) if entry.device else None
    return render_template(
        "set_aside/page.html",
        view=view,
        entry=entry,
        form=form,
        decision=entry.decided or entry.returned,
        barrier=sentence_of(view.barrier) if view.barrier else "",
        SET_ASIDE_STATES=SET_ASIDE_STATES,
        original=json.dumps(view.body or entry.document, ensure_ascii=False, indent=1),
        sections=sections,
        invalid=list(_invalid(view)),
        purposes=PURPOSES,
        beside=_beside(view, sections),
        names=Names(district),
        device=device.number if device else entry.device,
        here="worklist",
    )


def _invalid(view: SetAsideView) -> Iterator[tuple[str, str, str]]:
    """Each answer a draft may not have: what was asked, what stands there, what is wrong with it."""
    language = current_language()
    for each in view.invalid:
        label, text = _asked_at(view, str(each["path"]), each["got"])
        yield label, text, str(each[language])


def _asked_at(view: SetAsideView, path: str, got: Any) -> tuple[str, str]:
    """The question and the answer in words, or as they came where the form has no such question."""
    try:
        return read_at(view.form or {}, view.answers, path, got, current_language())
    except (AttributeError, LookupError, TypeError, ValueError):
        return path, str(got)


def _beside(view: SetAsideView, sections: Sequence[Section]) -> dict[str, Any] | None:
    """This upload beside the visit in the record: what differs, and how much agrees."""
    if view.record is None or not sections:
        return None
    rows = lay_beside(sections, _read(view.record.form, view.record.visit.answers))
    unlike = [row for row in rows if row.differs]
    return {"unlike": unlike, "alike": len(rows) - len(unlike)}


def _read(form: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> tuple[Section, ...]:
    """The answers in the form's own words; nothing where they are of no shape it knows."""
    try:
        return read_out(form, answers, current_language()) if form else ()
    except (AttributeError, LookupError, TypeError, ValueError):
        return ()
