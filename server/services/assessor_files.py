"""An assessor's own file as the desk reads it: learnt, certified, withdrawn, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from server.domain.act import Act
from server.domain.credential import RosterEntry, Standing, standing_on
from server.domain.days import parse_date
from server.domain.page import ALL, Page, page_of
from server.domain.permission import Actor
from server.domain.training import Course, Result, Step, fold_results, next_step
from server.errors import Refusal
from server.records.entries import Assessor
from server.services.credentials import assessor_file, list_assessors, roster_entry
from server.services.district import District
from server.services.sentences import Names
from server.services.sentences_beside import SET_ASIDE_SENTENCES
from server.services.training import list_courses

PAGE: Final = 50


@dataclass(frozen=True)
class FileLine:
    """One act as a sentence in each language; ``words`` is the reason a person wrote with it."""

    at: datetime
    kind: str
    who: str
    zh: str
    en: str
    words: str
    sealed: bool
    wrong: bool


@dataclass(frozen=True)
class Taught:
    """A course somebody takes part in, and how they did; None where nothing is recorded yet."""

    course: Course
    result: Result | None


@dataclass(frozen=True)
class AssessorFile:
    """``upcoming`` is the next course they are in, None where there is none."""

    assessor: Assessor
    entry: RosterEntry | None
    standing: Standing
    step: Step
    taught: tuple[Taught, ...]
    upcoming: Course | None
    lines: tuple[FileLine, ...]


@dataclass(frozen=True)
class AssessorRow:
    """A line of the list of assessors."""

    assessor: Assessor
    standing: Standing
    step: Step


def get_file(district: District, actor: Actor, assessor_id: str) -> AssessorFile:
    """The file of an assessor this person may see."""
    assessor = next((one for one in list_assessors(district, actor) if one.id == assessor_id), None)
    if assessor is None:
        raise Refusal("person.unknown", id=assessor_id)
    acts = district.casebook.read(assessor_file(assessor_id))
    entry, today = roster_entry(assessor), district.today()
    results = fold_results(acts)
    mine = [one for one in list_courses(district, actor) if assessor_id in one.participants]
    names = Names(district)
    return AssessorFile(
        assessor=assessor,
        entry=entry,
        standing=standing_on(entry, today),
        step=next_step(acts, entry, on=today),
        taught=tuple(Taught(course, results.get(course.id)) for course in mine),
        upcoming=next((one for one in reversed(mine) if one.plan.held_on >= today), None),
        lines=tuple(_line(district, act, names, mine) for act in acts if act.kind in _SENTENCES),
    )


def list_rows(district: District, actor: Actor) -> list[AssessorRow]:
    """The assessors a person may see, each with what comes next."""
    return list(list_page(district, actor, ALL).rows)


def list_page(district: District, actor: Actor, page: int) -> Page[AssessorRow]:
    """A page of them; of the others no file is read."""
    today, found = district.today(), page_of(list_assessors(district, actor), page, PAGE)
    return Page([_row(district, assessor, today) for assessor in found.rows], found.span)


def _row(district: District, assessor: Assessor, today: date) -> AssessorRow:
    entry = roster_entry(assessor)
    acts = district.casebook.read(assessor_file(assessor.id))
    return AssessorRow(assessor, standing_on(entry, today), next_step(acts, entry, on=today))


def _line(district: District, act: Act, names: Names, courses: list[Course]) -> FileLine:
    titles = {course.id: course.plan.title for course in courses}
    zh, en = _SENTENCES[act.kind](act.facts, titles.get(act.facts.get("course", ""), ""))
    return FileLine(
        at=act.at,
        kind=act.kind,
        who=names.actor(act.by),
        zh=zh,
        en=en,
        words=_words(district, act),
        sealed=act.kind == "certified",
        wrong=act.facts.get("status") in (Standing.REVOKED, Standing.SUSPENDED),
    )


def _words(district: District, act: Act) -> str:
    if not act.facts.get("reason"):
        return ""
    try:
        return district.get_text(act.file, "reason", act.facts["reason"])
    except Refusal as refusal:
        return refusal.sentence()


Sentence = tuple[str, str]
Facts = Mapping[str, Any]


def _attended(facts: Facts, title: str) -> Sentence:
    held, hours = _day(facts["held_on"]), facts["hours"]
    if not facts["present"]:
        return f"没参加{held}的“{title}”。", f"did not attend “{title}” of {facts['held_on']}."
    return (
        f"参加了{held}的“{title}”，{hours} 学时。",
        f"attended “{title}” of {facts['held_on']}, {hours} hours.",
    )


def _examined(facts: Facts, title: str) -> Sentence:
    zh, en = ("合格", "passed") if facts["passed"] else ("不合格", "failed")
    mark, pass_mark = facts["mark"], facts["pass_mark"]
    return (
        f"“{title}”考试 {mark} 分，{pass_mark} 分合格：{zh}。",
        f"examined in “{title}”: {mark} marks, {pass_mark} needed: {en}.",
    )


def _certified(facts: Facts, title: str) -> Sentence:
    first, last = facts["valid_from"], facts["valid_until"]
    return (
        f"凭“{title}”的成绩发证 {facts['serial']} 号，{_day(first)}至{_day(last)}有效。",
        f"certified on the pass in “{title}”, number {facts['serial']}, valid {first} to {last}.",
    )


def _standing_changed(facts: Facts, _title: str) -> Sentence:
    first, last = facts["from"], facts["until"]
    if facts["status"] == Standing.VALID:
        return "恢复资格证。", "reinstated the credential."
    if facts["status"] == Standing.REVOKED:
        return f"{_day(first)}起吊销资格证。", f"revoked the credential from {first}."
    if last:
        return f"{_day(first)}至{_day(last)}暂停资格证。", f"suspended the credential from {first} to {last}."
    return f"{_day(first)}起暂停资格证，到恢复为止。", f"suspended the credential from {first}, until lifted."


_SENTENCES: Final[Mapping[str, Callable[[Facts, str], Sentence]]] = {
    "registered": lambda _facts, _title: ("登记为待培训的评估员。", "registered to be trained."),
    "attended": _attended,
    "examined": _examined,
    "certified": _certified,
    "standing_changed": _standing_changed,
    "set_aside_closed": lambda _facts, _title: SET_ASIDE_SENTENCES["set_aside_closed"],
}


def _day(text: str) -> str:
    day = parse_date(text)
    return f"{day.year}年{day.month}月{day.day}日"
