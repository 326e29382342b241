"""The letter a family receives about an overpayment: how it was worked out, what follows (S7-DUTY-D2)."""

from __future__ import annotations

from server.documents.issued import Sheet
from server.documents.recovery_letter import RecoveryLetter, recovery_letter_sheet
from server.domain.days import shanghai_date
from server.errors import Refusal
from server.services.dossiers import Dossier
from server.services.recoveries import read_worked
from server.services.sentences_recovery import REASON_WORDS


def recovery_letter(dossier: Dossier) -> Sheet:
    """Of the newest finding, with the pack's remedy (D-20)."""
    case = dossier.case
    if not case.recovery.found:
        raise Refusal("paper.not_yet")
    newest = case.recovery.found[-1]
    worked = read_worked(dossier.district, case, newest.lines)
    return recovery_letter_sheet(
        RecoveryLetter(
            organ=dossier.bureau,
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=case.number,
            found_on=shanghai_date(case.acts[newest.n - 1].at),
            reason=REASON_WORDS[newest.reason][0],
            words=dossier.text(newest.words),
            lines=[(each.month, each.paid_fen, each.owed_fen, each.over_fen) for each in worked],
            amount_fen=newest.amount_fen,
            asked_back=newest.asked_back,
            most=dossier.policy.payment.recovery_share,
            remedy=dossier.policy.remedy.text.zh,
            seal_hint=dossier.seals[2],
        )
    )
