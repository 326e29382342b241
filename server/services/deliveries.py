"""What tablets are to be told, gathered for several at once and written to each tasks database in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from server.records.codec import sign_payload
from server.services.district import District
from server.services.receipts import with_others
from server.services.tasks import find_task, open_streets, put_tasks, receipt_id


class Delivery:
    """Documents of tasks databases on their way; what is put later under a name is what counts."""

    def __init__(self, district: District) -> None:
        self.district: Final = district
        self._documents: dict[str, dict[str, Mapping[str, Any] | None]] = defaultdict(dict)
        self._signed: dict[int, str] = {}  # by the identity of a payload, which is kept until all is sent

    def put(self, assessor: str, document_id: str, payload: Mapping[str, Any]) -> None:
        self._documents[assessor][document_id] = payload

    def put_receipt(
        self, assessor: str, document_id: str, receipt: Mapping[str, Any], *, first: bool
    ) -> None:
        """Puts a receipt; unless it is the ``first`` under its name it names what was accepted before it."""
        name = receipt_id(document_id)
        told = self._documents[assessor].get(name)
        if told is None and not first:
            told = find_task(self.district, assessor, name)
        self.put(assessor, name, with_others(receipt, told))

    def withdraw(self, assessor: str, document_id: str) -> None:
        self._documents[assessor][document_id] = None

    def send(self) -> None:
        """Writes what is not there already, for every assessor."""
        for assessor, documents in self._documents.items():
            open_streets(self.district, assessor)
            put_tasks(self.district, assessor, documents, self._sign)
        self._documents.clear()
        self._signed.clear()

    def _sign(self, payload: Mapping[str, Any]) -> str:
        """What several are told is signed once: a colleague of a visit is shown the whole of it."""
        signed = self._signed.get(id(payload))
        if signed is None:
            signed = self._signed[id(payload)] = sign_payload(self.district.keys.log, payload)
        return signed
