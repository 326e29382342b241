"""Every verb, setting, refusal and permission is named in the pages."""

from __future__ import annotations

import pytest

from server.cli import make_parser
from server.domain.permission import PERMISSIONS
from server.errors import CATALOGUE
from server.given import FILE, SETTINGS
from tests.conventions.tree import ROOT
from tests.docs.pages import verbs
from tests.docs.tables import PAGES, make_page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_program_says_what_the_program_says(name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == make_page(name), "run make tables"


def test_everything_has_its_place_in_a_page() -> None:
    named = {
        "commands.md": [f"## ruhu {' '.join(verb)}\n" for verb in verbs(make_parser())],
        "errors.md": [f"| `{code}` |" for code in CATALOGUE],
        "permissions.md": [f"| `{name}` |" for name in PERMISSIONS],
        "settings.md": [f"`{name}`" for name in (FILE, *(setting.variable for setting in SETTINGS))],
    }
    for page, words in named.items():
        text = (ROOT / "docs" / page).read_text("utf-8")
        assert len(words) > 10
        assert [word for word in words if word not in text] == [], page


def test_no_table_has_a_row_of_another_length() -> None:
    for name in PAGES:
        widths = [
            {line.replace("\\|", "").count("|") for line in block.splitlines()}
            for block in make_page(name).split("\n\n")
            if block.startswith("|")
        ]
        assert widths
        assert all(len(each) == 1 for each in widths), name
