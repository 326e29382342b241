"""The housing file of a household: survey, test, support, waiting, review, exit (article 8, S8-SURV).

A chain of its own, ``housing:<case>``; the first survey opens it, or the team sent for it. Civil affairs says
what the family's income is, the housing department decides (S8-ORG).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from server.domain import errand
from server.domain.act import Act
from server.domain.case_parts import team_of
from server.domain.days import add_months, parse_date
from server.domain.errand import Errand, Purpose
from server.domain.housing_lines import HousingLines
from server.domain.part_erasure import PART_ERASED, without_gone
from server.errors import Refusal

REVIEW_MONTHS: Final = 12  # S8-SURV-02
OPENING: Final = "housing_surveyed"
CALLED_OFF: Final = "housing_team_called_off"
SENT: Final = "housing_team_assigned"  # before the first survey it stands in the file alone
GUARANTEES: Final = ("dibao", "edge", "low", "no")
OWN_TENURES: Final = ("own", "reform", "affordable", "collective", "low_rent", "public")
TENURES: Final = (*OWN_TENURES, "rent", "dormitory", "lent", "none")
DWELLINGS: Final = ("flat", "old_estate", "shanty", "single", "collective_dorm", "makeshift")
HAD: Final = ("yes", "no", "unknown")
EXITS: Final = ("income", "area", "bought", "sublet", "moved", "died", "own_wish")
_MOST_PERSONS: Final = 60


class Mode(StrEnum):
    """Cash, which is the main way, or a flat let to them (S8-CALC-04)."""

    SUBSIDY = "subsidy"
    LETTING = "letting"


class State(StrEnum):
    SURVEYED = "surveyed"
    APPLIED = "applied"
    REFUSED = "refused"
    WAITING = "waiting"
    OFFERED = "offered"
    HOUSED = "housed"
    SUBSIDISED = "subsidised"
    ENDED = "ended"


SUPPORTED: Final = (State.HOUSED, State.SUBSIDISED)
_DECISIONS: Final = ("housing_decided", "housing_reviewed")
QUEUED: Final = (State.WAITING, State.OFFERED)


@dataclass(frozen=True)
class Survey:
    """What was found at the home, without a word that says who lives there; ``words`` is a digest."""

    kind: str  # first | yearly | change
    surveyed_on: date
    persons: int
    guarantee: str
    income_fen: int  # per head and month
    tenure: str
    dwelling: str
    floor_dm2: int
    rent_fen: int = 0
    welfare: str = "no"  # was given welfare housing (S8-FLAG-01)
    affordable: str = "no"  # bought affordable housing (S8-FLAG-01)
    bought_on: date | None = None
    bought_again: bool = False  # another home after it (S8-FLAG-02)
    others_dm2: int = 0  # other homes of the members
    words: str = ""
    address: str = ""  # digest of where it was made; empty where nobody wrote it down
    visit: str = ""  # digest of the survey sealed on a tablet; empty: entered at the desk
    n: int = 0

    @property
    def own_dm2(self) -> int:
        """Area of their own or let by a public owner; a private lease, a loan or a dormitory is none."""
        return (self.floor_dm2 if self.tenure in OWN_TENURES else 0) + self.others_dm2

    @property
    def per_person(self) -> Fraction:
        return Fraction(self.own_dm2, self.persons)


@dataclass(frozen=True)
class Finding:
    """One line of the test: the rule, whether it holds, and the two sides of the comparison."""

    rule: str
    holds: bool
    zh: str
    en: str


@dataclass(frozen=True)
class Decision:
    """What the housing department decided, and what it rests on."""

    granted: bool
    mode: Mode
    monthly_fen: int
    since: str  # month
    year: int  # of the lines
    survey: int  # the act of the survey
    steps: str  # digest of the calculation
    reason: str  # digest of the words
    at: str


@dataclass(frozen=True)
class Housing:
    """The fold of a housing file."""

    case: str
    street: str
    community: str
    survey: Survey
    acts: tuple[Act, ...]
    state: State = State.SURVEYED
    applied_on: date | None = None
    mode: Mode = Mode.SUBSIDY
    decision: Decision | None = None
    moved_n: int = 0  # the act that moved it up the list, with a reason
    declined: int = 0
    place: str = ""  # digest of the words: which home is offered or let
    exit_reason: str = ""
    until: str = ""  # last month
    review_due_on: date | None = None
    surveys: tuple[Survey, ...] = field(default=())

    @property
    def file(self) -> str:
        return file_of(self.case)

    @property
    def last(self) -> Act:
        return self.acts[-1]

    @property
    def monthly_fen(self) -> int:
        """What is paid now."""
        return self.decision.monthly_fen if self.decision and self.state is State.SUBSIDISED else 0

    @property
    def last_decision(self) -> int:
        """The act of the last decision or review, 0 where there was none."""
        return max((act.n for act in self.acts if act.kind in _DECISIONS), default=0)

    @property
    def surveyed_since(self) -> bool:
        """Whether the home was surveyed after the last decision or review (S8-SURV-02)."""
        return self.survey.n > self.last_decision


def file_of(case: str) -> str:
    return f"housing:{case}"


def check_survey(survey: Survey, *, today: date) -> None:
    """Codes of the form, days that have come, and a household with somebody in it (S8-SURV-01)."""
    if not 1 <= survey.persons <= _MOST_PERSONS:
        raise Refusal("housing.persons")
    for value, codes in (
        (survey.guarantee, GUARANTEES),
        (survey.tenure, TENURES),
        (survey.welfare, HAD),
        (survey.affordable, HAD),
    ):
        if value not in codes:
            raise Refusal("housing.code")
    if survey.tenure != "none" and survey.dwelling not in DWELLINGS:
        raise Refusal("housing.code")
    if survey.surveyed_on > today or (survey.bought_on and survey.bought_on > today):
        raise Refusal("housing.day")
    if survey.affordable == "yes" and survey.bought_on is None:
        raise Refusal("housing.bought")
    if survey.tenure != "none" and survey.floor_dm2 <= 0:
        raise Refusal("housing.area")


def find_hardship(survey: Survey, lines: HousingLines) -> tuple[Finding, ...]:
    """Both lines of the year, each met or not, with its figures (S8-ELIG-01, S8-ELIG-02)."""
    from_area = survey.own_dm2 <= lines.difficulty_dm2 * survey.persons
    return (_income_finding(survey, lines), _area_finding(survey, lines, from_area))


def is_hardship(survey: Survey, lines: HousingLines) -> bool:
    return all(finding.holds for finding in find_hardship(survey, lines))


def fold_housing(acts: Sequence[Act]) -> Housing:
    """The housing file its chain adds up to."""
    acts = without_gone(acts)
    first = next((place for place, act in enumerate(acts) if act.kind == OPENING), None)
    if first is None or acts[0].kind not in (OPENING, SENT):
        raise Refusal("housing.no_file")
    facts, survey = acts[0].facts, parse_survey(acts[first])
    housing = Housing(
        case=facts["case"],
        street=facts["street"],
        community=facts["community"],
        survey=survey,
        acts=tuple(acts[: first + 1]),
        surveys=(survey,),
    )
    for act in acts[first + 1 :]:
        housing = replace(_FOLDS[act.kind](housing, act), acts=(*housing.acts, act))
    return housing


def is_surveyed(acts: Sequence[Act]) -> bool:
    return any(act.kind == OPENING for act in acts)


def errands_of(acts: Sequence[Act]) -> tuple[Errand, ...]:
    """Every team sent to survey the home, also before there is a survey."""
    sent: tuple[Errand, ...] = ()
    for act in acts:
        if act.kind == SENT:
            case, number = acts[0].facts["case"], act.facts["round"]
            new = Errand(Purpose.HOUSING, act.file, case, team_of(act.facts, number))
            sent = (*errand.replaced(sent, [case]), new)
        elif act.kind == CALLED_OFF:
            sent = errand.called_off(sent, [acts[0].facts["case"]])
        elif act.kind == OPENING and act.facts.get("visit"):
            sent = errand.visited(sent, acts[0].facts["case"], act.facts["round"], act.facts["visit"])
    return sent


def parse_survey(act: Act) -> Survey:
    facts = dict(act.facts["survey"])
    bought_on = facts.get("bought_on")
    return Survey(
        **{
            **facts,
            "surveyed_on": parse_date(facts["surveyed_on"]),
            "bought_on": parse_date(bought_on) if bought_on else None,
            "words": act.facts["words"],
            "address": act.facts.get("address", ""),
            "visit": act.facts.get("visit", ""),
            "n": act.n,
        }
    )


def format_survey(survey: Survey) -> dict[str, Any]:
    """The facts of the act of a survey; the inverse of :func:`parse_survey`."""
    facts = asdict(survey)
    words, address, _, _ = (facts.pop(name) for name in ("words", "address", "n", "visit"))
    days = {
        "surveyed_on": survey.surveyed_on.isoformat(),
        "bought_on": survey.bought_on.isoformat() if survey.bought_on else None,
    }
    return {"survey": facts | days, "words": words} | ({"address": address} if address else {})


def _income_finding(survey: Survey, lines: HousingLines) -> Finding:
    if survey.guarantee == "dibao":
        return Finding("S8-ELIG-01", True, "低保家庭，收入不用再比。", "On the guarantee: no income test.")
    yuan, line = _yuan(survey.income_fen), _yuan(lines.income_fen)
    return Finding(
        "S8-ELIG-02",
        survey.income_fen <= lines.income_fen,
        f"人均每月收入 {yuan} 元，{lines.year} 年收入线 {line} 元。",
        f"Income a head {yuan} yuan a month; the line of {lines.year} is {line} yuan.",
    )


def _area_finding(survey: Survey, lines: HousingLines, holds: bool) -> Finding:
    own, line = _metres(survey.own_dm2), _metres(lines.difficulty_dm2)
    return Finding(
        "S8-ELIG-02",
        holds,
        f"自有和公租面积 {own} 平方米，{survey.persons} 人；{lines.year} 年困难线人均 {line} 平方米。",
        f"{own} m² of their own for {survey.persons}; the line of {lines.year} is {line} m² a person.",
    )


def _metres(dm2: int) -> str:
    return f"{dm2 // 100}.{dm2 % 100:02d}"


_yuan = _metres  # fen to yuan is the same hundredth


def _survey_again(housing: Housing, act: Act) -> Housing:
    """A new survey; a household that had left or was refused begins again."""
    survey = parse_survey(act)
    surveyed = replace(housing, survey=survey, surveys=(*housing.surveys, survey))
    if housing.state not in (State.ENDED, State.REFUSED):
        return surveyed
    return replace(surveyed, state=State.SURVEYED, applied_on=None, moved_n=0, declined=0, place="")


def _apply(housing: Housing, act: Act) -> Housing:
    applied_on = parse_date(act.facts["applied_on"])
    return replace(housing, state=State.APPLIED, applied_on=applied_on, mode=Mode(act.facts["mode"]))


def _decide(housing: Housing, act: Act) -> Housing:
    decision = _decision(act)
    if not decision.granted:
        return replace(housing, state=State.REFUSED, decision=decision)
    state = State.SUBSIDISED if decision.mode is Mode.SUBSIDY else State.WAITING
    return replace(housing, state=state, decision=decision, review_due_on=_due_after(act))


def _review(housing: Housing, act: Act) -> Housing:
    decision = _decision(act) if act.facts["result"] == "adjust" else housing.decision
    return replace(housing, decision=decision, review_due_on=_due_after(act))


def _end(housing: Housing, act: Act) -> Housing:
    facts = act.facts
    return replace(
        housing, state=State.ENDED, exit_reason=facts["reason"], until=facts["until"], review_due_on=None
    )


def _move(housing: Housing, act: Act) -> Housing:
    return replace(housing, moved_n=act.n)


def _offer(housing: Housing, act: Act) -> Housing:
    return replace(housing, state=State.OFFERED, place=act.facts["place"])


def _answer(housing: Housing, act: Act) -> Housing:
    """An accepted home is let; a declined one leaves the place on the list as it was (the source names no
    consequence)."""
    if act.facts["accepted"]:
        return replace(housing, state=State.HOUSED)
    return replace(housing, state=State.WAITING, place="", declined=housing.declined + 1)


def _decision(act: Act) -> Decision:
    facts = act.facts
    return Decision(
        granted=facts.get("granted", True),
        mode=Mode(facts["mode"]),
        monthly_fen=facts["monthly_fen"],
        since=facts["since"],
        year=facts["year"],
        survey=facts["survey"],
        steps=facts["steps"],
        reason=facts["reason"],
        at=act.at.isoformat(),
    )


def _due_after(act: Act) -> date:
    return add_months(parse_date(act.facts["on"]), REVIEW_MONTHS)


_FOLDS: Final[Mapping[str, Callable[[Housing, Act], Housing]]] = {
    OPENING: _survey_again,
    SENT: lambda housing, _: housing,
    CALLED_OFF: lambda housing, _: housing,
    "housing_applied": _apply,
    "housing_decided": _decide,
    "housing_moved": _move,
    "housing_offered": _offer,
    "housing_answered": _answer,
    "housing_reviewed": _review,
    "housing_ended": _end,
    PART_ERASED: lambda housing, _act: housing,
}
