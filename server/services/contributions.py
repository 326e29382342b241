"""What colleagues recorded of a visit, laid beside it; where they differ the street decides (S7-EVAL-05).

The lead's sealed visit stays exactly as it was signed. A contribution is evidence of its own; the act that
receives it says how many answers were taken and where it differs, an act for each decision which of the two
counts. What the visit comes to is the fold of all of them, and what did not count can still be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms.beside import Beside, Other, effective, lay_all_beside
from server.domain.act import Act, ActDraft
from server.domain.case import Case
from server.domain.contribution import CHOICES, Contribution, How, calls_for_investigation
from server.domain.credential import Standing
from server.domain.days import parse_instant, shanghai_date
from server.domain.money import parse_yuan
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.seal import Known
from server.domain.sealed_contribution import (
    SealedContribution,
    check_sealed_contribution,
)
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Assessor
from server.services.answers import answers_in, contribution_in, other_of, visit_in
from server.services.comparisons import whole_number
from server.services.credentials import judge_between
from server.services.device_states import standing_of_device
from server.services.devices import find_device
from server.services.district import District, draft_act
from server.services.forms import get_checker, get_form
from server.services.recordings import EVIDENCE, ReceivedContribution
from server.services.uploads import seal_verifies


@dataclass(frozen=True)
class Discrepancy:
    """One place where a contribution differs: both values, whose they are, what was decided so far."""

    contribution: Contribution
    recorded: SealedContribution
    path: str
    visit: Any
    other: Any

    @property
    def choice(self) -> str:
        return self.contribution.decided.get(self.path, "")

    @property
    def calls_for_investigation(self) -> bool:
        """On income, property or who belongs to the family (S7-EVAL-05)."""
        return calls_for_investigation(self.path)


@dataclass(frozen=True)
class Laid:
    """A record laid beside the visit, and what the visit then says with everything taken and decided."""

    beside: Beside
    answers: Mapping[str, Any]

    @property
    def differing(self) -> list[str]:
        return [each.path for each in self.beside.differing]


def how_of(case: Case, given: ReceivedContribution) -> How:
    """What a record is beside the visit: a colleague's, the lead's own second one, or a draft."""
    if given.kind == "draft":
        return "draft"
    return "second_tablet" if case.visit and given.assessor == case.visit.sealed_by else "colleague"


def check_contribution(
    district: District, given: ReceivedContribution, photos: Collection[str], at: datetime
) -> list[Refusal]:
    """Every rule a contribution breaks at ``at``; ``photos`` are the digests of the bytes that arrived."""
    case = district.get_case(given.sealed.case)
    refusals = check_sealed_contribution(given.sealed, _known(district, given, case, photos, at))
    if given.assessor != given.sealed.assessor:
        refusals.append(Refusal("visit.other_device"))
    if not refusals and case.visit and case.visit.device == given.sealed.device:
        refusals.append(Refusal("visit.already_received"))
    if not refusals:
        refusals.extend(_step_refusals(case, given.sealed))
    return refusals


def find_contribution(district: District, given: ReceivedContribution) -> Act | None:
    """The act under which exactly this was received before; None if it was not."""
    acts = district.casebook.read(given.sealed.case)
    received = [act for act in acts if act.kind == "contribution_received"]
    if given.kind == "draft":  # sealed anew each time it is sent
        return next((act for act in received if _is_same_draft(district, act, given)), None)
    return next((act for act in received if act.facts[EVIDENCE] == given.evidence), None)


def receive_contribution(
    district: District, given: ReceivedContribution, photos: Mapping[str, bytes], *, released: str = ""
) -> Act:
    """Lays a contribution beside the visit; returns its act.

    ``released``: the one among those set aside that a person accepted all the same. Photos first, then the
    contribution, then the act: killed at any point, it can be received again and leaves the same record.
    """
    sealed = given.sealed
    with district.casebook.turn:
        case = district.get_case(sealed.case)
        check_step(case, "contribution_received")
        kinds = {photo.digest: photo.content_type for photo in sealed.photos}
        named = [(photos[name], kind) for name, kind in kinds.items()]
        digest = district.evidence.put_whole(EVIDENCE, sealed.case, given.content, named, salt=given.salt)
        how = "released" if released and given.kind != "draft" else how_of(case, given)
        facts = _facts(district, case, given, digest, how)
        draft = ActDraft(
            kind="contribution_received",
            by=f"assessor:{sealed.assessor}",
            role="assessor",
            facts=facts | ({"released": released} if released else {}),
        )
        return district.append_to_case(case, draft).last


def find_discrepancies(district: District, case: Case) -> list[Discrepancy]:
    """Every place where a record of the visit differs, in the order they came, decided or not."""
    visit = visit_in(district.evidence, case)
    if visit is None:
        return []
    definition = get_form(district, visit.form)
    recorded = [contribution_in(district.evidence, case, each) for each in case.contributions]
    others = [other_of(each, one.answers, {}) for each, one in zip(case.contributions, recorded, strict=True)]
    laid = lay_all_beside(definition, visit.answers, others)
    return [
        Discrepancy(contribution, one, each.path, each.visit, each.other)
        for contribution, one, beside in zip(case.contributions, recorded, laid, strict=True)
        for each in beside.differing
    ]


def decide_discrepancy(
    district: District, actor: Actor, number: str, digest: str, path: str, choice: str, reason: str
) -> Case:
    """Which of two answers counts, and why; a decision can be taken again until the committee has met."""
    check_may(actor, "discrepancy.decide")
    with district.casebook.turn:
        case = district.get_case(number)
        check_in_area(actor, case.street, case.community)
        check_step(case, "discrepancy_decided")
        if not any(each.digest == digest and path in each.differing for each in case.contributions):
            raise Refusal("record.missing", document=f"{EVIDENCE}:{number}")
        if choice not in CHOICES:
            raise Refusal("discrepancy.choice")
        if not reason.strip():
            raise Refusal("discrepancy.reason")
        facts = {
            EVIDENCE: digest,
            "path": path,
            "choice": choice,
            "reason": district.put_text(number, "reason", reason.strip()),
            **_totals(effective_answers(district, case, {(digest, path): choice})),
        }
        draft = draft_act(actor, "discrepancy.decide", "discrepancy_decided", facts)
        return district.append_to_case(case, draft)


def effective_answers(
    district: District, case: Case, more: Mapping[tuple[str, str], str] | None = None
) -> dict[str, Any]:
    """What the visit says with everything taken and decided; ``more`` are decisions not yet written."""
    return answers_in(district.evidence, district.versions, case, more)


def lay_beside_visit(district: District, case: Case, given: ReceivedContribution) -> Laid:
    """How a record compares with the visit and what was taken before it; refuses one of another form."""
    visit = visit_in(district.evidence, case)
    if visit is None:
        raise Refusal("visit.not_their_case")
    if visit.form != given.sealed.form:
        raise Refusal("contribution.other_form", form=visit.form)
    definition = get_form(district, visit.form)
    recorded = [contribution_in(district.evidence, case, each) for each in case.contributions]
    so_far = [other_of(each, one.answers, {}) for each, one in zip(case.contributions, recorded, strict=True)]
    others = [*so_far, Other(given.sealed.answers, signed=given.kind != "draft")]
    beside = lay_all_beside(definition, visit.answers, others)[-1]
    return Laid(beside, effective(definition, visit.answers, others, today=shanghai_date(visit.sealed_at)))


def _facts(
    district: District, case: Case, given: ReceivedContribution, digest: str, how: How
) -> dict[str, Any]:
    """Facts that identify nobody (design §2): digests, counts, paths, amounts."""
    laid, sealed = lay_beside_visit(district, case, given), given.sealed
    return {
        "round": sealed.round,
        EVIDENCE: digest,
        "assessor": sealed.assessor,
        "device": sealed.device,
        "how": how,
        "photos": sorted({photo.digest for photo in sealed.photos}),
        "taken": len(laid.beside.taken),
        "differing": laid.differing,
    } | _totals(laid.answers)


def _totals(answers: Mapping[str, Any]) -> dict[str, int]:
    return {
        "persons": whole_number(answers.get("persons")),
        "income_total_fen": parse_yuan(str(answers.get("income_total") or "0")),
        "income_per_capita_fen": parse_yuan(str(answers.get("income_per_capita") or "0")),
    }


def _is_same_draft(district: District, act: Act, given: ReceivedContribution) -> bool:
    if (act.facts["how"], act.facts["device"], act.facts["round"]) != (
        "draft",
        given.sealed.device,
        given.sealed.round,
    ):
        return False
    return bool(district.evidence.get(EVIDENCE, act.file, act.facts[EVIDENCE]) == given.content)


def _known(
    district: District, given: ReceivedContribution, case: Case, photos: Collection[str], at: datetime
) -> Known:
    """What the district knows of a contribution at ``at``; unanswered questions are the lead's business."""
    sealed = given.sealed
    device = find_device(district, sealed.device)
    form, checker = get_form(district, sealed.form), get_checker(district, sealed.form)
    day = shanghai_date(sealed.sealed_at)
    checked = checker.check(dict(sealed.answers), today=day)
    differences = [each for each in checked.differences if each.got]
    return Known(
        team=case.team,
        policy=district.policy_of(case.policy),
        device_assessor=device.assessor if device else None,
        device=standing_of_device(district, device, None) if device else None,
        seal_verifies=device is not None and seal_verifies(device, sealed.canonical, given.seal),
        standings={sealed.assessor: _standing(district, sealed, at)},
        form_digest=str(form["digest"]),
        form_differences=len(differences),
        photo_digests=photos,
        photos_answered=checked.photos,
        received_at=at,
    )


def _standing(district: District, sealed: SealedContribution, at: datetime) -> Standing:
    assessor = district.office.find(Assessor, sealed.assessor)
    if assessor is None:
        return Standing.REVOKED
    first = parse_instant(sealed.roster_issued_at)
    return judge_between(district, assessor.id, assessor.serial, "", first, at)


def _step_refusals(case: Case, sealed: SealedContribution) -> Iterator[Refusal]:
    """Laid beside the visit of its own round, while nobody has decided upon it yet."""
    is_its_visit = case.stage is Stage.VISITED and case.visit and case.visit.round == sealed.round
    if not is_its_visit:
        yield Refusal("contribution.late")
