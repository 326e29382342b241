"""Quarterly public lists: generated from the record, posted, proved, inspected, taken down (S7-QPUB)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from server.domain.act import digest_of
from server.domain.case import Case
from server.domain.head import PUBLIC
from server.domain.household import parse_household
from server.domain.notice import mask_name
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.quarter import Quarter
from server.domain.quarter_list import (
    SAID,
    ListWindow,
    QuarterList,
    check_generating,
    check_posting,
    check_removing,
    fold_list,
    list_file,
    window_of,
)
from server.domain.retention import check_kept
from server.errors import Refusal
from server.records.entries import Area
from server.records.list_rows import spells_of_month
from server.records.receipt_rows import SpellRow
from server.services.district import District, draft_act
from server.services.notices import POSTED, REMOVED, WHICH
from server.services.photo_proofs import keep_photo

TABLE: Final = "list-table"
WORDS: Final = "list-words"
_ADULT: Final = 18


@dataclass(frozen=True)
class ListLine:
    """One household of a list; a field the pack does not publish is None (PR-02, S7-AMB-19)."""

    case: str  # for the desk, never shown in public
    head: str | None
    persons: int | None
    amount_fen: int | None


@dataclass(frozen=True)
class ListView:
    """A list as pages and posters show it."""

    listed: QuarterList
    community: Area
    street: Area
    policy: Policy
    lines: tuple[ListLine, ...]
    missing: tuple[str, ...]  # the photos it lacks


@dataclass(frozen=True)
class Changes:
    """Who is on a list and was not on the one before, and the other way round; case numbers."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def generate_list(district: District, actor: Actor, community: str, quarter: Quarter) -> QuarterList:
    """The table of a community straight from the record; nobody writes in it (S7-QPUB-04).

    Until it is posted it is generated again as often as the record changes.
    """
    area = _check_community(district, actor, "list.make", community)
    window = get_window(district, quarter)
    file = list_file(community, quarter)
    with district.casebook.turn:
        listed = find_list(district, community, quarter)
        check_generating(listed, window, district.today())
        lines = read_lines(district, community, window)
        changes = _changes(district, community, quarter, [line.case for line in lines])
        facts = {
            "community": community,
            "street": area.parent,
            "quarter": str(quarter),
            "first_day": window.first_day.isoformat(),
            "last_day": window.last_day.isoformat(),
            "table": _keep_table(district, file, window, lines),
            "added": len(changes.added),
            "removed": len(changes.removed),
            **_sums(district, community, window),
        }
        return _append(district, actor, "list.make", "list_generated", facts, file, listed)


def post_list(district: District, actor: Actor, community: str, quarter: Quarter) -> QuarterList:
    """The list hangs on the board of the community, as it was generated (S7-QPUB-01…04)."""
    _check_community(district, actor, "list.make", community)
    with district.casebook.turn:
        listed = get_list(district, community, quarter)
        check_posting(listed, district.today())
        table = _table(district, listed)
        if table["lines"] != [asdict(line) for line in read_lines(district, community, listed.window)]:
            raise Refusal("list.changed")
        facts = {PUBLIC: digest_of(table["statement"])}
        return _append(district, actor, "list.make", "list_posted", facts, listed.file, listed)


def prove_list(
    district: District, actor: Actor, community: str, quarter: Quarter, which: str, content: bytes
) -> QuarterList:
    """A photo of the list as it hangs, or of the board once it is down (S7-AMB-22)."""
    _check_community(district, actor, "list.make", community)
    with district.casebook.turn:
        listed = get_list(district, community, quarter)
        if listed.posted_on is None:
            raise Refusal("list.not_posted")
        if which not in WHICH:
            raise Refusal("notice.photo_which")
        if which == REMOVED and listed.removed_on is None:
            raise Refusal("notice.photo_early", last_day=listed.window.last_day.isoformat())
        if which in (proof.which for proof in listed.proofs):
            raise Refusal("notice.photo_kept")
        kept = keep_photo(district, listed.file, content, listed.posted_on)
        facts = {"which": which, **asdict(kept)}
        return _append(district, actor, "list.make", "list_proved", facts, listed.file, listed)


def inspect_list(
    district: District, actor: Actor, community: str, quarter: Quarter, words: str, *, in_order: bool
) -> QuarterList:
    """What the street or the district saw of the posting while it hung (S7-QPUB-05)."""
    _check_community(district, actor, "list.inspect", community)
    with district.casebook.turn:
        listed = get_list(district, community, quarter)
        if not listed.hangs_on(district.today()):
            raise Refusal("list.not_posted")
        facts = {"in_order": in_order, "words": _keep_words(district, listed, words)}
        return _append(district, actor, "list.inspect", "list_inspected", facts, listed.file, listed)


def remove_list(district: District, actor: Actor, community: str, quarter: Quarter) -> QuarterList:
    """The list is taken down once its days are over (PR-05)."""
    _check_community(district, actor, "list.make", community)
    with district.casebook.turn:
        listed = get_list(district, community, quarter)
        check_removing(listed, district.today())
        return _append(district, actor, "list.make", "list_removed", {}, listed.file, listed)


def hear(
    district: District, actor: Actor, community: str, quarter: Quarter, kind: str, words: str
) -> QuarterList:
    """Keeps what somebody said of the list: an objection, or a report of a household on it."""
    _check_community(district, actor, "list.object", community)
    with district.casebook.turn:
        listed = get_list(district, community, quarter)
        if listed.posted_on is None:
            raise Refusal("list.not_posted")
        if kind not in SAID:
            raise Refusal("list.words")
        facts = {"kind": kind, "words": _keep_words(district, listed, words)}
        return _append(district, actor, "list.object", "list_heard", facts, listed.file, listed)


def find_list(district: District, community: str, quarter: Quarter) -> QuarterList | None:
    acts = district.casebook.read(list_file(community, quarter))
    return fold_list(acts) if acts else None


def get_list(district: District, community: str, quarter: Quarter) -> QuarterList:
    """A list folded from its acts; refuses one that was never generated."""
    listed = find_list(district, community, quarter)
    if listed is None:
        raise Refusal("list.unknown")
    return listed


def view_list(district: District, listed: QuarterList) -> ListView:
    """A list with the lines that were generated, whatever the record says since."""
    lines = tuple(ListLine(**line) for line in _table(district, listed)["lines"])
    policy = district.policy_of(listed.policy)
    return ListView(
        listed=listed,
        community=district.area(listed.community),
        street=district.area(listed.street),
        policy=policy,
        lines=lines,
        missing=missing_photos(listed, policy),
    )


def view_list_for_desk(district: District, actor: Actor, community: str, quarter: Quarter) -> ListView:
    _check_community(district, actor, "list.read", community)
    return view_list(district, get_list(district, community, quarter))


def view_hanging(district: District, community: str, quarter: Quarter) -> ListView:
    """A list anybody may read; refuses one unknown, not posted or over, in the same words (PR-05)."""
    listed = get_list(district, community, quarter)
    if not listed.hangs_on(district.today()):
        raise Refusal("list.unknown")
    return view_list(district, listed)


def changes_of(district: District, listed: QuarterList) -> Changes:
    """What a list has that the one before had not, and the other way round."""
    cases = [str(line["case"]) for line in _table(district, listed)["lines"]]
    return _changes(district, listed.community, listed.quarter, cases)


def missing_photos(listed: QuarterList, policy: Policy) -> tuple[str, ...]:
    """The photos a list lacks: of its posting, and of its removal once it is down."""
    if not policy.notice.proof_photos or listed.posted_on is None:
        return ()
    wanted = WHICH if listed.removed_on else (POSTED,)
    kept = {proof.which for proof in listed.proofs}
    return tuple(which for which in wanted if which not in kept)


def get_window(district: District, quarter: Quarter) -> ListWindow:
    """The days a list of the quarter hangs; refuses a quarter the pack posts none in."""
    window = window_of(quarter, district.policy.quarter_list)
    if window is None:
        raise Refusal("list.not_asked", quarter=str(quarter))
    return window


def read_lines(district: District, community: str, window: ListWindow) -> list[ListLine]:
    """Who is in receipt in the month of the list, with the pack's fields and no other (S7-AMB-19)."""
    rows = spells_of_month(district.index, community, window.month)
    return [_line(district, row, window) for row in rows]


def heard_words(district: District, listed: QuarterList, digest: str) -> str:
    return district.get_text(listed.file, WORDS, digest)


def get_list_photo(district: District, actor: Actor, listed: QuarterList, which: str) -> bytes:
    """The bytes of a photo of a list."""
    _check_community(district, actor, "list.read", listed.community)
    for proof in listed.proofs:
        if proof.which == which:
            return district.evidence.get_photo(listed.file, proof.photo)
    raise Refusal("record.missing", document=f"photo:{listed.file}:{which}")


def _line(district: District, row: SpellRow, window: ListWindow) -> ListLine:
    fields, case = district.policy.quarter_list.fields, district.get_case(row.file)
    return ListLine(
        case=row.file,
        head=_shown_head(district, case, window) if "head" in fields else None,
        persons=row.persons if "persons" in fields else None,
        amount_fen=row.amount_fen if "amount" in fields else None,
    )


def _shown_head(district: District, case: Case, window: ListWindow) -> str:
    """The name of the head, masked where the pack asks for it and always of a minor (PR-15, S7-AMB-19)."""
    head = parse_household(district.evidence.get("declared", case.number, case.declared)).head
    minor = head.age_on(window.first_day) < _ADULT
    return mask_name(head.name) if minor or district.policy.notice.mask_name else head.name


def _changes(district: District, community: str, quarter: Quarter, cases: Sequence[str]) -> Changes:
    earlier = _cases_before(district, community, quarter)
    return Changes(
        added=tuple(case for case in cases if case not in earlier),
        removed=tuple(sorted(earlier - set(cases))),
    )


def _cases_before(district: District, community: str, quarter: Quarter) -> set[str]:
    """Who was on the list of the quarter before, or would have been."""
    before = find_list(district, community, quarter.before)
    if before is not None:
        return {str(line["case"]) for line in _table(district, before)["lines"]}
    window = window_of(quarter.before, district.policy.quarter_list)
    month = window.month if window else quarter.before.first_day.isoformat()[:7]
    return {row.file for row in spells_of_month(district.index, community, month)}


def _sums(district: District, community: str, window: ListWindow) -> dict[str, int]:
    rows = spells_of_month(district.index, community, window.month)
    return {
        "households": len(rows),
        "persons": sum(row.persons for row in rows),
        "amount_fen": sum(row.amount_fen for row in rows),
    }


def _keep_table(district: District, file: str, window: ListWindow, lines: Sequence[ListLine]) -> str:
    """The lines, and the statement of them: what is said in public, salted, without any case's number."""
    shown = [
        {key: value for key, value in asdict(line).items() if key != "case" and value is not None}
        for line in lines
    ]
    statement = {
        "type": "quarter-list",
        "list": file,
        "first_day": window.first_day.isoformat(),
        "last_day": window.last_day.isoformat(),
        "lines": shown,
        "salt": district.new_salt(),
    }
    table = {"lines": [asdict(line) for line in lines], "statement": statement}
    return district.evidence.put(TABLE, file, table, salt=district.new_salt())


def _table(district: District, listed: QuarterList) -> dict[str, Any]:
    check_kept(listed.acts)
    return district.evidence.get(TABLE, listed.file, listed.table)


def _keep_words(district: District, listed: QuarterList, words: str) -> str:
    if not words.strip():
        raise Refusal("list.words")
    return district.put_text(listed.file, WORDS, words)


def _check_community(district: District, actor: Actor, permission: str, community: str) -> Area:
    area = district.area(community)
    if area.kind != "community":
        raise Refusal("list.unknown")
    check_may(actor, permission)
    check_in_area(actor, area.parent, community)
    return area


def _append(
    district: District,
    actor: Actor,
    permission: str,
    kind: str,
    facts: Mapping[str, object],
    file: str,
    listed: QuarterList | None,
) -> QuarterList:
    """Appends under the pack the list was generated under first."""
    acts = listed.acts if listed else ()
    policy = listed.policy if listed else district.policy.key
    draft = draft_act(actor, permission, kind, facts)
    act = district.casebook.append(draft, file, acts[-1] if acts else None, policy=policy)
    return fold_list([*acts, act])
