"""The certificate or the refusal on its way to the family, the passbook, the undertaking (S7-APPR-11…14)."""

from __future__ import annotations

import re
from typing import Final

from server.domain.case import Case
from server.domain.case_parts import LEGS
from server.domain.permission import CLERK, DISTRICT, STREET, Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.hands import Signed, keep_hand

FAMILY: Final = "family"
# Each leg, and the posts that give and receive on it.
POSTS: Final[dict[str, frozenset[str]]] = {
    "street": frozenset({DISTRICT, STREET}),
    "community": frozenset({STREET, CLERK}),
    FAMILY: frozenset({CLERK}),
}
_LAST_FOUR: Final = re.compile(r"[0-9]{4}")
PASSBOOK: Final = "passbook"


def next_leg(case: Case) -> str:
    """Who is to receive the papers next; empty once the family has them."""
    return next((leg for leg in LEGS if leg not in case.handover.legs), "")


def legs_of(actor: Actor) -> list[str]:
    """The legs somebody with the actor's posts hands papers over on."""
    return [leg for leg in LEGS if actor.roles & POSTS[leg]]


def pass_on(
    district: District,
    actor: Actor,
    number: str,
    leg: str,
    receiver: str,
    *,
    signed: Signed = None,
    unsigned: str = "",
    witness: str = "",
) -> Case:
    """The street, then the community, then the family receives the papers and signs (S7-APPR-11, S7-APPR-13).

    ``receiver`` is who took them. An approved family signs the undertaking at the same time (S7-APPR-14);
    ``unsigned`` says why somebody did not sign, ``witness`` who saw it (S7-AMB-12).
    """
    case = district.get_case(number)
    check_may(actor, "paper.pass_on")
    check_in_area(actor, case.street, case.community)
    check_step(case, "passed_on")
    _check_leg(case, actor, leg)
    if not receiver.strip():
        raise Refusal("delivery.receiver")
    if unsigned.strip() and not witness.strip():
        raise Refusal("delivery.witness")
    hand = "" if unsigned.strip() else keep_hand(district, number, leg, signed)
    facts = {
        "leg": leg,
        "granted": case.stage is Stage.APPROVED,
        "receiver": district.put_text(number, "reason", receiver),
        "signed": hand,
        "words": district.put_text(number, "reason", unsigned) if unsigned.strip() else "",
    }
    if unsigned.strip():
        facts["witness"] = district.put_text(number, "reason", witness)
    if leg == FAMILY and case.stage is Stage.APPROVED:
        facts["undertaking"] = hand
    return district.append_to_case(case, draft_act(actor, "paper.pass_on", "passed_on", facts))


def arrange_passbook(
    district: District, actor: Actor, number: str, bank: str, last_four: str, custody: str = ""
) -> Case:
    """The account by its bank and last four digits, and no more of it (S7-APPR-12).

    ``custody`` names who keeps it and the agreement that was filed, where the pack allows it (C-22).
    """
    case = district.get_case(number)
    check_may(actor, "passbook.arrange")
    check_in_area(actor, case.street, case.community)
    check_step(case, "passbook_arranged")
    if not bank.strip():
        raise Refusal("passbook.bank")
    if not _LAST_FOUR.fullmatch(last_four):
        raise Refusal("passbook.last_four")
    if custody.strip() and not district.policy_of(case.policy).payment.custody:
        raise Refusal("passbook.custody")
    content = {"text": f"尾号 {last_four}", "bank": bank.strip(), "custody": custody.strip()}
    facts = {
        "passbook": district.evidence.put(PASSBOOK, number, content, salt=district.new_salt()),
        "custody": bool(custody.strip()),
    }
    return district.append_to_case(case, draft_act(actor, "passbook.arrange", "passbook_arranged", facts))


def read_passbook(district: District, case: Case) -> dict[str, str]:
    """``text`` (the last four digits), ``bank`` and ``custody``; empty where none is arranged."""
    digest = case.handover.passbook
    return dict(district.evidence.get(PASSBOOK, case.number, digest)) if digest else {}


def _check_leg(case: Case, actor: Actor, leg: str) -> None:
    if leg not in LEGS or leg != next_leg(case):
        raise Refusal("delivery.order")
    if not actor.roles & POSTS[leg]:
        raise Refusal("delivery.other_post")
    if leg == "community" and case.stage is Stage.APPROVED and not case.handover.passbook:
        raise Refusal("delivery.passbook_first")
