"""The auditor's mail arrives once, with what verification needs, however often the mail server is away."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.commands.certificate import keep_certificate
from server.records.entries import Mail
from server.services.district import District
from server.services.heads import publish_due
from server.services.mailing import mail_state, put_mail, send_mail
from server.services.verification import verify
from server.services.witnesses import read_witnesses
from server.settings import Mailing
from tests.factories import Clock, accepted_case, make_district
from tests.server.services.mail_server import MailServer, mail_server
from tests.server.services.story import move

AUDITOR, SECOND = "auditor@audit.example", "second@audit.example"


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def district(tmp_path: Path, clock: Clock, post: MailServer) -> Iterator[District]:
    with make_district(tmp_path, clock, mailing=mailing(post.port)) as made:
        accepted_case(made)
        yield made


def mailing(port: int, **changes: Any) -> Mailing:
    plain = Mailing("127.0.0.1", port, "none", "log@district.example", (AUDITOR,))
    return replace(plain, **changes)


def with_mail(district: District, mailing: Mailing | None) -> District:
    return replace(district, settings=replace(district.settings, mailing=mailing))


def night(district: District, days: int = 1) -> int:
    """What the loop does after midnight; returns how many mails are done."""
    move(district, days=days)
    publish_due(district)
    put_mail(district)
    return send_mail(district)


def test_the_head_of_the_day_reaches_the_auditor(
    district: District, post: MailServer, tmp_path: Path
) -> None:
    assert night(district) == 1
    [(to, mail)] = post.taken
    newest = district.heads.newest()
    assert newest is not None
    assert to == [AUDITOR]
    assert mail["Subject"] == f"示例区 2026-03-02 总账 {newest.head.short}"
    body = mail.get_body()
    assert body is not None
    assert newest.head.digest in body.get_content()
    [attachment] = mail.iter_attachments()
    assert attachment.get_filename() == "ruhu-heads-2026-03-02.json"
    (tmp_path / "mailed.json").write_bytes(attachment.get_content())
    witnesses = read_witnesses(str(tmp_path / "mailed.json"))
    assert [witness.short for witness in witnesses] == [newest.head.short]
    assert verify(district, witnesses).ok


def test_the_mail_names_no_person_and_no_file(district: District, post: MailServer) -> None:
    night(district)
    text = post.taken[0][1].as_string()
    [attachment] = post.taken[0][1].iter_attachments()
    for private in ("SL-2026", "周例平", "fang", "a-0217"):
        assert private not in text + attachment.get_content().decode()


def test_nothing_is_mailed_twice(district: District, post: MailServer) -> None:
    night(district)
    for _ in range(3):
        put_mail(district)
        send_mail(district)
    assert len(post.taken) == 1


def test_missed_days_come_in_one_mail(district: District, post: MailServer) -> None:
    night(district)
    night(district, days=5)
    [attachment] = post.taken[1][1].iter_attachments()
    assert len(json.loads(attachment.get_content())["heads"]) == 5


def test_a_long_absence_is_mailed_as_its_last_month(district: District, post: MailServer) -> None:
    night(district)
    night(district, days=90)
    [attachment] = post.taken[1][1].iter_attachments()
    assert len(json.loads(attachment.get_content())["heads"]) == 31


def test_the_first_mail_begins_with_the_newest_head(district: District, post: MailServer) -> None:
    """Its root counts everything before."""
    night(district, days=40)
    [attachment] = post.taken[0][1].iter_attachments()
    assert len(json.loads(attachment.get_content())["heads"]) == 1


def test_a_full_mail_server_is_tried_again_later_and_later(district: District, post: MailServer) -> None:
    post.full = True
    assert night(district) == 0
    assert send_mail(district) == 0  # not due yet
    [mail] = district.office.every(Mail)
    assert (mail.tries, mail.left) == (1, (AUDITOR,))
    assert "insufficient system storage" in mail.error
    for minutes in (1, 5, 15, 60, 180, 360, 360):
        move(district, minutes=minutes)
        assert send_mail(district) == 0
    [mail] = district.office.every(Mail)
    assert mail.tries == 8
    post.full = False
    move(district, minutes=360)
    assert send_mail(district) == 1
    [mail] = district.office.every(Mail)
    assert (mail.left, mail.error, mail.next_at) == ((), "", "")
    assert len(post.taken) == 1


def test_days_that_wait_go_out_together_with_what_came_meanwhile(
    district: District, post: MailServer
) -> None:
    post.full = True
    night(district)
    night(district)
    post.full = False
    assert night(district) == 3
    assert sorted(mail["Subject"].split()[1] for _, mail in post.taken) == [
        "2026-03-02",
        "2026-03-03",
        "2026-03-04",
    ]


def test_a_mail_server_that_is_away_is_waited_for(district: District) -> None:
    nowhere = with_mail(district, mailing(9))
    assert night(nowhere) == 0
    state = mail_state(nowhere)
    assert state is not None
    assert state.waiting is not None
    assert "refused" in state.waiting.error
    move(district, minutes=1)
    assert send_mail(district) == 1


def test_only_an_address_that_refused_gets_it_again(district: District, post: MailServer) -> None:
    both = with_mail(district, mailing(post.port, to=(AUDITOR, SECOND)))
    post.refused = {SECOND}
    assert night(both) == 0
    [mail] = district.office.every(Mail)
    assert mail.left == (SECOND,)
    assert "no such mailbox" in mail.error
    post.refused = set()
    move(district, minutes=1)
    assert send_mail(both) == 1
    assert [to for to, _ in post.taken] == [[AUDITOR], [SECOND]]


def test_every_address_refused_is_no_loss(district: District, post: MailServer) -> None:
    post.refused = {AUDITOR}
    assert night(district) == 0
    post.refused = set()
    move(district, minutes=1)
    assert send_mail(district) == 1


def test_killed_between_sending_and_writing_it_down_the_same_mail_goes_again(
    district: District, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once too often, never too seldom; the message id says that it is one mail."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(district.office, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        night(district)
    monkeypatch.undo()
    assert send_mail(district) == 1
    assert len({mail["Message-ID"] for _, mail in post.taken}) == 1
    assert len(post.taken) == 2


def test_without_mail_nothing_is_kept_to_be_sent(district: District, post: MailServer) -> None:
    silent = with_mail(district, None)
    assert night(silent) == 0
    assert mail_state(silent) is None
    assert district.office.every(Mail) == []


def test_old_mail_leaves_the_outbox(district: District) -> None:
    for _ in range(3):
        night(district)
    night(district, days=100)
    assert [mail.id for mail in district.office.every(Mail)][-2:] == ["2026-03-04", "2026-06-12"]
    assert len(district.office.every(Mail)) == 2


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate this machine trusts for its own address."""
    folder = tmp_path / "tls-of-mail"
    keep_certificate(folder, "127.0.0.1", datetime.now(UTC))
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.crt"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    return context


def test_a_password_is_only_sent_after_starttls(district: District, trusted: ssl.SSLContext) -> None:
    with mail_server(starttls=trusted, login=True) as server:
        secret = mailing(server.port, encryption="starttls", user="ruhu", password="secret")
        private = with_mail(district, secret)
        assert night(private) == 1
        assert server.logins == [b"secret"]
        assert server.encrypted == [True]


def test_a_server_without_starttls_gets_neither_password_nor_mail(
    district: District, post: MailServer
) -> None:
    """Whoever sits in between strips the offer; nothing is said in the clear for that."""
    secret = mailing(post.port, encryption="starttls", user="ruhu", password="secret")
    private = with_mail(district, secret)
    assert night(private) == 0
    assert (post.taken, post.logins) == ([], [])


def test_a_mail_server_under_a_strangers_certificate_gets_nothing(
    district: District, trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with mail_server(starttls=trusted, login=True) as server:
        secret = mailing(server.port, encryption="starttls", user="ruhu", password="secret")
        private = with_mail(district, secret)
        assert night(private) == 0
        assert (server.taken, server.logins) == ([], [])
    [mail] = district.office.every(Mail)
    assert "certificate" in mail.error.lower()
