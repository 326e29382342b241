"""The log at the desk: whether the heads reach the auditor, and the copy where they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.services.heads import publish_due
from server.services.mailing import put_mail, send_mail
from server.services.witnesses import read_witnesses
from server.settings import Mailing
from tests.factories import accepted_case
from tests.server.services.story import move
from tests.server.web.browsing import words

NOWHERE = Mailing("127.0.0.1", 9, "none", "log@district.example", ("auditor@audit.example",))


@pytest.fixture
def mailed(district, monkeypatch):
    """The district with a mail server that never answers."""
    object.__setattr__(district, "settings", replace(district.settings, mailing=NOWHERE))
    return district


def test_without_mail_the_desk_says_so_and_gives_the_copy(person, district, tmp_path):
    accepted_case(district)
    move(district, days=1)
    [each] = publish_due(district)
    xie = person("xie")
    page = xie.get("/desk/log")
    assert "没有设置邮件，总账没有寄给审计" in page.text
    assert each.head.short in page.text
    copy = xie.get("/desk/log/2026-03-02/copy.json")
    (tmp_path / "copy.json").write_bytes(copy.data)
    [witness] = read_witnesses(str(tmp_path / "copy.json"))
    assert (witness.short, witness.signed) == (each.head.short, each.signed)
    assert len(witness.leaves) == each.head.size
    assert b"SL-2026" not in copy.data
    assert xie.get("/desk/log/2026-03-03/copy.json").status_code == 404


def test_mail_that_does_not_get_through_is_shown_with_what_stands_in_its_way(person, mailed):
    assert "今夜的总账做好以后，寄给auditor@audit.example" in person("xie").text("/desk/log")
    move(mailed, days=1)
    publish_due(mailed)
    put_mail(mailed)
    assert send_mail(mailed) == 0
    text = person("admin").text("/desk/log")
    assert "3月2日的总账还没有寄到：auditor@audit.example" in text
    assert "Connection refused" in text
    assert "3月3日 9:01再寄" in text


def test_heads_that_were_not_made_are_told(person, district):
    accepted_case(district)
    move(district, days=1)
    publish_due(district)
    move(district, days=2)
    assert "3月2日以后的总账没有做出来" in person("xie").text("/desk/log")


def test_a_clerk_has_no_business_with_the_copies(person, district):
    assert person("fang").get("/desk/log").status_code == 403
    assert "总账" not in words(person("fang").get("/desk/"))
    assert person("fang").get("/desk/log/2026-03-02/copy.json").status_code == 403
