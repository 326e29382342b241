"""The assessors' caseload keys, kept in the office wrapped to the district's encryption key (design §4)."""

from __future__ import annotations

from joserfc.jwk import ECKey

from server.errors import Refusal
from server.records.entries import CaseloadKeys
from server.records.envelope import CannotOpen, Caseload, CaseloadKey, import_key, new_key, open_for, seal_to
from server.records.office import Office


class Caseloads:
    """Unwraps each key once in the life of the process; what is in the office is never the key itself."""

    def __init__(self, office: Office, encryption: ECKey) -> None:
        self._office = office
        self._encryption = encryption
        self._unwrapped: dict[str, CaseloadKey] = {}

    def find(self, assessor: str) -> Caseload:
        """An assessor's keys, the newest first; none where nothing was ever sealed for them."""
        entry = self._office.find(CaseloadKeys, assessor)
        return [self._unwrap(assessor, wrapped) for wrapped in entry.keys] if entry else []

    def newest(self, assessor: str) -> CaseloadKey:
        """The key to seal with; the first one is made when it is first needed."""
        return (self.find(assessor) or self._make(assessor))[0]

    def _make(self, assessor: str) -> Caseload:
        key = new_key()
        wrapped = seal_to(self._encryption, key.jwk, self._encryption.thumbprint())
        try:
            self._office.create(CaseloadKeys(assessor, (wrapped,)))
        except Refusal:  # made meanwhile by another thread or process: theirs is the one
            return self.find(assessor)
        return [key]

    def _unwrap(self, assessor: str, wrapped: str) -> CaseloadKey:
        if wrapped not in self._unwrapped:
            try:
                self._unwrapped[wrapped] = import_key(open_for(self._encryption, wrapped))
            except (CannotOpen, KeyError, TypeError, ValueError) as error:
                raise Refusal("record.damaged", document=f"{CaseloadKeys.type}:{assessor}") from error
        return self._unwrapped[wrapped]
