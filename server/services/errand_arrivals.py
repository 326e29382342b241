"""The sealed visit of an errand on the reconciler's desk; it enters the file it was made for (design §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.act import Act
from server.domain.errand import Errand
from server.domain.seal import SealedVisit
from server.errors import Refusal
from server.services.arrivals import Leaf, SealedArrival
from server.services.deliveries import Delivery
from server.services.errand_results import check_result_of, enter_result
from server.services.errand_tasks import publish_errands
from server.services.uploads import (
    Upload,
    check_upload,
    evidence_digest,
    parse_upload,
    reason_of,
)
from sync.reconcile.decisions import Known, SetAside


class ErrandArrival(SealedArrival):
    """What a team sealed in a home it was sent to for the sake of another file."""

    _read: tuple[Upload, SealedVisit]

    def __init__(self, leaf: Leaf, errand: Errand) -> None:
        super().__init__(leaf)
        self._errand = errand

    @property
    def _sealed(self) -> SealedVisit:
        return self._read[1]

    def _judge(self, body: Mapping[str, Any]) -> Known:
        self._read = upload, visit = parse_upload(self._assessor, body)
        if self.id != f"visit:{visit.case}:{visit.round}:{visit.device}":
            raise Refusal("visit.malformed", why=self.id)  # it stands under another's name
        self._act = self._find_received()
        if self._act is not None:
            return Known(done=True)
        self._photos = photos = self._find_photos()
        missing = tuple(sorted({photo.digest for photo in visit.photos} - photos.digests))
        refusals = photos.refusals
        if not missing:
            right = photos.digests - photos.swapped
            refusals += check_upload(self._district, upload, visit, right, self._district.now())
        if not missing and not refusals:
            check_result_of(self._district, self._errand, visit)
        return Known(missing=missing, reasons=tuple(reason_of(refusal) for refusal in refusals))

    def set_aside(self, decision: SetAside) -> None:
        """The task says no more that an earlier one was sent back: this is the answer."""
        super().set_aside(decision)
        publish_errands(self._district, [self._errand] if self._errand.is_open else [])

    def _find_received(self) -> Act | None:
        """The act exactly this upload was received by before."""
        digest = evidence_digest(self._read[0], self._errand.file)
        acts = self._district.casebook.read(self._errand.file)
        return next((act for act in acts if act.facts.get("visit") == digest), None)

    def _receive(self, photos: Mapping[str, bytes]) -> Act:
        return enter_result(self._district, self._errand, *self._read, photos)

    def _is_first(self) -> bool:
        """An errand takes one visit."""
        return self._act is not None

    def _follow(self, delivery: Delivery) -> None:
        """Nobody else was asked, and nobody signs it again."""
