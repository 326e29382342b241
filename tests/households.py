"""A household as it declares itself, with valid defaults."""

from __future__ import annotations

from typing import Any


def household(**changes: Any) -> dict[str, Any]:
    """Two adults with one income: a family that is eligible, identity numbers valid by checksum."""
    data = {
        "members": [
            {
                "id": "m1",
                "name": "周例平",
                "sex": "male",
                "birth": "1971-04-09",
                "relation": "head",
                "identity_number": "110000197104090010",
                "incomes": [{"id": "i1", "kind": "wages", "source": "零工", "amount_fen": 120000}],
            },
            {"id": "m2", "name": "陈示兰", "sex": "female", "birth": "1973-08-21", "relation": "spouse"},
        ],
        "address": "槐安路 12 号 3 单元 501",
        "building": "槐安路 12 号楼",
        "phone": "0000-000 0001",
    }
    return data | changes
