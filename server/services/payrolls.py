"""The monthly payment roll of a street: proposed, signed by two, sent to the bank, answered (S7-DUTY-D2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from server.domain.act import ActDraft
from server.domain.case import Case
from server.domain.household import parse_household
from server.domain.money import plain_yuan
from server.domain.month import month_after
from server.domain.page import Page, span_of
from server.domain.payroll import (
    CLOSED,
    LINES,
    OPENING,
    PROPOSED,
    SENT_BACK,
    SERIES,
    SIGNED,
    Line,
    Payroll,
    check_closing,
    check_result,
    check_signing,
    fold_payroll,
    format_line,
    is_owed_less,
    owed_months,
    parse_line,
    payroll_id,
    persons_in,
    total_of,
)
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.recovery import instalment_fen
from server.domain.retention import check_kept
from server.domain.sheet import UTF_8, csv_bytes
from server.errors import Refusal
from server.records.payment_rows import (
    Owed,
    RollRow,
    count_rolls,
    first_month,
    households_owed,
    last_month,
    list_rolls,
    paid_months,
    subsidies_due,
)
from server.records.recovery_rows import instalments_due
from server.services.district import District, draft_act
from server.services.handing_over import read_passbook

REASON: Final = "reason"
_BANK_HEAD: Final = ("序号", "受理号", "户名", "开户银行", "账号尾号", "金额（元）")
PAGE: Final = 50  # rolls on a page of the list


@dataclass(frozen=True)
class Returned:
    """A payment the bank gave back, and whether it waits or is paid again with the next roll."""

    case: str
    reason: str
    held: bool = False


def open_payroll(district: District, actor: Actor, street: str, month: str, subsidy_fen: int = 0) -> Payroll:
    """Opens and proposes a street's roll for a month; ``subsidy_fen`` is a person's price subsidy (S4-08)."""
    check_may(actor, "payroll.propose")
    check_in_area(actor, street, "")
    if district.area(street).kind != "street":
        raise Refusal("area.unknown", id=street)
    file = payroll_id(street, month)
    with district.casebook.turn:
        _check_month(district, street, month)
        if district.casebook.read(file):
            raise Refusal("payroll.opened", month=month)
        facts = {"street": street, "month": month, **_proposal(district, file, street, month, subsidy_fen)}
        draft = draft_act(actor, "payroll.propose", OPENING, facts)
        return fold_payroll([district.casebook.append(draft, file, None, policy=district.policy.key)])


def propose_again(district: District, actor: Actor, file: str, subsidy_fen: int) -> Payroll:
    """Works a roll out anew that was sent back."""
    with district.casebook.turn:
        payroll = get_payroll(district, actor, file)
        check_may(actor, "payroll.propose")
        if payroll.state != SENT_BACK:
            raise Refusal("payroll.not_open")
        facts = _proposal(district, file, payroll.street, payroll.month, subsidy_fen)
        return _append(district, payroll, draft_act(actor, "payroll.propose", "payroll_proposed", facts))


def send_back(district: District, actor: Actor, file: str, reason: str) -> Payroll:
    """Whoever would sign sends it back, and says why; nothing of it is paid meanwhile."""
    payroll = get_payroll(district, actor, file)
    check_may(actor, "payroll.sign")
    if payroll.state not in (PROPOSED, SIGNED):
        raise Refusal("payroll.not_open")
    facts = {"reason": _put_reason(district, file, reason)}
    return _append(district, payroll, draft_act(actor, "payroll.sign", "payroll_sent_back", facts))


def sign(district: District, actor: Actor, file: str, lines: str) -> Payroll:
    """Signs the amounts somebody has seen; ``lines`` is the digest their page showed."""
    with district.casebook.turn:
        payroll = get_payroll(district, actor, file)
        check_may(actor, "payroll.sign")
        check_signing(payroll, actor.user_id, lines)
        _check_still_owed(district, payroll)
        draft = draft_act(actor, "payroll.sign", "payroll_signed", {"lines": lines})
        return _append(district, payroll, draft)


def send(district: District, actor: Actor, file: str, encoding: str = UTF_8) -> Payroll:
    """Writes down which bytes go to the bank; only a roll two people signed is sent, and once."""
    with district.casebook.turn:
        payroll = get_payroll(district, actor, file)
        check_may(actor, "payroll.send")
        if payroll.state != SIGNED:
            raise Refusal("payroll.not_signed")
        _check_still_owed(district, payroll)
        content = bank_file(district, payroll, encoding)
        facts = {
            "file": hashlib.sha256(content).hexdigest(),
            "encoding": encoding,
            "count": payroll.count,
            "total_fen": payroll.total_fen,
        }
        return _append(district, payroll, draft_act(actor, "payroll.send", "payroll_sent", facts))


def bank_file(district: District, payroll: Payroll, encoding: str) -> bytes:
    """What the bank is sent: one line a household, the same bytes each time for the same lines.

    Of an account the record holds no more than the bank and the last four digits (S7-APPR-12).
    """
    rows: list[Sequence[object]] = [_BANK_HEAD]
    for n, line in enumerate(read_lines(district, payroll), start=1):
        rows.append((n, line.case, line.payee, line.bank, line.account, plain_yuan(line.total_fen)))
    rows.append(("合计", payroll.count, "", "", "", plain_yuan(payroll.total_fen)))
    return csv_bytes(rows, encoding)


def sent_file(district: District, payroll: Payroll) -> bytes:
    """The file that went to the bank, refused where it no longer matches the digest in the act."""
    if not payroll.bank_file:
        raise Refusal("payroll.not_signed")
    check_kept(payroll.acts)
    content = bank_file(district, payroll, payroll.encoding)
    if hashlib.sha256(content).hexdigest() != payroll.bank_file:
        raise Refusal("record.damaged", document=payroll.id)
    return content


def record_answer(district: District, actor: Actor, file: str, returned: Sequence[Returned]) -> Payroll:
    """What the bank gave back and why; every other payment was made."""
    payroll = get_payroll(district, actor, file)
    check_may(actor, "payroll.send")
    sums = {line.case: line.total_fen for line in read_lines(district, payroll)}
    unknown = [one.case for one in returned if one.case not in sums]
    if unknown:
        raise Refusal("payroll.no_line", number=unknown[0])
    if len({one.case for one in returned}) < len(returned):
        raise Refusal("payroll.named_twice")
    check_result(payroll, {one.case: sums[one.case] for one in returned})
    given = [
        {
            "case": one.case,
            "fen": sums[one.case],
            "reason": _put_reason(district, file, one.reason),
            "held": one.held,
        }
        for one in returned
    ]
    return _append(district, payroll, draft_act(actor, "payroll.send", "bank_answered", {"returned": given}))


def release(district: District, actor: Actor, file: str, case: str) -> Payroll:
    """A payment that was held is paid with the next roll."""
    payroll = get_payroll(district, actor, file)
    check_may(actor, "payroll.send")
    if case not in payroll.held:
        raise Refusal("payroll.not_held", number=case)
    return _append(district, payroll, draft_act(actor, "payroll.send", "payment_released", {"case": case}))


def close(district: District, actor: Actor, file: str, paid_fen: int) -> Payroll:
    """Closes a roll whose paid and returned sums add up to what was sent; ``paid_fen`` is the bank's own."""
    payroll = get_payroll(district, actor, file)
    check_may(actor, "payroll.send")
    check_closing(payroll, paid_fen)
    facts = {"paid_fen": paid_fen, "returned_fen": payroll.returned_fen}
    return _append(district, payroll, draft_act(actor, "payroll.send", "payroll_closed", facts))


def get_payroll(district: District, actor: Actor, file: str) -> Payroll:
    """The roll folded from its acts; refuses an unknown one, and one of another street."""
    check_may(actor, "payroll.read")
    acts = district.casebook.read(file) if file.startswith(SERIES) else []
    payroll = fold_payroll(acts)
    check_in_area(actor, payroll.street, "")
    return payroll


def list_payrolls(district: District, actor: Actor, page: int = 1) -> Page[RollRow]:
    """The rolls of the person's streets, the newest month first."""
    check_may(actor, "payroll.read")
    span = span_of(count_rolls(district.index, actor.street), page, PAGE)
    return Page(list_rolls(district.index, actor.street, limit=span.size, offset=span.offset), span)


def count_waiting(district: District, actor: Actor) -> int:
    """Rolls that are not closed."""
    check_may(actor, "payroll.read")
    return count_rolls(district.index, actor.street, without=CLOSED)


def read_lines(district: District, payroll: Payroll) -> list[Line]:
    """What each household is paid, by case number."""
    kept = district.evidence.get(LINES, payroll.id, payroll.lines)
    return [parse_line(line) for line in kept["lines"]]


def owed_less(district: District, payroll: Payroll) -> list[str]:
    """Whose guarantee stopped or became less since the roll was worked out; none once it went (S7-REV-01)."""
    if payroll.state not in (PROPOSED, SIGNED):
        return []
    index, street, month = district.index, payroll.street, payroll.month
    runs = {owed.case: owed.runs for owed in households_owed(index, street, month)}
    paid = paid_months(index, street)
    return [
        line.case
        for line in read_lines(district, payroll)
        if is_owed_less(line, runs.get(line.case, ()), paid.get(line.case, {}), month)
    ]


def without_passbook(district: District, payroll: Payroll) -> list[str]:
    """Who is left out because nobody arranged a passbook yet, by number, while the roll can be made anew."""
    if not payroll.waiting or payroll.state not in (PROPOSED, SIGNED, SENT_BACK):
        return []
    owed = work_out(district, payroll.street, payroll.month, payroll.subsidy_fen)
    return [line.case for line in owed if not line.account]


def read_reason(district: District, payroll: Payroll, digest: str) -> str:
    """The bank's words; empty where they were erased after their years."""
    return district.get_text(payroll.id, REASON, digest) if digest else ""


def _check_still_owed(district: District, payroll: Payroll) -> None:
    """Nobody signs or sends what would pay a household whose guarantee has stopped since (S7-REV-01)."""
    if less := owed_less(district, payroll):
        raise Refusal("payroll.owed_less", numbers="、".join(less[:5]), count=len(less))


def _check_month(district: District, street: str, month: str) -> None:
    """Rolls follow one another, and none is for a month that is not near."""
    if month > month_after(district.today().isoformat()[:7]):
        raise Refusal("payroll.too_early", month=month)
    last = last_month(district.index, street)
    if last and month < last:
        raise Refusal("payroll.later_one", month=last)


def _proposal(district: District, file: str, street: str, month: str, subsidy_fen: int) -> dict[str, Any]:
    return propose_lines(district, file, month, work_out(district, street, month, subsidy_fen), subsidy_fen)


def propose_lines(
    district: District, file: str, month: str, owed: Sequence[Line], subsidy_fen: int
) -> dict[str, Any]:
    """Keeps the lines that have an account as evidence; what an act that proposes them says."""
    lines = [line for line in owed if line.account]
    content = {"lines": [format_line(line) for line in lines]}
    return {
        "lines": district.evidence.put(LINES, file, content, salt=district.new_salt()),
        "count": len(lines),
        "total_fen": sum(line.total_fen for line in lines),
        "waiting": len(owed) - len(lines),
        "subsidy_fen": subsidy_fen,
        "totals": [vars(total) for total in total_of(lines, month)],
    }


def work_out(district: District, street: str, month: str, subsidy_fen: int) -> list[Line]:
    """Every household of a street that is owed something by ``month``, once each, in order of its number."""
    index = district.index
    begun = first_month(index, street) or month
    paid, due = paid_months(index, street), subsidies_due(index, street)
    instalments = instalments_due(index, street)
    lines = []
    for owed in households_owed(index, street, month):
        since = begun if owed.taken_over else ""
        months = owed_months(owed.runs, paid.get(owed.case, {}), month, since)
        subsidies = dict(due.get(owed.case, {}))
        if subsidy := subsidy_fen * persons_in(owed.runs, month):
            subsidies[month] = subsidy
        if months or subsidies:
            line = _line(owed, months, subsidies, month)
            lines.append(_finished(district, line, month, *instalments.get(owed.case, (0, 0))))
    return lines


def _finished(district: District, line: Line, month: str, monthly_fen: int, balance_fen: int) -> Line:
    """The line with what is kept back of it under the case's own pack, and with the account."""
    case = district.get_case(line.case)
    share = district.policy_of(case.policy).payment.recovery_share
    kept = instalment_fen(line.months.get(month, 0), monthly_fen, balance_fen, share)
    return _with_account(district, case, replace(line, recovery_fen=kept))


def _line(owed: Owed, months: Mapping[str, int], subsidies: Mapping[str, int], month: str) -> Line:
    persons = persons_in(owed.runs, month) or owed.runs[-1].persons
    return Line(owed.case, owed.community, owed.residence, persons, months, subsidies)


def _with_account(district: District, case: Case, line: Line) -> Line:
    """The line with who is paid, and where: the household's head and the passbook arranged (S7-APPR-12)."""
    head = parse_household(district.evidence.get("declared", case.number, case.declared)).head
    book = read_passbook(district, case)
    account = book.get("text", "").removeprefix("尾号").strip()
    return replace(line, payee=head.name if head else "", bank=book.get("bank", ""), account=account)


def _append(district: District, payroll: Payroll, draft: ActDraft) -> Payroll:
    act = district.casebook.append(draft, payroll.id, payroll.acts[-1], policy=payroll.policy)
    return fold_payroll([*payroll.acts, act])


def _put_reason(district: District, file: str, reason: str) -> str:
    if not reason.strip():
        raise Refusal("payroll.reason")
    return district.put_text(file, REASON, reason)
