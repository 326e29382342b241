"""Goods handed out: a list made from the record, signed on receipt, closed with what is left (S7-DUTY-S3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from server.domain.act import ActDraft
from server.domain.goods import (
    CALLED_OFF,
    COLLECTED,
    ENDED,
    LINES,
    OPEN,
    OPENING,
    PROXY,
    SERIES,
    TAKEN_BACK,
    WORDS,
    Handout,
    Item,
    Line,
    check_collecting,
    check_items,
    check_open,
    fold_handout,
    format_line,
    left_over,
    parse_line,
    total_of,
)
from server.domain.household import parse_household
from server.domain.permission import Actor, check_in_area, check_may, may, may_in_area
from server.domain.receipt import CLASSES
from server.domain.retention import check_kept
from server.errors import Refusal
from server.records.entries import Area
from server.records.goods_rows import HandoutRow, households_in, list_handouts
from server.services.district import District, draft_act
from server.services.signing import SIGNATURE, keep_ink

_AHEAD: Final = timedelta(days=92)


@dataclass(frozen=True)
class HandoutView:
    """A hand-out with the lines of the person's area."""

    handout: Handout
    words: str
    ending: str
    lines: Sequence[Line]
    left: Sequence[int]  # of each item, of these lines


def make_list(
    district: District,
    actor: Actor,
    street: str,
    on: date,
    words: str,
    items: Sequence[Item],
    classes: Sequence[str] = (),
) -> Handout:
    """Every household in receipt in the month of ``on``, or those of some classes, and how much it gets."""
    check_may(actor, "goods.list")
    check_in_area(actor, street, "")
    if district.area(street).kind != "street":
        raise Refusal("area.unknown", id=street)
    _check_day(district, on)
    check_items(items)
    with district.casebook.turn:
        file = district.casebook.next_file(f"{SERIES}{on.year}-", 3)
        lines = work_out(district, street, on, items, classes)
        if not lines:
            raise Refusal("goods.nobody")
        content = {"lines": [format_line(line) for line in lines]}
        facts = {
            "street": street,
            "on": on.isoformat(),
            "items": [asdict(item) for item in items],
            "words": _put(district, file, words),
            "lines": district.evidence.put(LINES, file, content, salt=district.new_salt()),
            "count": len(lines),
            "totals": list(total_of(lines, items)),
        }
        draft = draft_act(actor, "goods.list", OPENING, facts)
        return fold_handout([district.casebook.append(draft, file, None, policy=district.policy.key)])


def work_out(
    district: District, street: str, on: date, items: Sequence[Item], classes: Sequence[str] = ()
) -> list[Line]:
    """A line a household, with its head's name as declared."""
    if set(classes) - set(CLASSES):
        raise Refusal("goods.classes")
    rows = households_in(district.index, street, on.isoformat()[:7])
    return [
        Line(
            row.file,
            row.community,
            _head(district, row.file),
            row.persons,
            tuple(item.amount(row.persons) for item in items),
        )
        for row in rows
        if not classes or row.klass in classes
    ]


def collect(
    district: District,
    actor: Actor,
    file: str,
    cases: Sequence[str],
    ink: Mapping[str, Any] | None = None,
    how: str = "self",
    words: str = "",
) -> Handout:
    """Households collected: those ticked on the signed sheet, or one that signs on the pad.

    Who collects for another says so, and why; one drawing is the signature of one household.
    """
    check_may(actor, "goods.hand_out")
    with district.casebook.turn:
        handout = get_handout(district, actor, file)
        check_collecting(handout, read_lines(district, actor, handout), cases, how)
        if ink is not None and len(cases) > 1:
            raise Refusal("goods.one_signature")
        if how == PROXY and not words.strip():
            raise Refusal("goods.proxy")
        facts = {
            "cases": list(cases),
            "how": how,
            "signature": keep_ink(district, file, cases[0], ink) if ink is not None else "",
            "words": _put(district, file, words) if words.strip() else "",
        }
        return append_to(district, handout, draft_act(actor, "goods.hand_out", COLLECTED, facts))


def take_back(district: District, actor: Actor, file: str, case: str, reason: str) -> Handout:
    """A household was ticked by mistake: it has not collected; who says so gives the reason."""
    check_may(actor, "goods.hand_out")
    with district.casebook.turn:
        handout = get_handout(district, actor, file)
        check_open(handout)
        if case not in {line.case for line in read_lines(district, actor, handout)} & set(handout.collected):
            raise Refusal("goods.not_collected", number=case)
        facts = {"case": case, "reason": _put(district, file, reason)}
        return append_to(district, handout, draft_act(actor, "goods.hand_out", TAKEN_BACK, facts))


def close(district: District, actor: Actor, file: str, words: str) -> Handout:
    """The end; what was not collected and where it goes is written down."""
    check_may(actor, "goods.list")
    with district.casebook.turn:
        handout = get_handout(district, actor, file)
        check_open(handout)
        if handout.left and not words.strip():
            raise Refusal("goods.left", count=handout.left)
        facts = {
            "words": _put(district, file, words) if words.strip() else "",
            "households": handout.left,
            "left": list(left_over(handout, _all_lines(district, handout))),
        }
        return append_to(district, handout, draft_act(actor, "goods.list", ENDED, facts))


def call_off(district: District, actor: Actor, file: str, words: str) -> Handout:
    """A list made by mistake; none that somebody has collected from."""
    check_may(actor, "goods.list")
    with district.casebook.turn:
        handout = get_handout(district, actor, file)
        check_open(handout)
        if handout.collected:
            raise Refusal("goods.begun")
        facts = {"words": _put(district, file, words)}
        return append_to(district, handout, draft_act(actor, "goods.list", CALLED_OFF, facts))


def get_handout(district: District, actor: Actor, file: str) -> Handout:
    """The hand-out folded from its acts; refuses an unknown one, and one of another street."""
    check_may(actor, "goods.read")
    handout = fold_handout(district.casebook.read(file) if file.startswith(SERIES) else [])
    if actor.street and actor.street != handout.street:
        raise Refusal("person.other_area")
    return handout


def view_handout(district: District, actor: Actor, file: str) -> HandoutView:
    handout = get_handout(district, actor, file)
    lines = read_lines(district, actor, handout)
    return HandoutView(
        handout,
        district.get_text(file, WORDS, handout.words),
        district.get_text(file, WORDS, handout.ending) if handout.ending else "",
        lines,
        left_over(handout, lines),
    )


def read_lines(district: District, actor: Actor, handout: Handout) -> list[Line]:
    """The lines of the person's area, community by community; refuses those that were erased."""
    check_kept(handout.acts)
    lines = _all_lines(district, handout)
    return [line for line in lines if may_in_area(actor, handout.street, line.community)]


def read_receipt(district: District, handout: Handout, case: str) -> tuple[Mapping[str, Any] | None, str]:
    """The ink of who signed on the pad, and the words about who came in their stead."""
    receipt = handout.collected[case]
    drawn = district.evidence.get(SIGNATURE, handout.id, receipt.signature) if receipt.signature else {}
    ink = drawn.get("ink")
    return ink, district.get_text(handout.id, WORDS, receipt.words) if receipt.words else ""


def list_for(district: District, actor: Actor) -> list[HandoutRow]:
    """The hand-outs of the person's street, the newest first."""
    check_may(actor, "goods.read")
    return list_handouts(district.index, actor.street)


def count_handouts(district: District, actor: Actor) -> int:
    """Hand-outs that are not ended, for whoever hands out."""
    if not may(actor, "goods.hand_out"):
        return 0
    return len(list_handouts(district.index, actor.street, OPEN))


def list_streets(district: District, actor: Actor) -> list[Area]:
    """For which streets this person may make a list."""
    areas = (area for area in district.office.every(Area) if area.kind == "street")
    return [area for area in areas if may_in_area(actor, area.id, "")]


def _all_lines(district: District, handout: Handout) -> list[Line]:
    kept = district.evidence.get(LINES, handout.id, handout.lines)
    return [parse_line(line) for line in kept["lines"]]


def _head(district: District, number: str) -> str:
    declared = district.get_case(number).declared
    head = parse_household(district.evidence.get("declared", number, declared)).head
    return head.name if head else ""


def _check_day(district: District, on: date) -> None:
    """A hand-out is of about now: the record of a month long gone is not what somebody would receive by."""
    if abs(on - district.today()) > _AHEAD:
        raise Refusal("goods.day")


def _put(district: District, file: str, words: str) -> str:
    if not words.strip():
        raise Refusal("goods.words")
    return district.put_text(file, WORDS, words)


def append_to(district: District, handout: Handout, draft: ActDraft) -> Handout:
    """Adds an act to the chain of a hand-out."""
    act = district.casebook.append(draft, handout.id, handout.acts[-1], policy=handout.policy)
    return fold_handout([*handout.acts, act])
