"""What tablets are to be told, gathered for several at once and written to each tasks database in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from joserfc.jwk import ECKey

from server.records.codec import sign_payload
from server.services.district import District
from server.services.receipts import with_others
from server.services.tasks import find_task, open_streets, put_tasks, receipt_id


class Delivery:
    """Documents of tasks databases on their way; what is put later under a name is what counts."""

    def __init__(self, district: District) -> None:
        self.district: Final = district
        self._documents: dict[str, dict[str, Mapping[str, Any] | None]] = defaultdict(dict)

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
        sign = _signing_once(self.district.keys.log)
        for assessor, documents in self._documents.items():
            open_streets(self.district, assessor)
            put_tasks(self.district, assessor, documents, sign)
        self._documents.clear()


def _signing_once(key: ECKey) -> Callable[[Mapping[str, Any]], str]:
    """What several are told is signed once: every colleague of a visit is shown the whole of it.

    Payloads are told apart as objects, so they must be kept as long as this is.
    """
    signed: dict[int, str] = {}

    def sign(payload: Mapping[str, Any]) -> str:
        if id(payload) not in signed:
            signed[id(payload)] = sign_payload(key, payload)
        return signed[id(payload)]

    return sign
