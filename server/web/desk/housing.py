"""Housing at the desk: the files, the waiting list, one household's file (article 8)."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.housing import State, errands_of, file_of, find_hardship
from server.domain.housing_flags import flags_of
from server.domain.housing_queue import order_queue
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.records.housing_rows import queue_of
from server.services.errand_views import photo_of_survey, read_sealed
from server.services.housing import WORDS, foresee_subsidy, get_steps, read_housing
from server.services.housing_changes import foresee_change, surveyed_homes
from server.services.housing_letters import housing_letter_pdf
from server.services.housing_lines import find_lines
from server.services.housing_lists import (
    MINE,
    count_waiting,
    housing_lines_of,
    list_housing,
    list_queue,
    queue_lines,
)
from server.services.readings import read_out
from server.services.sentences import Names
from server.web import housing_words
from server.web.answers import kept_photo, pdf, saved_file
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.language import current_language
from server.web.paging import asked_page


@desk.get("/housing")
@permit("housing.read")
def show_housing() -> ResponseReturnValue:
    state, community = _asked()
    found = list_housing(current_district(), current_actor(), state, community, asked_page())
    return render_template(
        "housing/list.html",
        found=found,
        state=state,
        community=community,
        states=housing_words.STATES,
        modes=housing_words.MODES,
        mine=count_waiting(current_district(), current_actor()),
        today=current_district().today(),
        year=current_district().today().replace(month=1, day=1).isoformat(),
        has_lines=find_lines(current_district(), current_district().today()) is not None,
        here="upkeep",
    )


@desk.get("/housing.csv")
@permit("housing.read")
def housing_csv() -> Response:
    state, community = _asked()
    found = list_housing(current_district(), current_actor(), state, community, 0)
    header = [
        gettext("案号"),
        gettext("户主"),
        gettext("社区"),
        gettext("现在"),
        gettext("人口"),
        gettext("自有面积（平方米）"),
        gettext("每月补贴（元）"),
        gettext("调查日期"),
        gettext("申请日期"),
        gettext("下次复核"),
    ]
    lines = housing_lines_of(found, {code: str(words) for code, words in housing_words.STATES.items()})
    return saved_file(format_csv(header, lines), "housing.csv")


@desk.get("/housing/queue")
@permit("housing.read")
def show_queue() -> ResponseReturnValue:
    return render_template(
        "housing/queue.html",
        rows=list_queue(current_district(), current_actor()),
        states=housing_words.STATES,
        here="upkeep",
    )


@desk.get("/housing/queue.csv")
@permit("housing.read")
def queue_csv() -> Response:
    header = [
        gettext("第几位"),
        gettext("案号"),
        gettext("户主"),
        gettext("为什么在这一位"),
        gettext("推辞过几次"),
        gettext("还符不符合条件"),
    ]
    rows = list_queue(current_district(), current_actor())
    return saved_file(format_csv(header, queue_lines(rows, current_language())), "waiting-list.csv")


@desk.get("/housing/<case:number>")
@permit("housing.read")
def show_home(number: str) -> ResponseReturnValue:
    return home_page(number, Form({"applied_on": current_district().today().isoformat()}))


@desk.get("/housing/<case:number>/letter.pdf")
@permit("paper.issue")
def housing_letter(number: str) -> Response:
    return pdf(housing_letter_pdf(current_district(), current_actor(), number), f"housing-{number}.pdf")


@desk.get("/housing/<case:number>/photos/<digest:digest>")
@permit("housing.read")
def send_survey_photo(number: str, digest: str) -> Response:
    return kept_photo(photo_of_survey(current_district(), current_actor(), number, digest), digest)


def home_page(number: str, form: Form) -> str:
    """One household's file; before the first survey it says what to do."""
    district, actor = current_district(), current_actor()
    housing = read_housing(district, actor, number)
    row, acts = district.index.find_case(number), district.casebook.read(file_of(number))
    lines = find_lines(district, district.today())
    sealed = read_sealed(district, housing.file, housing.survey.visit) if housing else None
    place = None
    if housing and housing.state in (State.WAITING, State.OFFERED):
        places = order_queue(queue_of(district.index))
        place = next((each for each in places if each.waiting.case == number), None)
    return render_template(
        "housing/file.html",
        number=number,
        head=row.head if row else "",
        housing=housing,
        lines=lines,
        findings=find_hardship(housing.survey, lines) if housing and lines else (),
        flags=flags_of(housing.survey, today=district.today()) if housing else (),
        foreseen=foresee_subsidy(housing, lines) if housing else None,
        homes=surveyed_homes(district, housing) if housing else (),
        changed=foresee_change(district, housing, lines) if housing else None,
        steps=get_steps(district, housing).get("steps", ()) if housing else (),
        words=lambda digest: _words(number, digest),
        place=place,
        acts=acts,
        sent=next((each for each in errands_of(acts) if each.is_open), None),
        sealed=sealed,
        sections=read_out(sealed.form, sealed.answers, current_language()) if sealed else (),
        names=Names(district),
        said=housing_words,
        today=district.today(),
        form=form,
        here="upkeep",
    )


def _words(number: str, digest: str) -> str:
    """What an act says in words; gone where its evidence was erased."""
    try:
        return current_district().get_text(file_of(number), WORDS, digest) if digest else ""
    except Refusal:
        return str(gettext("已删"))


def _asked() -> tuple[str, str]:
    state = request.args.get("state", "")
    known = state if state in (*housing_words.STATES, "due", MINE) else ""
    return known, request.args.get("community", "").strip()
