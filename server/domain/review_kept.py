"""What a decision stands on is checked to be what was kept: declarations, visits, photos of the notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.policy import Policy
from server.domain.review_check import Check
from server.domain.stage import Stage
from server.errors import Refusal

_PROOFS: Final = {"posted": ("张贴的照片", "as posted"), "removed": ("取下的照片", "once taken down")}
# By the kind of a document of evidence: the act it was kept with, and what is to be said where it changed.
_KEPT: Final[Mapping[str, tuple[str, str, str]]] = {
    "declared": (
        "applied",
        "申报的内容和登记时不一样了，读不出来",
        "What was declared is not what was registered and cannot be read",
    ),
    "visit": (
        "visit_received",
        "入户记录和封存时不一样了，读不出来",
        "The visit is not what was sealed and cannot be read",
    ),
}
_OTHER: Final = ("", "存着的一份材料和当时不一样了", "A document that was kept is not what it was")


def check_kept(refusal: Refusal) -> Check:
    """A document the case stands on that does not match its digest any more (S7-APPR-05)."""
    kind = str(refusal.facts.get("document", "")).partition(":")[0]
    about, zh, en = _KEPT.get(kind, _OTHER)
    return Check(
        "S7-APPR-05", ok=False, zh=zh, en=en,
        fact_zh=refusal.sentence(), fact_en=refusal.sentence("en"), about=about,
    )  # fmt: skip


def check_notice_proofs(
    case: Case, policy: Policy, today: date | None, damaged: Sequence[str] = ()
) -> Iterator[Check]:
    """Two photos prove that the notice hung: as it was posted, and once it was taken down (S7-AMB-22).

    ``damaged``: which of them are not, byte for byte, what was handed in.
    """
    notice = case.notice
    if notice is None or not policy.notice.proof_photos:
        return
    ran_out = today is not None and notice.period.is_over(today)
    over = ran_out or case.stage is Stage.OBJECTED
    if damaged:
        changed = [_PROOFS[which] for which in _PROOFS if which in damaged]
        yield Check(
            "S7-AMB-22",
            ok=False,
            zh=f"公示的照片和存下时不一样：{'、'.join(zh for zh, _ in changed)}",
            en=f"Photos of the notice are not what was kept: {', '.join(en for _, en in changed)}",
            about="notice_proved",
        )
        return
    missing = [which for which in _PROOFS if which not in notice.proofs and (over or which == "posted")]
    due = [_PROOFS[which] for which in missing]
    yield Check(
        "S7-AMB-22",
        not due,
        "公示的照片要存" if due else "公示张贴、取下有照片" if over else "公示张贴有照片",
        "Photos of the notice are kept"
        if due
        else f"Photos show the notice posted{' and taken down' if over else ''}",
        f"还缺{'、'.join(zh for zh, _ in due)}" if due else "",
        f"Missing: {', '.join(en for _, en in due)}" if due else "",
        waits=bool(due),
    )
