"""The two databases of an assessor: tasks go down, the outbox comes up (design §2, one-way streets).

Who may open them is CouchDB's ``_security``: the roles of the assessor's tablets, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from server.domain.case import Case
from server.domain.case_parts import Team
from server.domain.errand import Purpose
from server.domain.household import Household, declared_paths, parse_household, prefill
from server.domain.money import format_yuan, plain_yuan
from server.domain.periodic_review import awaits_home, open_review
from server.domain.policy import Policy
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.codec import SCHEMA, decode_task, seal_signed, sign_payload
from server.records.entries import Assessor, Device
from server.records.index import CaseFilter
from server.records.key_chain import read_log_keys
from server.records.review_rows import REVIEWS
from server.services.district import District
from server.services.forms import asked_of, get_form
from server.services.handed_drafts import earlier_rounds, without_hands
from server.services.outboxes import last_draft
from server.services.returns import find_returned
from sync.couch import Database
from sync.rule_installation import install_write_rule

LEAD: Final = "lead"
COLLEAGUE: Final = "colleague"


def tasks_name(assessor: str) -> str:
    return f"tasks-{assessor}"


def outbox_name(assessor: str) -> str:
    return f"outbox-{assessor}"


def open_streets(district: District, assessor: str) -> None:
    """Makes an assessor's two databases and lets in their tablets.

    Tasks are for the active ones; a tablet being closed may still send (design §4).
    """
    devices = [device for device in district.office.every(Device) if device.assessor == assessor]
    tasks, outbox = district.database(tasks_name(assessor)), district.database(outbox_name(assessor))
    if district.settings.couchdb:
        install_write_rule(tasks, district.settings.prefix)
        install_write_rule(outbox, district.settings.prefix)
    _let_in(tasks, (device for device in devices if device.state == "active"))
    _let_in(outbox, (device for device in devices if device.state in ("active", "closing")))


def publish_task(district: District, case: Case) -> None:
    """Gives everybody of the team the task and what the visit needs with no network."""
    for assessor in _recipients(case):
        open_streets(district, assessor)
        _put_tasks(district, assessor, [case])


def publish_outstanding(district: District) -> None:
    """Writes every task still to be done that a crash left unwritten; a repetition is a no-op."""
    for case in _awaiting_visit(district):
        if not all(_is_published(district, case, who) for who in _recipients(case)):
            publish_task(district, case)


def publish_tasks_of(district: District, assessor: str) -> None:
    """Writes the tasks an assessor leads again where another tablet began the visit, or none lies there yet.

    A tablet waits while it is enrolled: two hundred homes nobody began cost two lists of names.
    """
    begun = _cases_named(district, outbox_name(assessor), "visit:")
    settled = _cases_named(district, tasks_name(assessor), "task:") - begun
    rows = district.index.cases(CaseFilter(stages=[Stage.ASSIGNED.value]), limit=1_000_000)
    numbers = [row.number for row in rows if row.lead == assessor and row.number not in settled]
    _put_tasks(district, assessor, (district.get_case(number) for number in numbers))
    _put_tasks(district, assessor, (case for case in _awaiting_review(district) if _leads(case, assessor)))


def withdraw_task(district: District, case: Case) -> None:
    """Takes the present task from the team's tablets; what they still send is received all the same."""
    for assessor in case.team.assessors if case.team else ():
        _withdraw(district, case, assessor)


def withdraw_from_colleagues(withdraw: Callable[[str, str], None], case: Case) -> None:
    """The lead's visit is in: nobody else is asked to begin one; what a colleague began is still received.

    ``withdraw`` takes a document away from an assessor's tasks.
    """
    for assessor in case.team.assessors if case.team else ():
        if case.team and assessor != case.team.lead:
            withdraw(assessor, task_id(case))


def put_task(district: District, assessor: str, document_id: str, payload: Mapping[str, Any]) -> None:
    """Signs, seals and writes a payload, unless the database holds the same already."""
    put_tasks(district, assessor, {document_id: payload})


def put_tasks(
    district: District,
    assessor: str,
    payloads: Mapping[str, Mapping[str, Any] | None],
    sign: Callable[[Mapping[str, Any]], str] | None = None,
) -> None:
    """:func:`put_task` for several by their names, in one write; None takes away what is there.

    ``sign``: how a payload is signed, for a caller that tells the same to several.
    """
    sign = sign or partial(sign_payload, district.keys.log)
    tasks = district.database(tasks_name(assessor))
    stored = {document["_id"]: document for document in tasks.all(keys=list(payloads))}
    key = district.caseloads.newest(assessor)
    changed: list[dict[str, Any]] = []
    for name, payload in payloads.items():
        there = stored.get(name)
        kept = {"_rev": there["_rev"]} if there else {}
        if payload is None:
            changed += [{"_id": name, "_deleted": True} | kept] if there else []
        elif there is None or read_task(district, assessor, there) != payload:
            changed.append(seal_signed(key, name, str(payload["type"]), sign(payload)) | kept)
    tasks.put_all(changed)


def read_task(district: District, assessor: str, document: Mapping[str, Any]) -> dict[str, Any] | None:
    """What an assessor's tablets read in a document of theirs; None where they cannot open it."""
    is_roster = document["_id"] == "roster"
    keys = [district.keys.credential] if is_roster else read_log_keys(district.keys)
    try:
        return decode_task(keys, district.caseloads.find(assessor), document)
    except Refusal:
        return None


def find_task(district: District, assessor: str, document_id: str) -> dict[str, Any] | None:
    """What an assessor's tablets read under a name now; None where nothing lies there that they can open."""
    stored = district.database(tasks_name(assessor)).find(document_id)
    return read_task(district, assessor, stored) if stored else None


def erase_tasks(district: District, assessor: str, case: Case) -> None:
    """Takes away whatever tells an assessor's tablets of a case, receipts included."""
    tasks = district.database(tasks_name(assessor))
    named = (one for one in tasks.all(include_docs=False) if case.number in one["_id"].split(":"))
    tasks.put_all([one | {"_deleted": True} for one in named])


def task_id(case: Case) -> str:
    return f"task:{case.number}:{case.team.round if case.team else 0}"


def task_payload(
    district: District, case: Case, policy: Policy, form: Mapping[str, Any], assessor: str
) -> dict[str, Any]:
    """What one of the team needs in the home: who lives there, what was declared, who comes and leads."""
    if case.team is None:
        raise ValueError(case.number)
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    return {
        "type": "task",
        "purpose": (Purpose.REVIEW if awaits_home(case) else Purpose.VISIT).value,
        "case": case.number,
        "round": case.team.round,
        "again": bool(case.earlier_teams),
        "role": LEAD if assessor == case.team.lead else COLLEAGUE,
        "lead": {"id": case.team.lead, "name": district.office.get(Assessor, case.team.lead).name},
        "assessors": [_colleague(district, assessor) for assessor in case.team.assessors],
        "head": household.head.name,
        "persons": len(household.members),
        "address": household.address,
        "phone": household.phone,
        "community": district.area(case.community).name_zh,
        "street": district.area(case.street).name_zh,
        "due_on": case.team.due_on.isoformat(),
        "note": household.note,
        "form": case.team.form,
        "form_digest": form["digest"],
        "policy": policy.key,
        "min_team": policy.visit.min_team,
        "prefill": asked_of(form, _known(district, case, household)),
        "declared": declared_paths(household),
        "declared_summary": declared_summary(household),
        "assigned_at": case.team.assigned_at,
    } | (_for_lead(district, case, case.team, form, policy) if assessor == case.team.lead else {})


def _for_lead(
    district: District, case: Case, team: Team, form: Mapping[str, Any], policy: Policy
) -> dict[str, Any]:
    """What the lead alone is told: what was done before, and who is still to authorise a check (C-06)."""
    so_far = _so_far(district, case, team, form)
    if not policy.info_check.needs_authorisation:
        return so_far
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    adults = [
        {"member": each.id, "name": each.name, "signed": each.id in case.authorised}
        for each in household.adults(district.today())
    ]
    return so_far | {"authorisations": adults}


def form_payload(key: str, form: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "form", "id": key, "digest": form["digest"], "definition": dict(form)}


def policy_payload(policy: Policy) -> dict[str, Any]:
    """The few values of a pack the tablet counts with."""
    return {
        "type": "policy",
        "id": policy.key,
        "min_team": policy.visit.min_team,
        "roster_stale_days": policy.visit.roster_stale_days,
        "credential_name": policy.names.credential,
        "assessment_form": policy.names.assessment_form,
    }


def declared_summary(household: Household) -> dict[str, str]:
    """One sentence of what the family declared."""
    persons, total = len(household.members), format_yuan(household.income_fen)
    per_head = format_yuan(household.per_capita_fen)
    return {
        "zh": f"申报 {persons} 人，每月 {total} 元，人均 {per_head} 元",
        "en": f"Declared: {persons} persons, {total} yuan a month, {per_head} a head",
    }


def receipt_id(document_id: str) -> str:
    """Under which name a tablet finds the receipt of what it sent; a contribution's keeps its whole name."""
    return "receipt:" + document_id.removeprefix("visit:")


def receipt_payload(
    visit: str, status: str, digest: str, photos: Iterable[str], **rest: Any
) -> dict[str, Any]:
    """A receipt names what arrived: the tablet drops its copies against nothing else."""
    return {
        "type": "receipt",
        "visit": visit,
        "status": status,
        "digest": digest,
        "photos": list(photos),
    } | rest


def _so_far(district: District, case: Case, team: Team, form: Mapping[str, Any]) -> dict[str, Any]:
    """What was done before: the draft of another tablet or of the lead before, the words of the desk."""
    draft = _draft_in_round(district, case, team.lead, team.round)
    others = {device.id for device in _active(district, team.lead)} - {draft["device"] if draft else ""}
    begun = (draft if others else None) if draft else _handed_over(district, case, team, form)
    returned = find_returned(district, case, team)
    return ({"draft": begun} if begun else {}) | ({"returned": returned} if returned else {})


def _draft_in_round(district: District, case: Case, lead: str, number: int) -> dict[str, Any] | None:
    outbox = district.database(outbox_name(lead))
    return last_draft(district, lead, outbox, f"visit:{case.number}:{number}:")


def _handed_over(
    district: District, case: Case, team: Team, form: Mapping[str, Any]
) -> dict[str, Any] | None:
    """What was left unfinished in an earlier round of the same, with who gave it; no answer is lost."""
    found = (
        (lead, _draft_in_round(district, case, lead, number)) for lead, number in earlier_rounds(case, team)
    )
    drafts = [draft | {"by": lead} for lead, draft in found if draft]
    newest = max(drafts, key=lambda draft: str(draft["saved_at"]), default=None)
    return without_hands(district, form, newest) if newest else None


def _awaiting_visit(district: District) -> Iterable[Case]:
    """The cases a team is still to visit; who is in the team stands in the case and in no index."""
    rows = district.index.cases(CaseFilter(stages=[Stage.ASSIGNED.value]), limit=1_000_000)
    return (*(district.get_case(row.number) for row in rows), *_awaiting_review(district))


def _awaiting_review(district: District) -> list[Case]:
    """The households in receipt a team is to review at home (S7-REV-15)."""
    rows = district.index.rows(REVIEWS, "WHERE waits_for = 'review_visited'")
    return [district.get_case(row.file) for row in rows]


def _recipients(case: Case) -> Sequence[str]:
    """Everybody of a team; of a home review, which has no countersigning, whoever leads it."""
    if case.team is None:
        return ()
    return (case.team.lead,) if awaits_home(case) else case.team.assessors


def _leads(case: Case, assessor: str) -> bool:
    return case.team is not None and case.team.lead == assessor


# The first question of the review form, by the class of the household (S7-REV-03…05).
_KINDS: Final = {"A": "year", "B": "half_year", "C": "quarter"}


def _known(district: District, case: Case, household: Household) -> dict[str, Any]:
    """What a form begins with; a review with what is received now, too (S7-REV-08)."""
    known = prefill(household, case.materials.given)
    review = open_review(case)
    if review is None or case.receipt is None:
        return known
    return known | {
        "head": household.head.name,
        "community": district.area(case.community).name_zh,
        "certificate": case.approval.certificate if case.approval else "",
        "review_kind": _KINDS.get(case.receipt.now.klass, "quarter"),
        "amount_now": plain_yuan(case.receipt.now.amount_fen),
        "occasion": "objection" if review.recorded else "change",
        "place": "home",
    }


def _cases_named(district: District, database: str, prefix: str) -> set[str]:
    """The cases that stand in the names of a database's documents, ``<type>:<case>:…``."""
    documents = district.database(database).all(prefix, f"{prefix}\ufff0", include_docs=False)
    return {document["_id"].split(":")[1] for document in documents}


def _put_tasks(district: District, assessor: str, cases: Iterable[Case]) -> None:
    """Tasks of one assessor; each form and pack is read and written once, however many homes need it."""
    forms: dict[str, dict[str, Any]] = {}
    policies: dict[str, Policy] = {}
    for case in cases:
        if case.team is None:
            continue
        if case.team.form not in forms:
            forms[case.team.form] = get_form(district, case.team.form)
            put_task(
                district,
                assessor,
                f"form:{case.team.form}",
                form_payload(case.team.form, forms[case.team.form]),
            )
        if case.policy not in policies:
            policies[case.policy] = district.policy_of(case.policy)
            put_task(district, assessor, f"policy:{case.policy}", policy_payload(policies[case.policy]))
        payload = task_payload(district, case, policies[case.policy], forms[case.team.form], assessor)
        put_task(district, assessor, task_id(case), payload)


def _withdraw(district: District, case: Case, assessor: str) -> None:
    tasks = district.database(tasks_name(assessor))
    document = tasks.find(task_id(case))
    if document is not None:
        tasks.delete(document)


def _active(district: District, assessor: str) -> Iterator[Device]:
    devices = district.office.every(Device)
    return (device for device in devices if device.assessor == assessor and device.state == "active")


def _is_published(district: District, case: Case, assessor: str) -> bool:
    """Whether the task lies there sealed; one from before the envelope is written again."""
    stored = district.database(tasks_name(assessor)).find(task_id(case))
    return stored is not None and stored.get("schema") == SCHEMA


def _colleague(district: District, assessor_id: str) -> dict[str, str]:
    assessor = district.office.get(Assessor, assessor_id)
    return {"id": assessor.id, "name": assessor.name, "serial": assessor.serial}


def _let_in(database: Database, devices: Iterable[Device]) -> None:
    """No members would mean everybody (CouchDB, /{db}/_security), so ``_admin`` is always named."""
    roles = ["_admin", *sorted(f"device:{device.id}" for device in devices)]
    wanted = {"admins": {"names": [], "roles": ["_admin"]}, "members": {"names": [], "roles": roles}}
    if database.security() != wanted:
        database.set_security(wanted)
