"""The letter that tells a household what was decided on its housing (S8-SURV-02); a paper of its case."""

from __future__ import annotations

from typing import Final

from server.documents.housing_notice import HousingNotice, housing_sheet
from server.domain.days import parse_date
from server.domain.housing import Housing, Mode, find_hardship
from server.domain.housing_lines import fold_lines
from server.domain.money import format_yuan
from server.domain.paper import PaperKind
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.services.district import District
from server.services.dossiers import open_dossier
from server.services.housing import get_steps, get_words, read_housing
from server.services.housing_lines import FILE
from server.services.issued_papers import issue_paper, print_again

_ORGAN: Final = "住房保障部门"


def housing_letter_pdf(district: District, actor: Actor, number: str) -> bytes:
    """Issues the letter of the present decision, or prints the one there is."""
    check_may(actor, "paper.issue")
    housing = read_housing(district, actor, number)
    if housing is None or housing.decision is None:
        raise Refusal("paper.not_yet")
    dossier = open_dossier(district, number)
    sheet = housing_sheet(_notice(district, housing, dossier.head, dossier.shown_head))
    ordinal = issue_paper(district, actor, dossier.case, PaperKind.HOUSING, sheet)
    return print_again(district, actor, number, ordinal)


def _notice(district: District, housing: Housing, head: str, shown_head: str) -> HousingNotice:
    decision = housing.decision
    if decision is None or housing.applied_on is None:
        raise Refusal("paper.not_yet")
    lines = fold_lines(district.casebook.read(FILE))[decision.year]
    survey = next(survey for survey in housing.surveys if survey.n == decision.survey)
    return HousingNotice(
        organ=f"{district.profile.name_zh}{_ORGAN}",
        head=head,
        shown_head=shown_head,
        case=housing.case,
        applied_on=housing.applied_on,
        decided_on=parse_date(decided_on(housing)),
        granted=decision.granted,
        in_kind=decision.mode is Mode.LETTING,
        monthly_yuan=format_yuan(decision.monthly_fen),
        since=decision.since,
        findings=[finding.zh for finding in find_hardship(survey, lines)],
        steps=[
            (step["text"]["zh"], format_yuan(step["amount_fen"]))
            for step in get_steps(district, housing).get("steps", ())
        ],
        reason=get_words(district, housing, decision.reason),
        remedy=district.policy_of(housing.last.policy).remedy.text.zh,
    )


def decided_on(housing: Housing) -> str:
    """The day of the present decision."""
    kinds = ("housing_decided", "housing_reviewed")
    return str(next(act.facts["on"] for act in reversed(housing.acts) if act.kind in kinds))
