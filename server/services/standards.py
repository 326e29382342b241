"""A new standard is confirmed once and applied to every household, one act a case (S1-ADJ-08, S7-AMB-23).

What was proposed is worked out again when it is confirmed: whoever confirms other totals than they saw is
refused. Applying goes on where it was interrupted. A household is left out, and listed, where its amount has
changed since, where it stopped, or where nothing would be left: that is for a review to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.act import Act
from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import Area
from server.domain.case import Case
from server.domain.money import format_yuan
from server.domain.month import month_of_day
from server.domain.permission import Actor, check_may
from server.domain.policy import Policy
from server.domain.procedure import allowed_acts
from server.domain.standard import CONFIRMED, SERIES, Confirmed, fold_standard, is_startling
from server.errors import Refusal
from server.records.standard_rows import APPLIED, STANDARDS, StandardRow
from server.services.district import District, draft_act
from server.services.households_now import household_now
from server.services.recalculations import Proposal, propose_standard, restandardise

EVIDENCE: Final = "standard"
_STEPS: Final = "benefit"
_NOTICE: Final = "notice-text"
_REASON: Final = "reason"
_BASIS: Final = "standard-basis"
SLICE: Final = 200  # households a request: some seconds


@dataclass(frozen=True)
class Wanted:
    """What is to be confirmed, and the totals its author saw.

    ``taken`` are households whose file gives something else than they receive, moved along for a reason that
    is written in ``words``.
    """

    standard_fen: int | None
    pack: str
    since: str
    before_fen: int
    after_fen: int
    area: Area = "urban"  # whose standard it is
    taken: Sequence[str] = ()
    words: str = ""
    basis: str = ""  # who approved it and where it is published
    again_fen: int | None = None  # the amount once more, where the totals are startling


@dataclass(frozen=True)
class Progress:
    """A confirmation and how far it has come; ``left_out`` are numbers of households with nothing applied."""

    confirmed: Confirmed
    applied: int
    before_fen: int  # of those applied
    after_fen: int
    left_out: Sequence[str]
    notice: str
    words: str  # why some were moved although their file gives something else; empty where none were
    basis: str

    @property
    def is_finished(self) -> bool:
        return self.confirmed.finished_at is not None


def confirm_standard(district: District, actor: Actor, wanted: Wanted) -> Confirmed:
    """The bureau's head confirms a new standard with the totals that were shown."""
    check_may(actor, "standard.confirm")
    _check_since(district, wanted.since)
    with district.casebook.turn:
        proposal = propose_standard(
            district, actor, wanted.standard_fen, wanted.pack, wanted.area, wanted.taken
        )
        if (proposal.now_fen, proposal.then_fen) != (wanted.before_fen, wanted.after_fen):
            raise Refusal("standard.stale")
        if proposal.taken and not wanted.words.strip():
            raise Refusal("standard.words")
        if not wanted.basis.strip():
            raise Refusal("standard.basis")
        _check_meant(wanted)
        if any(row.since == wanted.since and not row.finished_at for row in _rows(district)):
            raise Refusal("standard.unfinished")
        file = district.casebook.next_file(f"{SERIES}{wanted.since}:", width=1)
        facts = _confirmed(district, file, wanted, proposal)
        draft = draft_act(actor, "standard.confirm", CONFIRMED, facts)
        act = district.casebook.append(draft, file, None, policy=wanted.pack or district.policy.key)
        return fold_standard([act])


def apply_standard(district: District, actor: Actor, file: str, limit: int = SLICE) -> Progress:
    """Applies it to the next households, and closes it once none is left; a repetition is a no-op."""
    check_may(actor, "standard.confirm")
    with district.casebook.turn:
        acts = _read(district, file)
        confirmed = fold_standard(acts)
        if confirmed.finished_at is not None:
            return _progress(district, confirmed)
        count = 0
        for listed in _remaining(district, confirmed):
            if count == limit:
                return _progress(district, confirmed)
            with district.remembering():  # the index folds what was read for the act
                count += _apply(district, actor, confirmed, listed)
        progress = _progress(district, confirmed)
        facts = {"applied": progress.applied, "left_out": len(progress.left_out)}
        draft = draft_act(actor, "standard.confirm", "standard_finished", facts)
        act = district.casebook.append(draft, file, acts[-1], policy=acts[0].policy)
        return _progress(district, fold_standard([*acts, act]))


def get_standard(district: District, actor: Actor, file: str) -> Progress:
    check_may(actor, "policy.plan")
    return _progress(district, fold_standard(_read(district, file)))


def list_standards(district: District, actor: Actor) -> list[StandardRow]:
    """The newest first."""
    check_may(actor, "policy.plan")
    return _rows(district)


def _rows(district: District) -> list[StandardRow]:
    return district.index.rows(STANDARDS, "ORDER BY confirmed_at DESC, file DESC")


def _read(district: District, file: str) -> list[Act]:
    acts = district.casebook.read(file)
    if not acts or acts[0].kind != CONFIRMED:
        raise Refusal("standard.unknown", id=file)
    return acts


def present_fen(district: District, area: Area) -> int | None:
    """What a person has a month now: as confirmed last, else as the pack says; None for a table by size."""
    policy, today = district.policy, district.today()
    begun, until = month_of_day(policy.valid_from), month_of_day(today)
    for row in sorted(_rows(district), key=lambda row: (row.since, row.confirmed_at), reverse=True):
        if row.fen and begun <= row.since <= until and row.area in ("", area):
            return row.fen
    benefit = policy.benefit
    if area == "rural" and benefit.rural_standard_fen is not None:
        return benefit.rural_standard_fen
    return None if benefit.mode == "table" else benefit.standard_fen


def _check_meant(wanted: Wanted) -> None:
    """Whoever doubles or halves what everybody receives writes the amount a second time."""
    if wanted.standard_fen is None or not is_startling(wanted.before_fen, wanted.after_fen):
        return
    if wanted.again_fen != wanted.standard_fen:
        raise Refusal("standard.retype")


def _check_since(district: District, since: str) -> None:
    """From this month on, at most a year ahead: what was paid is not worked out again."""
    year, dash, month = since.partition("-")
    is_month = bool(dash) and year.isdecimal() and len(year) == 4 and month in _MONTHS
    now = month_of_day(district.today())
    if not is_month or not now <= since <= f"{int(now[:4]) + 1}{now[4:]}":
        raise Refusal("standard.since", since=since)


_MONTHS: Final = tuple(f"{month:02d}" for month in range(1, 13))


def _confirmed(district: District, file: str, wanted: Wanted, proposal: Proposal) -> dict[str, Any]:
    """Totals and the list; who would end, or is left out, has nothing on it and stays as it is."""
    rows = [
        {
            "case": row.number,
            "before_fen": row.now_fen,
            "after_fen": row.then_fen if row.why is None else 0,
            "taken": row.taken,
        }
        for row in proposal.rows
    ]
    listed = district.evidence.put(EVIDENCE, file, {"rows": rows}, salt=district.new_salt())
    return {
        "since": wanted.since,
        "pack": wanted.pack,
        "standard_fen": wanted.standard_fen,
        "area": wanted.area if wanted.standard_fen is not None else "",
        "households": len(proposal.worked_out),
        "persons": proposal.persons,
        "before_fen": proposal.now_fen,
        "after_fen": proposal.then_fen,
        "ending": proposal.ending,
        "rows": listed,
        "taken": proposal.taken,
        "reason": district.put_text(file, _REASON, wanted.words) if proposal.taken else "",
        "basis": district.put_text(file, _BASIS, wanted.basis.strip()),
        "notice": district.put_text(file, _NOTICE, _notice(district, wanted)),
    }


def _notice(district: District, wanted: Wanted) -> str:
    """What the families are told: the standard, from when, where to ask."""
    policy = district.policy_of(wanted.pack) if wanted.pack else district.policy
    year, month = wanted.since.split("-")
    return (
        f"从{year}年{int(month)}月起，{_changed(policy, wanted)}（依据：{wanted.basis.strip()}）。"
        f"各家庭的保障金按新标准重新计算，不需要另外申请。"
        f"对自己家的金额有疑问的，请到{policy.org.community.zh}查看计算步骤。{policy.remedy.text.zh}"
    )


def _changed(policy: Policy, wanted: Wanted) -> str:
    """The standard in yuan and whose it is; of a pack that has several, its title."""
    if wanted.standard_fen is None:
        return f"最低生活保障标准按“{policy.title}”执行"
    whose = {"urban": "城市", "rural": "农村"}[wanted.area]
    whose = whose if policy.benefit.rural_standard_fen is not None else ""
    single = "一人户" if policy.benefit.mode == "coefficient" and wanted.area == "urban" else "每人"
    return f"{whose}最低生活保障标准调整为{single}每月 {format_yuan(wanted.standard_fen)} 元"


def _remaining(district: District, confirmed: Confirmed) -> Iterator[Mapping[str, Any]]:
    done = {row.file for row in district.index.rows(APPLIED, "WHERE standard = ?", (confirmed.id,))}
    return (row for row in _listed(district, confirmed) if row["case"] not in done)


def _listed(district: District, confirmed: Confirmed) -> Sequence[Mapping[str, Any]]:
    return list(district.evidence.get(EVIDENCE, confirmed.id, confirmed.rows)["rows"])


def _apply(district: District, actor: Actor, confirmed: Confirmed, listed: Mapping[str, Any]) -> bool:
    """Whether the household's amount follows; False leaves it out."""
    case, after_fen = district.get_case(str(listed["case"])), int(listed["after_fen"])
    if not after_fen or "standard_applied" not in allowed_acts(case):
        return False
    receipt = case.receipt
    if receipt is None or not receipt.is_open or receipt.now.amount_fen != int(listed["before_fen"]):
        return False
    facts = _applied(district, confirmed, case)
    if facts["amount_fen"] != after_fen:
        return False
    if listed.get("taken"):
        facts["reason"] = district.put_text(case.number, _REASON, _words(district, confirmed))
    district.append_to_case(case, draft_act(actor, "standard.confirm", "standard_applied", facts))
    return True


def _applied(district: District, confirmed: Confirmed, case: Case) -> dict[str, Any]:
    policy = district.policy_of(confirmed.pack or case.policy)
    household = household_now(district, case, policy)
    if confirmed.fen is not None:
        policy = restandardise(policy, household, confirmed.fen)
    benefit = work_out_benefit(policy, household, district.today())
    steps = {"steps": [step.as_json() for step in benefit.steps]}
    return {
        "standard": confirmed.id,
        "since": confirmed.since,
        "standard_fen": confirmed.fen,
        "pack": confirmed.pack,
        "before_fen": case.receipt.now.amount_fen if case.receipt else 0,
        "amount_fen": benefit.amount_fen,
        "steps": district.evidence.put(_STEPS, case.number, steps, salt=district.new_salt()),
    }


def _progress(district: District, confirmed: Confirmed) -> Progress:
    rows = district.index.rows(APPLIED, "WHERE standard = ?", (confirmed.id,))
    done = {row.file for row in rows}
    return Progress(
        confirmed=confirmed,
        applied=len(rows),
        before_fen=sum(row.before_fen for row in rows),
        after_fen=sum(row.after_fen for row in rows),
        left_out=[str(row["case"]) for row in _listed(district, confirmed) if row["case"] not in done],
        notice=district.get_text(confirmed.id, _NOTICE, confirmed.notice),
        words=_words(district, confirmed),
        basis=district.get_text(confirmed.id, _BASIS, confirmed.basis) if confirmed.basis else "",
    )


def _words(district: District, confirmed: Confirmed) -> str:
    return district.get_text(confirmed.id, _REASON, confirmed.reason) if confirmed.reason else ""
