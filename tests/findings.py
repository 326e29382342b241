"""What a tablet of paper found in the home of :func:`tests.factories.household`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from forms.record import Record
from server.domain.days import format_instant
from server.services.district import District
from server.services.forms import HOME_VISIT, get_form


def answers(district: District, photos: Sequence[str], on: date, children: int = 0) -> dict[str, Any]:
    """Answers to the home visit for :func:`household`, the wages higher than declared.

    ``children`` more live there than were declared.
    """
    given = {
        "privacy_read": "OK",
        "visit_date": on.isoformat(),
        "met_who": "applicant",
        "address_same": "yes",
        "staff_relative": "no",
        "member": [
            _member("m1", "周例平", "head", "1971-04-09", employment="flexible", income=[_income("i1")]),
            _member("m2", "陈示兰", "spouse", "1973-08-21", employment="unemployed", no_income="OK"),
            *(_child(number) for number in range(children)),
        ],
        "members_asked": "OK",
        **{name: ["none"] for name in ("vehicles", "assets", "looked_back", "goods", "urgent")},
        "savings": "0",
        "tenure": "own",
        "owner": "applicant",
        "dwelling": "flat",
        "floor_area": "42",
        "lodgers": "0",
        **{"utilities": "120", "phone_cost": "60", "daily": "900"},
        "supporters": "no",
        "photo_door": list(photos[:1]),
        "photo_room": list(photos[1:]),
        "furnishing": "plain",
        "food": "plain",
        "living_note": "屋里简单。",
        **{"copies": ["register"], "same": ["register"]},
        "neighbours": "yes",
        "neighbour": [{"_id": "n1", "who": "building", "agrees": "agrees", "neighbour_said": "是这样。"}],
        **{"causes": ["no_fixed_job"], "needs": ["job"]},
        "opinion": "eligible",
        "opinion_reason": "收入低。",
    }
    return Record(get_form(district, HOME_VISIT), given, today=on.isoformat()).sealed()


def _member(row: str, name: str, relation: str, birth: str, **more: Any) -> dict[str, Any]:
    return {
        "_id": row,
        "name": name,
        "relation": relation,
        "sex": "male" if relation == "head" else "female",
        "no_number": "not_shown",
        "birth": birth,
        "register": "local_urban",
        "health": ["healthy"],
        "education": "junior",
        "marital": "married",
    } | more


def _child(number: int) -> dict[str, Any]:
    child = _member(f"c{number}", f"周例{number}", "child", f"2008-0{number + 1}-10")
    return child | {"employment": "student", "education": "senior", "marital": "single"}


def _income(row: str, amount: str = "1860.00") -> dict[str, Any]:
    return {"_id": row, "kind": "wages", "source": "零工", "amount": amount, "basis": ["own_words"]}


def photo_record(content: bytes, now: datetime) -> dict[str, Any]:
    return {
        "digest": hashlib.sha256(content).hexdigest(),
        "path": "photo_door",
        "caption": "门口",
        "taken_at": format_instant(now),
        "content_type": "image/jpeg",
        "length": len(content),
        "width": 48,
        "height": 64,
        "position": None,
        "source": "camera",
        "replaced": False,
    }


def signature_record(who: str, name: str, now: datetime) -> dict[str, Any]:
    return {
        "who": who,
        "name": name,
        "how": "signed",
        "reason": "",
        "signed_at": format_instant(now),
        "ink": {"width": 300, "height": 100, "paths": ["M10 12L40 50"]},
    }
