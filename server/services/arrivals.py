"""One upload on the reconciler's desk: opened once, judged, taken or set aside, answered (design §5)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.seal import SealedVisit
from server.domain.sealed_contribution import SealedContribution
from server.errors import Refusal
from server.records.codec import SEALED_BYTES
from server.records.entries import SetAside as SetAsideEntry
from server.services.arrival_claims import (
    UNREADABLE,
    entry_id_of,
    identity_of,
    photos_named_in,
    sealed_digest_of,
)
from server.services.authorisation_uploads import (
    answer_authorisation,
    look_up_authorisation,
    take_authorisation,
)
from server.services.contribution_uploads import is_second, judge_beside, judge_contribution, parse_body
from server.services.contributions import find_contribution, receive_contribution
from server.services.countersign_uploads import answer_countersign, look_up_countersign, put_questions
from server.services.countersignatures import confirm_visit
from server.services.deliveries import Delivery
from server.services.district import District
from server.services.drafts import lay_drafts_beside, look_up_draft, take_draft
from server.services.hardship_uploads import answer_hardship, look_up_hardship, take_hardship
from server.services.intake import Intake
from server.services.outboxes import PHOTO, Photos, open_photos
from server.services.receipts import ACCEPTED
from server.services.recordings import ReceivedContribution, second_record
from server.services.returns import forget_returned
from server.services.set_aside_decisions import answer_set_aside
from server.services.set_asides import SET_ASIDE_FILE
from server.services.tasks import receipt_payload, withdraw_from_colleagues
from server.services.uploads import (
    VISITS,
    Upload,
    check_upload,
    find_received,
    parse_upload,
    reason_of,
)
from server.services.visits import Sound
from sync.couch import Database
from sync.reconcile.decisions import Known, SetAside

JPEG: Final = "image/jpeg"
_RECEIVED: Final = (*VISITS, "contribution_received")


@dataclass(frozen=True)
class Leaf:
    """A document of an outbox, opened; ``closed`` says why it does not open."""

    district: District
    outbox: Database
    assessor: str
    document: dict[str, Any]
    intake: Intake
    body: dict[str, Any] | None
    closed: Refusal | None


class Arrival(ABC):
    """A leaf of an outbox; ``entry`` is what was kept of it where it was set aside, now or before.

    ``is_pending``: it is to enter the record and has not yet; ``refused``: why it did not, when somebody
    else's act was first. ``revisions``: those its photos were read under, by their digests.
    """

    def __init__(self, leaf: Leaf) -> None:
        self.document: Final = leaf.document
        self.entry: SetAsideEntry | None = None
        self.is_pending: bool = False
        self.refused: Refusal | None = None
        self.revisions: Mapping[str, str] = {}
        self._district = leaf.district
        self._outbox = leaf.outbox
        self._assessor = leaf.assessor
        self._intake = leaf.intake
        self._body, self._closed = leaf.body, leaf.closed

    @property
    def id(self) -> str:
        return str(self.document["_id"])

    @property
    def case(self) -> str:
        """The case its name claims."""
        return str(identity_of(self.id)["case"])

    def look_up(self) -> Known | None:
        """Every fact the decision needs; a document that cannot be read is a reason, never an exception.

        None where nothing is due: for a draft somebody may still go on with.
        """
        entry_id = entry_id_of(self._assessor, self.document, self._body)
        self.entry = self._district.office.find(SetAsideEntry, entry_id)
        if self.entry is not None:
            return Known(done=True)
        try:
            if self._closed is not None:
                raise self._closed
            return self._judge(self._body or {})
        except Refusal as refusal:
            return Known(reasons=(reason_of(refusal),))
        except UNREADABLE as error:
            return Known(reasons=(reason_of(Refusal("visit.malformed", why=type(error).__name__)),))

    @abstractmethod
    def accept(self) -> None:
        """Enters it into the record; it was judged before."""

    def set_aside(self, decision: SetAside) -> None:
        """Kept whole: the document as it came, and every photo of it that arrived."""
        identity = identity_of(self.id)
        forget_returned(self._district, identity["case"], identity["round"])
        self.entry = SetAsideEntry(
            id=entry_id_of(self._assessor, self.document, self._body),
            assessor=self._assessor,
            digest=sealed_digest_of(self._body),
            document={key: value for key, value in self.document.items() if key != "_attachments"},
            reasons=tuple(vars(reason) for reason in decision.reasons),
            photos=self._keep_photos(identity["case"]),
            received_at=format_instant(self._district.now()),
            **identity,
        )
        self._district.office.save(self.entry)

    @abstractmethod
    def answer(self, delivery: Delivery) -> list[str]:
        """Puts what its tablet is told into the delivery; the photos that may then go from the outbox."""

    @abstractmethod
    def _judge(self, body: Mapping[str, Any]) -> Known | None:
        """What is known of one that opened and was not set aside before; refuses what cannot be read."""

    def _keep_photos(self, case: str) -> dict[str, str]:
        """Photos of an upload as evidence, each under the digest of the bytes that really came."""
        file = case if find_case(self._district, case) else SET_ASIDE_FILE
        photos = open_photos(self._district, self._assessor, self._outbox, photos_named_in(self._body))
        kinds = ((photos.opened, JPEG), (photos.closed, SEALED_BYTES))
        return {
            claimed: self._district.evidence.put_photo(file, content, kind)
            for contents, kind in kinds
            for claimed, content in contents.items()
        }


class CountersignArrival(Arrival):
    """A colleague's signature under a visit."""

    def accept(self) -> None:
        confirm_visit(self._district, (self._body or {})["token"])

    def answer(self, delivery: Delivery) -> list[str]:
        reason = dict(self.entry.reasons[0]) if self.entry else None
        answer_countersign(delivery, self._assessor, self.id, reason)
        return []

    def _judge(self, body: Mapping[str, Any]) -> Known:
        return look_up_countersign(self._district, self.id, body)


class AuthorisationArrival(Arrival):
    """An adult's authorisation of the information check, signed on a tablet (C-06)."""

    def accept(self) -> None:
        take_authorisation(self._district, self._body or {})

    def answer(self, delivery: Delivery) -> list[str]:
        reason = dict(self.entry.reasons[0]) if self.entry else None
        answer_authorisation(delivery, self._assessor, self.id, reason)
        return []

    def _judge(self, body: Mapping[str, Any]) -> Known:
        return look_up_authorisation(self._district, self.id, body)


class HardshipArrival(Arrival):
    """Urgent hardship an assessor says on a tablet (C-23)."""

    def accept(self) -> None:
        take_hardship(self._district, self._body or {})

    def answer(self, delivery: Delivery) -> list[str]:
        reason = dict(self.entry.reasons[0]) if self.entry else None
        answer_hardship(delivery, self._assessor, self.id, reason)
        return []

    def _judge(self, body: Mapping[str, Any]) -> Known:
        return look_up_hardship(self._district, self.id, body)


class SealedArrival(Arrival):
    """What was sealed with photos, whose tablet waits for a receipt; ``_act`` received it."""

    def __init__(self, leaf: Leaf) -> None:
        super().__init__(leaf)
        self._act: Act | None = None
        self._photos = Photos()  # in hand from the judgement until it is settled

    def accept(self) -> None:
        self._act = self._receive(self._photos.opened)
        self._photos = Photos()

    def set_aside(self, decision: SetAside) -> None:
        super().set_aside(decision)
        self._photos = Photos()

    def answer(self, delivery: Delivery) -> list[str]:
        """The receipt names the act or the reason; a visit taken is then the colleagues' to sign."""
        receipt = self._receipt()
        delivery.put_receipt(self._assessor, self.id, receipt, first=self._is_first())
        if receipt["status"] == ACCEPTED:
            self._follow(delivery)
        return list(receipt["photos"])

    def _follow(self, delivery: Delivery) -> None:
        """What follows for the team of a visit that was taken."""
        case = self._district.get_case(self.case)
        withdraw_from_colleagues(delivery.withdraw, case)
        lay_drafts_beside(self._district, case)
        put_questions(delivery, case)

    @abstractmethod
    def _receive(self, photos: Mapping[str, bytes]) -> Act:
        """Enters it into the record with its photos; the act that says so."""

    @property
    @abstractmethod
    def _sealed(self) -> SealedVisit | SealedContribution:
        """What was sealed, once it was judged."""

    def _receipt(self) -> dict[str, Any]:
        """What the tablet is told: taken into the record under an act, or set aside with the reason."""
        if self.entry is not None:
            return answer_set_aside(self._district, self.entry)
        if self._act is None:
            raise ValueError(self.id)
        facts = {"received_at": format_instant(self._act.at), "act": self._act.n, "reason": None}
        photos = sorted({photo.digest for photo in self._sealed.photos})
        return receipt_payload(self.id, ACCEPTED, self._sealed.digest, photos, **facts)

    def _is_first(self) -> bool:
        """Whether nothing else of this round and tablet is in the record under the same name."""
        case, identity = find_case(self._district, self.case), identity_of(self.id)
        mine = (identity["round"], identity["device"])
        received = [act for act in case.acts if act.kind in _RECEIVED] if case else []
        same = [act for act in received if (act.facts["round"], act.facts["device"]) == mine]
        return all(self._act is not None and act.n == self._act.n for act in same)

    def _find_photos(self) -> Photos:
        """The photos it names that are there: in the outbox, or in evidence since an earlier round.

        A photo that two homes' visits name comes once, and goes from the outbox with the first of them.
        """
        sealed, evidence = self._sealed, self._district.evidence
        named = dict.fromkeys(photo.digest for photo in sealed.photos)
        photos = open_photos(self._district, self._assessor, self._outbox, named)
        self.revisions = photos.revisions
        for digest in named:
            if digest not in photos.digests and evidence.has(PHOTO, sealed.case, digest):
                photos.opened[digest] = evidence.get_photo(sealed.case, digest)
        missing = [digest for digest in named if digest not in photos.digests]
        files = self._district.index.files_worked_on(self._assessor) if missing else []
        sent = ((digest, evidence.find_photo(files, digest)) for digest in missing)
        photos.opened.update({digest: photo for digest, photo in sent if photo is not None})
        return photos


class VisitArrival(SealedArrival):
    """The lead's sealed visit, or another record of it, which is laid beside the one received."""

    _read: tuple[Upload, SealedVisit]
    _goes_beside: bool = False

    @property
    def _sealed(self) -> SealedVisit:
        return self._read[1]

    def _judge(self, body: Mapping[str, Any]) -> Known:
        self._read = upload, visit = parse_upload(self._assessor, body)
        if self.id != f"visit:{visit.case}:{visit.round}:{visit.device}":
            raise Refusal("visit.malformed", why=self.id)  # it stands under another's name
        self._act = find_received(self._district, upload, visit.case)
        self._act = self._act or find_contribution(self._district, self._as_second())
        if self._act is not None:
            return Known(done=True)
        self._photos = photos = self._find_photos()
        missing = tuple(sorted({photo.digest for photo in visit.photos} - photos.digests))
        refusals = photos.refusals
        if not missing:
            right = photos.digests - photos.swapped
            refusals += check_upload(self._district, upload, visit, right, self._district.now())
        if not missing and is_second(self._district, self._as_second(), refusals):
            self._goes_beside = True
            return judge_beside(self._district, self._district.get_case(visit.case), self._as_second(), [])
        return Known(missing=missing, reasons=tuple(reason_of(refusal) for refusal in refusals))

    def accept(self) -> None:
        if self._goes_beside:
            super().accept()
        else:
            photos, self._photos, self.is_pending = self._photos.opened, Photos(), True
            self._intake.add(Sound(*self._read, photos), self._settle)

    def _settle(self, outcome: Act | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self.refused = outcome
        else:
            self._act, self.is_pending = outcome, False

    def _as_second(self) -> ReceivedContribution:
        upload, visit = self._read
        return second_record(upload.assessor, visit, upload.seal)

    def _receive(self, photos: Mapping[str, bytes]) -> Act:
        return receive_contribution(self._district, self._as_second(), photos)


class ContributionArrival(SealedArrival):
    """What a colleague recorded beside the visit."""

    _given: ReceivedContribution

    @property
    def _sealed(self) -> SealedContribution:
        return self._given.sealed

    def _judge(self, body: Mapping[str, Any]) -> Known:
        self._given = parse_body(self._assessor, self.id, body)
        self._act = find_contribution(self._district, self._given)
        if self._act is not None:
            return Known(done=True)
        self._photos = self._find_photos()
        return judge_contribution(self._district, self._given, self._photos)

    def _receive(self, photos: Mapping[str, bytes]) -> Act:
        return receive_contribution(self._district, self._given, photos)


class DraftArrival(Arrival):
    """A snapshot of what is not sealed: left alone while somebody may go on with it."""

    def accept(self) -> None:
        take_draft(self._district, self._outbox, self._assessor, self.document, self._body or {})

    def answer(self, delivery: Delivery) -> list[str]:
        """No receipt for what was never sealed, but a word where it was set aside."""
        if self.entry is None:
            return []
        receipt = answer_set_aside(self._district, self.entry)
        delivery.put_receipt(self._assessor, self.id, receipt, first=False)
        return list(receipt["photos"])

    def _judge(self, body: Mapping[str, Any]) -> Known | None:
        return look_up_draft(self._district, self._outbox, self._assessor, self.document, body)


def find_case(district: District, number: str) -> Case | None:
    try:
        return district.get_case(number)
    except Refusal:
        return None
