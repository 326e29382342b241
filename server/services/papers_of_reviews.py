"""The letter a family receives when its guarantee is adjusted or stopped (C-26)."""

from __future__ import annotations

from collections.abc import Sequence

from server.documents.issued import Sheet
from server.documents.review_letter import ReviewLetter, review_letter_sheet
from server.domain.act import Act
from server.domain.days import shanghai_date
from server.domain.month import month_before
from server.errors import Refusal
from server.services.dossiers import Dossier, need
from server.services.households_now import EVIDENCE
from server.services.sentences_review import REASON_WORDS

_DECISIONS = ("review_decided", "stopped")


def review_letter(dossier: Dossier) -> Sheet:
    """The newest adjustment or stop, with its reasons, steps and the pack's remedy (D-20)."""
    act = max(
        (act for act in dossier.case.acts if act.kind in _DECISIONS), key=lambda act: act.n, default=None
    )
    act, policy = need(act), dossier.policy
    receipt = need(dossier.case.receipt)
    stops = act.kind == "stopped" or act.facts["outcome"] == "stop"
    month = str(act.facts["until"] if stops else act.facts["since"])
    before = receipt.in_month(month if stops else month_before(month)) or receipt.spells[0]
    return review_letter_sheet(
        ReviewLetter(
            title=policy.review.letter.zh,
            organ=dossier.bureau,
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=dossier.case.number,
            decided_on=shanghai_date(act.at),
            stops=stops,
            before_fen=before.amount_fen,
            after_fen=0 if stops else int(act.facts["amount_fen"]),
            month=month,
            reasons=_reasons(dossier, act),
            steps=[] if act.kind == "stopped" else _steps(dossier, act),
            remedy=policy.remedy.text.zh,
            seal_hint=dossier.seals[2],
        )
    )


def _reasons(dossier: Dossier, act: Act) -> list[str]:
    """The code in words, and what was written beside it by whoever reviewed and decided."""
    code = act.facts["reason"] if act.kind == "stopped" else act.facts["reason_code"]
    digests = (
        [act.facts.get("words", "")] if act.kind == "stopped" else [_recorded(dossier, act).facts["reason"]]
    )
    if act.kind == "review_decided":
        digests.append(act.facts["reason"])
    written = [line for digest in digests for line in dossier.text(digest).splitlines() if line.strip()]
    return [f"{REASON_WORDS.get(code, REASON_WORDS['other'])[0]}。", *written]


def _steps(dossier: Dossier, act: Act) -> Sequence[str]:
    digest = _recorded(dossier, act).facts["household"]
    try:
        kept = dossier.district.evidence.get(EVIDENCE, dossier.case.number, digest)
    except Refusal:
        return []
    return [str(step["text"]["zh"]) for step in kept["steps"]]


def _recorded(dossier: Dossier, act: Act) -> Act:
    """The community's record the decision rests on."""
    before = [each for each in dossier.case.acts[: act.n - 1] if each.kind == "review_recorded"]
    return before[-1]
