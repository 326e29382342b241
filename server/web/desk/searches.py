"""找案卷: what is looked for stands in the address; searches kept under a name; acts on the cases ticked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from server.domain.permission import may
from server.domain.stage import Stage
from server.domain.wording import is_identity_number, parse_tail
from server.errors import Refusal
from server.services.cases import communities_of
from server.services.chosen_cases import (
    BULK_ACTS,
    MANY,
    bulk_acts_of,
    do_to_chosen,
    look_at_chosen,
    print_chosen,
)
from server.services.saved_searches import delete_search, list_saved, rename_search, save_search
from server.services.searches import (
    ANY_FLAG,
    Asked,
    find_by_number,
    list_assessors,
    may_search_by_digits,
    read_asked,
    search,
)
from server.web.answers import pdf, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.list_places import pass_along
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import sentence_of

PRINT: Final = "print"
# What a button says, and what is said will happen to each case.
BULK_WORDS: Final[Mapping[str, tuple[Any, Any]]] = {
    "forward": (lazy_gettext("报给街道"), lazy_gettext("申请和材料报给街道受理；材料不齐的报不了。")),
    "send_file": (lazy_gettext("档案送街道"), lazy_gettext("家庭档案送街道评审委员会审核。")),
    "note": (lazy_gettext("都记一笔"), lazy_gettext("写进每份案卷，看得到案卷的人都看得到；写了不能改。")),
}
FLAG_NAMES: Final[Mapping[str, Any]] = {
    "flag.identity_twice": lazy_gettext("身份证号别的案卷也有"),
    "flag.photo_alike": lazy_gettext("照片和别的案卷几乎一样"),
    "flag.photo_before_assignment": lazy_gettext("照片拍在派人以前"),
    "flag.photo_far": lazy_gettext("照片离住址远"),
    "flag.clock": lazy_gettext("平板的钟不准"),
    "flag.visits_overlap": lazy_gettext("同一时间在两家入户"),
    "flag.declared_differs": lazy_gettext("申报和入户差得多"),
    "flag.too_fast": lazy_gettext("填得太快"),
    "flag.unchecked": lazy_gettext("有一项没查成"),
}


@desk.get("/cases")
@permit("case.read")
def find_cases() -> ResponseReturnValue:
    """What the address asks for, a page at a time; a case's whole number opens it.

    An identity number typed in full is cut to its last four at once, so that it stays in no address.
    """
    asked = read_asked(request.args)
    number = find_by_number(current_district(), current_actor(), asked.q)
    if number:
        return redirect(url_for("desk.show_case", number=number))
    for name in ("q", "tail"):
        typed = getattr(asked, name)
        if may_search_by_digits(current_actor()) and is_identity_number(typed):
            named = asked.named | {"q": "" if name == "q" else asked.q, "tail": parse_tail(typed)}
            return redirect(_address(named))
    return _find_page(asked)


@desk.post("/cases/searches")
@permit("case.read")
def keep_search() -> ResponseReturnValue:
    """Keeps what the page asks for under a name, and shows the page again."""
    form = posted_form()
    asked = read_asked(form.values)
    try:
        saved = save_search(current_district(), current_actor(), form.text("name"), asked)
    except Refusal as refusal:
        form.refuse_with("name", refusal)
        return _find_page(asked, form)[0], refusal.status
    flash(gettext("存好了，在“我存的”里。"))
    return see(_address(saved.filters))


@desk.get("/cases/searches")
@permit("case.read")
def show_searches() -> ResponseReturnValue:
    return _searches_page(Form())


@desk.post("/cases/searches/<office:entry_id>")
@permit("case.read")
def rename_own_search(entry_id: str) -> ResponseReturnValue:
    form = posted_form()
    try:
        rename_search(current_district(), current_actor(), entry_id, form.text("name"))
    except Refusal as refusal:
        form.refuse_with(f"name-{entry_id}", refusal)
        return _searches_page(form), refusal.status
    flash(gettext("改好了。"))
    return see(url_for("desk.show_searches"))


@desk.post("/cases/searches/<office:entry_id>/delete")
@permit("case.read")
def delete_own_search(entry_id: str) -> ResponseReturnValue:
    delete_search(current_district(), current_actor(), entry_id)
    flash(gettext("删掉了。"))
    return see(url_for("desk.show_searches"))


@desk.post("/cases/chosen")
@permit("case.read")
def do_chosen() -> ResponseReturnValue:
    """What is done to the cases ticked: first it is said, then it is done, then told line by line."""
    form, numbers = posted_form(), request.form.getlist("number")
    name, asked = form.text("act"), read_asked(form.values)
    district, actor = current_district(), current_actor()
    try:
        if name == PRINT:
            return pdf(print_chosen(district, actor, numbers), "cases.pdf")
        if name not in bulk_acts_of(actor):
            raise Refusal("search.act")
        if not form.text("sure"):
            return _chosen_page(form, asked, look_at_chosen(district, actor, numbers))
        if BULK_ACTS[name].takes_words and not form.text("words"):
            form.refuse_with("words", Refusal("question.words"))
            return _chosen_page(form, asked, look_at_chosen(district, actor, numbers)), 422
        results = do_to_chosen(district, actor, name, numbers, form.text("words"))
    except Refusal as refusal:
        refused = Form({}, {"": sentence_of(refusal)})
        return _find_page(asked, chosen=refused)[0], refusal.status
    return _chosen_page(form, asked, results, done=True)


def _chosen_page(form: Form, asked: Asked, results: Any, *, done: bool = False) -> str:
    name = form.text("act")
    return render_template(
        "searches/chosen.html",
        form=form,
        asked=asked.named,
        results=results,
        done=done,
        act=name,
        takes_words=BULK_ACTS[name].takes_words,
        words=BULK_WORDS[name],
        sentence_of=sentence_of,
        here="find",
    )


def _searches_page(form: Form) -> str:
    saved = list_saved(current_district(), current_actor())
    return render_template("searches/saved.html", form=form, saved=saved, here="find")


def _find_page(asked: Asked, form: Form | None = None, chosen: Form | None = None) -> tuple[str, int]:
    """What cannot be read of the address is said above the list, which is not shown then."""
    district, actor = current_district(), current_actor()
    found, refused = None, None
    try:
        found = search(
            district,
            actor,
            asked,
            after=request.args.get("after", ""),
            before=request.args.get("before", ""),
        )
    except Refusal as refusal:
        refused = refusal
    first = _first_line()
    page = render_template(
        "searches/find.html",
        found=found,
        refused=sentence_of(refused) if refused else "",
        asked=asked.named,
        first=first,
        form=form or Form(),
        chosen=chosen or Form(),
        saved=list_saved(district, actor),
        stages=list(Stage),
        communities=communities_of(district, actor),
        assessors=list_assessors(district, actor),
        flags=FLAG_NAMES if may(actor, "flag.read") else {},
        any_flag=ANY_FLAG,
        by_digits=may_search_by_digits(actor),
        bulk={name: BULK_WORDS[name][0] for name in bulk_acts_of(actor)},
        size=MANY,
        along=pass_along(asked.named, first),
        here="find",
    )
    return page, refused.status if refused else 200


def _address(named: Mapping[str, Any]) -> str:
    return url_for("desk.find_cases", **{name: value for name, value in named.items() if value})


def _first_line() -> int:
    """Of a page behind the first, the number of its first line, for the words beside the list."""
    text = request.args.get("n", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 and int(text) else 1
