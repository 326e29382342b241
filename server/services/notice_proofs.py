"""The proof that a notice hung: a photo when it was posted, one when it was taken down (S7-AMB-22).

The photo is of the notice, not of residents. What the camera noted of time and place is read, kept as
evidence, and leaves the picture: what is kept is drawn anew from its pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.evidence import PHOTO
from server.services.district import District, draft_act
from server.services.notices import REMOVED, WHICH, find_row
from server.services.photo_proofs import DETAILS, keep_photo


@dataclass(frozen=True)
class ProofView:
    """One photo as the case shows it; ``position`` is empty where the camera noted none."""

    which: str
    n: int  # of the act
    photo: str
    taken_at: str
    by: str  # the user
    from_camera: bool  # whether the time is the camera's, or when it was handed in
    position: Mapping[str, str]
    replaced: bool = False


def prove_notice(
    district: District, actor: Actor, notice_id: str, which: str, content: bytes, reason: str = ""
) -> Case:
    """Keeps the photo of a notice as it hung, or of the place once it was taken down.

    Refuses a photo taken before the notice was posted, or of a notice gone before its time. With a ``reason``
    it takes the place of the one there is, which stays readable with what it was replaced for.
    """
    row = find_row(district, notice_id)
    check_may(actor, "notice.prove")
    check_in_area(actor, row.street, row.community)
    if which not in WHICH:
        raise Refusal("notice.photo_which")
    if which == REMOVED and not row.stopped_on and district.today().isoformat() <= row.last_day:
        raise Refusal("notice.photo_early", last_day=row.last_day)
    with district.casebook.turn:
        case = district.get_case(row.case)
        check_step(case, "notice_proved")
        replaces = which in find_row(district, notice_id).proofs
        if replaces and not reason.strip():
            raise Refusal("notice.photo_kept")
        kept = keep_photo(district, row.case, content, parse_date(row.posted_on))
        facts = {"notice": row.id, "which": which, **asdict(kept)}
        if replaces:
            facts |= {"replaces": True, "reason": district.put_text(row.case, "reason", reason)}
        return district.append_to_case(case, draft_act(actor, "notice.prove", "notice_proved", facts))


def list_proofs(district: District, case: Case, notice_id: str) -> list[ProofView]:
    """The photos of one notice, posted first, each before the one that took its place."""
    acts = [act for act in case.acts if act.kind == "notice_proved" and act.facts["notice"] == notice_id]
    newest = {act.facts["which"]: act.n for act in acts}
    return [
        ProofView(
            which=act.facts["which"],
            n=act.n,
            replaced=act.n != newest[act.facts["which"]],
            photo=act.facts["photo"],
            taken_at=act.facts["taken_at"],
            by=act.by,
            **_details(district, case.number, act.facts["details"]),
        )
        for act in sorted(acts, key=lambda act: WHICH.index(act.facts["which"]))
    ]


def get_proof_photo(district: District, actor: Actor, notice_id: str, which: str, n: int = 0) -> bytes:
    """The bytes of a photo, for whoever may see the case: the newest, or the one of act ``n``."""
    row = find_row(district, notice_id)
    check_may(actor, "case.read")
    check_in_area(actor, row.street, row.community)
    for proof in list_proofs(district, district.get_case(row.case), notice_id):
        if proof.which == which and (proof.n == n if n else not proof.replaced):
            return district.evidence.get_photo(row.case, proof.photo)
    raise Refusal("record.missing", document=f"{PHOTO}:{notice_id}:{which}")


def _details(district: District, number: str, digest: str) -> dict[str, Any]:
    try:
        return district.evidence.get(DETAILS, number, digest)
    except Refusal:
        return {"from_camera": False, "position": {}}
