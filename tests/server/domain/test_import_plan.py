"""What is wrong with a row is kept by column; a plan with one wrong row is refused."""

from __future__ import annotations

import pytest

from server.domain.days import parse_date
from server.domain.import_plan import Cells, Checked, Fault, ImportPlan, Row, choices_of
from server.errors import Refusal

CHOICES = choices_of({"urban": ("城市", "urban"), "rural": ("农村", "rural")})


def test_each_column_keeps_the_first_thing_said_of_it() -> None:
    cells = Cells(
        Row(2, {"day": "soon", "kind": "somewhere", "name": "林试远"}, {"amount": "import.formula"})
    )
    assert cells.read("day", parse_date, None) is None
    assert cells.choose("kind", CHOICES) == ""
    assert cells.needed("phone") == ""
    assert cells.read("amount", int, 0) == 0
    cells.refuse("day", Refusal("import.empty"))
    assert [(fault.column, fault.refusal.code) for fault in cells.faults] == [
        ("amount", "import.formula"),
        ("day", "date.malformed"),
        ("kind", "import.choice"),
        ("phone", "import.empty"),
    ]
    assert "城市、农村" in cells.faults[2].refusal.sentence()


@pytest.mark.parametrize("text", ["城市", "urban", "URBAN"])
def test_a_choice_is_understood_in_both_languages(text: str) -> None:
    assert Cells(Row(2, {"kind": text})).choose("kind", CHOICES) == "urban"


def test_one_wrong_row_and_the_plan_is_refused() -> None:
    right, known = Checked(Row(2, {}), item="a"), Checked(Row(3, {}), is_known=True, item="b")
    wrong = Checked(Row(4, {}), (Fault("", Refusal("import.empty")),))
    plan = ImportPlan([right, known])
    plan.check()
    assert (plan.new, plan.known, plan.wrong, plan.items) == (1, 1, 0, ["a"])
    with pytest.raises(Refusal, match=r"import\.rows_wrong"):
        ImportPlan([right, known, wrong]).check()
