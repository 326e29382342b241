"""Mail to the auditor: the heads of the days, kept in an outbox of the office until every address took them.

What the auditor holds, the district can no longer change unseen: ``ruhu verify --against`` the file compares.
"""

from __future__ import annotations

import json
import smtplib
import ssl
from dataclasses import dataclass, replace
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Final

from server.domain.days import format_instant, parse_date, parse_instant
from server.records.entries import Mail
from server.records.heads import Published
from server.services.district import District
from server.settings import Mailing

# After so many minutes it is tried again, the last one for ever.
_WAITS: Final = (1, 5, 15, 60, 180, 360)
_TIMEOUT_SECONDS: Final = 30.0
_MOST_DAYS: Final = 31  # in one mail
_KEPT: Final = timedelta(days=92)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class MailState:
    """What the desk says of the mail: to whom, how far it got, what stands in its way."""

    to: tuple[str, ...]
    sent_until: str  # the day of the newest head that was mailed to everybody, empty before the first
    sent_at: str
    waiting: Mail | None


def put_mail(district: District) -> Mail | None:
    """Puts the heads since the last mail into the outbox; the first mail begins with the newest head."""
    mailing, newest = district.settings.mailing, district.heads.newest()
    if mailing is None or newest is None:
        return None
    day = newest.head.date
    if district.office.find(Mail, day.isoformat()) is not None:
        return None
    earlier = district.office.every(Mail)
    _clear_out(district, earlier)
    first = parse_date(earlier[-1].id) + _DAY if earlier else day
    first = max(first, day - (_MOST_DAYS - 1) * _DAY)
    mail = Mail(day.isoformat(), first.isoformat(), mailing.to, next_at=format_instant(district.now()))
    district.office.create(mail)
    return mail


def send_mail(district: District) -> int:
    """Sends what is due; what a server does not take stays and is tried again. Returns how many are done."""
    mailing, now = district.settings.mailing, format_instant(district.now())
    if mailing is None:
        return 0
    due = [mail for mail in district.office.every(Mail) if mail.left and mail.next_at <= now]
    return sum(_try(district, mailing, mail) for mail in due)


def mail_state(district: District) -> MailState | None:
    """How the mail stands; None where none is set up."""
    mailing = district.settings.mailing
    if mailing is None:
        return None
    mails = district.office.every(Mail)
    done = [mail for mail in mails if not mail.left]
    waiting = [mail for mail in mails if mail.left]
    last = done[-1] if done else None
    return MailState(
        mailing.to, last.id if last else "", last.sent_at if last else "", waiting[0] if waiting else None
    )


def auditors_copy(district: District, first: date, last: date) -> bytes:
    """What the auditor is given: the signed heads of some days, and each day's leaves, which name nobody."""
    days = [first + place * _DAY for place in range((last - first).days + 1)]
    found = [published for day in days if (published := district.heads.find(day))]
    heads = [{"signed": each.signed, "leaves": _leaves(district, each)} for each in found]
    return json.dumps({"type": "ruhu-heads", "schema": 1, "heads": heads}, indent=1).encode("ascii")


def compose(district: District, mailing: Mailing, mail: Mail) -> EmailMessage:
    """The mail: what is in it and what for, in both languages; sent twice it is recognisably one."""
    last = district.heads.find(parse_date(mail.id))
    short, digest = (last.head.short, last.head.digest) if last else ("", "")
    profile, domain = district.profile, mailing.sender.rpartition("@")[2]
    message = EmailMessage()
    message["From"], message["To"] = mailing.sender, ", ".join(mail.left)
    message["Subject"] = f"{profile.name_zh} {mail.id} 总账 {short}"
    message["Date"] = format_datetime(district.now())
    message["Message-ID"] = f"<head.{mail.id}.{digest[:16]}@{domain}>"
    message.set_content(_body(profile.name_zh, profile.name_en, mail, short, digest))
    copy = auditors_copy(district, parse_date(mail.first), parse_date(mail.id))
    name = f"ruhu-heads-{mail.id}.json"
    message.add_attachment(copy, maintype="application", subtype="json", filename=name)
    return message


def _body(name_zh: str, name_en: str, mail: Mail, short: str, digest: str) -> str:
    return (
        f"{name_zh}到 {mail.id} 24 时的总账：{short}\n{digest}\n\n"
        "请把这封信和附件存在区里够不到的地方。核对：ruhu verify --against 附件。\n"
        "附件里没有人名、案号，只有签了名的总账和当天每一行的摘要。\n\n"
        f"The head of {name_en} up to the end of {mail.id}: {short}\n\n"
        "Please keep this mail and its attachment where the district cannot reach it. To compare:\n"
        "ruhu verify --against the attachment. It names no person and no file: signed heads, and the\n"
        "digest of each line of the day.\n"
    )


def _leaves(district: District, published: Published) -> list[str]:
    return [line.digest for line in district.heads.lines(published.head.date)]


def _try(district: District, mailing: Mailing, mail: Mail) -> bool:
    """One attempt; the outcome is written down before the next."""
    try:
        refused = _send(mailing, compose(district, mailing, mail))
    except (smtplib.SMTPException, OSError) as error:
        refused = dict.fromkeys(mail.left, str(error) or type(error).__name__)
    now = district.now()
    left = tuple(address for address in mail.left if address in refused)
    wait = timedelta(minutes=_WAITS[min(mail.tries, len(_WAITS) - 1)])
    tried = replace(
        mail,
        left=left,
        tries=mail.tries + 1,
        next_at=format_instant(now + wait) if left else "",
        sent_at="" if left else format_instant(now),
        error=str(next(iter(refused.values()), "")),
    )
    district.office.save(tried)
    return not left


def _send(mailing: Mailing, message: EmailMessage) -> dict[str, Any]:
    """Hands the mail over (RFC 5321); the addresses the server refused, with what it said."""
    domain = mailing.sender.rpartition("@")[2]
    with _connect(mailing, domain) as server:
        if mailing.encryption == "starttls":
            server.starttls(context=ssl.create_default_context())
        if mailing.user:
            server.login(mailing.user, mailing.password)
        try:
            return server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            return error.recipients


def _connect(mailing: Mailing, domain: str) -> smtplib.SMTP:
    where = (mailing.host, mailing.port, domain)
    if mailing.encryption == "tls":
        return smtplib.SMTP_SSL(*where, timeout=_TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(*where, timeout=_TIMEOUT_SECONDS)


def _clear_out(district: District, mails: list[Mail]) -> None:
    """Mail that was sent long ago leaves the outbox; the last one stays, to go on from."""
    for mail in mails[:-1]:
        if not mail.left and parse_instant(mail.sent_at) < district.now() - _KEPT:
            district.office.delete(mail)
