"""The originals of every copy are called for and laid beside the copies (S7-AUDIT-05, S7-APPR-02).

The clock runs from the day the family received the call; a miss is overdue and never a refusal: it is
reminded of, extended with a reason, or the originals are looked at in the home or brought by somebody else
(S7-AMB-08).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.case_parts import OriginalsCall
from server.domain.clock_spans import count_days
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy_reader import Clock
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act

SAME, DIFFERS, MISSING = "same", "differs", "missing"
OUTCOMES: Final = (SAME, DIFFERS, MISSING)
COUNTER, HOME, PROXY = "counter", "home", "proxy"
HOW: Final = (COUNTER, HOME, PROXY)
# Nothing to compare: the application itself, and what was signed for the office.
NO_ORIGINAL: Final = frozenset({"application", "authority"})
_AT_LEAST: Final = ("identity", "register")


def call_originals(district: District, actor: Actor, case: Case) -> Case:
    """Calls for the originals at the same time as an audit passes, where the pack has it (S7-AUDIT-05)."""
    if not district.policy_of(case.policy).originals.district_check:
        return case
    called_on = district.today()
    facts = {
        "called_on": called_on.isoformat(),
        "received_on": "",
        "due_on": _due_on(district, case, called_on),
    }
    return district.append_to_case(case, draft_act(actor, "originals.call", "originals_called", facts))


def receive_call(district: District, actor: Actor, number: str, received_on: date) -> Case:
    """The family has received the call: from that day its clock runs (S7-AMB-08).

    More days that were given already stay given, however the days from receipt come out.
    """
    case, call = _get_called(district, actor, number, "originals_called")
    if not call.called_on <= received_on <= district.today():
        raise Refusal("originals.received_on", first=call.called_on.isoformat())
    due_on = _due_on(district, case, received_on)
    facts = {
        "called_on": call.called_on.isoformat(),
        "received_on": received_on.isoformat(),
        "due_on": max(due_on, call.due_on.isoformat()) if call.extended else due_on,
    }
    return district.append_to_case(case, draft_act(actor, "originals.call", "originals_called", facts))


def remind(district: District, actor: Actor, number: str, words: str) -> Case:
    """The family is reminded, with how and of whom it heard."""
    case, _ = _get_called(district, actor, number, "originals_reminded")
    if not words.strip():
        raise Refusal("originals.reminder")
    facts = {"words": district.put_text(number, "reason", words)}
    return district.append_to_case(case, draft_act(actor, "originals.call", "originals_reminded", facts))


def extend(district: District, actor: Actor, number: str, reason: str) -> Case:
    """More days, as many as the pack gives, from the day that was set or from today where that is past."""
    case, call = _get_called(district, actor, number, "originals_extended")
    days = district.policy_of(case.policy).originals.extension_days
    if not days:
        raise Refusal("originals.no_extension")
    if not reason.strip():
        raise Refusal("originals.extension_reason")
    due_on = extended_to(district, case, call)
    facts = {"due_on": due_on.isoformat(), "reason": district.put_text(number, "reason", reason)}
    return district.append_to_case(case, draft_act(actor, "originals.call", "originals_extended", facts))


def extended_to(district: District, case: Case, call: OriginalsCall) -> date:
    """The day an extension given today would end on."""
    rules = district.policy_of(case.policy).originals
    start = max(call.due_on, district.today())
    return count_days(start, Clock(rules.extension_days, rules.day_kind), district.calendar())


def check_originals(
    district: District, actor: Actor, number: str, documents: Mapping[str, str], how: str, words: str = ""
) -> Case:
    """Each copy beside its original: same, differs or missing; at the counter, at home, or by proxy.

    What is not the same, and a check away from the counter, is said in words.
    """
    case = district.get_case(number)
    check_may(actor, "originals.check")
    check_in_area(actor, case.street, case.community)
    check_step(case, "originals_checked")
    if set(documents) != set(originals_of(case)) or not set(documents.values()) <= set(OUTCOMES):
        raise Refusal("originals.every")
    if how not in HOW:
        raise Refusal("request.field", field="how", why=how)
    if (how != COUNTER or set(documents.values()) != {SAME}) and not words.strip():
        raise Refusal("originals.checked_words")
    facts = {
        "documents": dict(documents),
        "how": how,
        "words": district.put_text(number, "reason", words) if words.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "originals.check", "originals_checked", facts))


def originals_of(case: Case) -> tuple[str, ...]:
    """The copies in the file that have an original to be laid beside them."""
    return tuple(code for code in case.materials.given if code not in NO_ORIGINAL) or _AT_LEAST


def _due_on(district: District, case: Case, start: date) -> str:
    rules = district.policy_of(case.policy).originals
    if not rules.days:
        return start.isoformat()
    return count_days(start, Clock(rules.days, rules.day_kind), district.calendar()).isoformat()


def _get_called(district: District, actor: Actor, number: str, act: str) -> tuple[Case, OriginalsCall]:
    case = district.get_case(number)
    check_may(actor, "originals.call")
    check_in_area(actor, case.street, case.community)
    if case.originals_seen:
        raise Refusal("originals.checked")
    check_step(case, act)
    if case.originals is None:
        raise Refusal("originals.not_called")
    return case, case.originals
