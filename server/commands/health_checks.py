"""What ``ruhu doctor`` looks at. A finding says what is so and, where it needs care, what to do."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Final

from cryptography import x509

from server.commands.backup import find_last_backup
from server.commands.couchdb_settings import find_lacking, wanted_settings
from server.commands.finding import Finding
from server.commands.index_check import look_at_index
from server.documents.fonts import find_fonts
from server.domain.days import parse_instant, shanghai_date
from server.errors import Refusal
from server.opening import find_certificate, open_for_command
from server.records.cache import sqlite_version
from server.records.entries import SetAside
from server.records.steps import STEPS, find_last
from server.services.district import District, system_clock
from server.services.forms import HOME_VISIT, forms_not_used, get_form
from server.services.freshness import measure
from server.services.heads import GRACE
from server.services.policies import packs_not_used
from server.settings import Settings
from sync.couch import CouchError

_PYTHON: Final = (3, 11)
_SQLITE: Final = (3, 35)  # RETURNING, and the trigram tokenizer of FTS5 (3.34)
_LEAST_FREE: Final = 1_000_000_000  # bytes, about three thousand photos
_SOON: Final = timedelta(days=30)
_LAG: Final = 3600  # seconds
_NEWEST: Final = 20  # documents of the casebook, an act among them
_DAY: Final = timedelta(days=1)
_NAMED: Final = 5  # files
_BACKUP_AGE: Final = timedelta(days=7)


def examine(settings: Settings, clock: Callable[[], datetime] = system_clock) -> Iterator[Finding]:
    """The installation first, then the district; a district that does not open is a finding."""
    yield from _look_at_versions()
    yield from _guard("fonts", _look_at_fonts)
    yield from _look_at_certificate(settings, clock())
    try:
        with open_for_command(settings, clock) as district:
            for name, look in _LOOKS:
                yield from _guard(name, look, district)
    except Refusal as refusal:
        yield Finding("open", False, refusal.sentence(), refusal.sentence("en"))


def _guard(name: str, look: Callable[..., Iterator[Finding]], *what: District) -> Iterator[Finding]:
    """One look; what keeps it from looking is what it found."""
    try:
        yield from look(*what)
    except Refusal as refusal:
        yield Finding(name, False, refusal.sentence(), refusal.sentence("en"))


def _look_at_versions() -> Iterator[Finding]:
    ruhu = version("ruhu")
    yield Finding("version", True, f"入户 {ruhu}", f"Ruhu {ruhu}")
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= _PYTHON, f"Python {python}", f"Python {python}")
    sqlite = ".".join(map(str, sqlite_version()))
    yield Finding("sqlite", sqlite_version() >= _SQLITE, f"SQLite {sqlite}", f"SQLite {sqlite}")


def _look_at_fonts() -> Iterator[Finding]:
    fonts = find_fonts()
    yield Finding("fonts", True, f"文书字体 {fonts.serif}", f"Papers are set in {fonts.serif}")


def _look_at_certificate(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The server's own, as it is set or as a server that runs announced it; one that a proxy holds is the
    proxy's to watch."""
    try:
        shown = settings.tls[0].read_bytes() if settings.tls else find_certificate(settings.data)
        if shown is None:
            return
        certificate = x509.load_pem_x509_certificate(shown)
    except (OSError, ValueError) as error:
        yield Finding(
            "certificate", False, f"证书读不出来（{error}）", f"The certificate is unreadable ({error})"
        )
        return
    end = certificate.not_valid_after_utc
    ok, day = end - now > _SOON, shanghai_date(end)
    yield Finding("certificate", ok, f"证书到 {day}", f"The certificate ends on {day}")


def _look_at_store(district: District) -> Iterator[Finding]:
    info = district.couch.info()
    yield Finding("store", True, f"数据库 {info.get('version')}", f"Database {info.get('version')}")
    free = shutil.disk_usage(district.settings.data).free
    size = f"{free / 1e9:.1f} GB"
    yield Finding("disk", free > _LEAST_FREE, f"还剩 {size}", f"{size} free")


def _look_at_couchdb(district: District) -> Iterator[Finding]:
    """Whether every node holds what tablets need; nothing to say of the store of our own."""
    if not district.settings.couchdb:
        return
    try:
        nodes = district.couch.nodes()
        wanted = wanted_settings(district.keys.token, "", len(nodes))
        lacking = list(find_lacking(district.couch, nodes, wanted))
    except CouchError as error:
        yield Finding(
            "couchdb", False, f"库的配置问不到：{error}", f"The database tells no settings: {error}"
        )
        return
    names = ", ".join(f"{one.node} {one.setting.section}/{one.setting.key}" for one in lacking)
    zh = f"库里缺设置：{names}。运行 ruhu couchdb setup。" if lacking else "库的设置齐全"
    en = (
        f"Missing in the database: {names}. Run ruhu couchdb setup."
        if lacking
        else "Its settings are complete"
    )
    yield Finding("couchdb", not lacking, zh, en)


def _look_at_clock(district: District) -> Iterator[Finding]:
    """A clock that was set back dates acts after those that are in the record already."""
    now = district.now()
    rows, _ = district.casebook.database.changes(limit=_NEWEST, include_docs=True, descending=True)
    newest = (row["doc"].get("at") for row in rows if row["id"].startswith("act:"))
    behind = any(parse_instant(at) > now + GRACE for at in newest)
    said = f"{now:%Y-%m-%d %H:%M} UTC"
    zh = f"时钟 {said} 比最后一件事还早，请校时" if behind else f"时钟 {said}"
    en = f"The clock, {said}, is behind the newest act: set it" if behind else f"Clock {said}"
    yield Finding("clock", not behind, zh, en)


def _look_at_keys(district: District) -> Iterator[Finding]:
    """They opened, so their owner alone can read them; what is shown is what papers and badges name."""
    kid, log = district.keys.credential.thumbprint()[:16], district.keys.log.thumbprint()[:16]
    yield Finding(
        "keys", True, f"签证钥匙 {kid}，总账钥匙 {log}", f"Badges are signed by {kid}, heads by {log}"
    )


def _look_at_head(district: District) -> Iterator[Finding]:
    """Yesterday's is made shortly after midnight by a server that runs."""
    newest = district.heads.newest()
    if newest is None:
        return
    day, due = newest.head.date, shanghai_date(district.now() - GRACE) - _DAY
    late = f"（{due} 的还没有做，服务要开着）", f"; {due} has none yet: the server must run"
    zh, en = ("", "") if day >= due else late
    yield Finding("head", day >= due, f"总账到 {day}{zh}", f"Newest head {day}{en}")


def _look_at_lag(district: District) -> Iterator[Finding]:
    freshness = measure(district)
    failed = sum(lag.failed for lag in freshness.behind)
    minutes = freshness.oldest_seconds // 60
    ok = freshness.oldest_seconds < _LAG and not failed
    zh = f"{len(freshness.behind)} 个发件箱没收完，最久 {minutes} 分钟，读不了的 {failed} 个"
    en = f"{len(freshness.behind)} outboxes are behind, {minutes} minutes at most; {failed} unreadable"
    yield Finding("lag", ok, zh, en)


def _look_at_steps(district: District) -> Iterator[Finding]:
    """The record's own number; a server of before that still runs takes them when it starts again."""
    last = find_last(district.office)
    due = "、".join(f"{step.number} {step.zh}" for step in STEPS[last:])
    due_en = " ".join(f"{step.number}: {step.en}" for step in STEPS[last:])
    zh = f"记录做到第 {last} 步" + (f"，重新启动服务会接着做：{due}" if due else "")
    en = f"The record has had step {last}" + (f"; start the server anew for {due_en}" if due else "")
    yield Finding("steps", not due, zh, en)


def _look_at_shipped(district: District) -> Iterator[Finding]:
    """Nothing to do: cases go on by what they were decided by, until what ships has its own version."""
    kept = [*packs_not_used(district), *forms_not_used(district)]
    if kept:
        names = "、".join(kept)
        zh = f"软件带来的 {names} 内容和登记的不同，没有用；照登记的办，等出新的版本"
        en = (
            f"What ships as {names.replace('、', ', ')} differs from what was published and is not used:"
            " the record goes on with its own until there is a new version"
        )
        yield Finding("kept", True, zh, en)


def _look_at_files(district: District) -> Iterator[Finding]:
    damaged = sorted(district.index.damaged())
    names = ", ".join([*damaged[:_NAMED], *(["…"] if len(damaged) > _NAMED else [])])
    zh, en = f"{len(damaged)} 个案卷读不通", f"{len(damaged)} files do not hold together"
    if damaged:
        zh, en = f"{zh}：{names}。请运行 ruhu verify", f"{en}: {names}. Run ruhu verify"
    yield Finding("files", not damaged, zh, en)
    waiting = len(district.office.every(SetAside))
    yield Finding("set-aside", True, f"{waiting} 份上传搁置着", f"{waiting} uploads are set aside")


def _look_at_form(district: District) -> Iterator[Finding]:
    get_form(district, HOME_VISIT)
    yield Finding("form", True, f"表 {HOME_VISIT}", f"Form {HOME_VISIT}")


def _look_at_backup(district: District) -> Iterator[Finding]:
    """Asked for once the record is a day old."""
    last = find_last_backup(district.settings.data)
    if last is None:
        newest = district.heads.newest()
        if newest is not None:
            yield Finding(
                "backup", False, "从来没有备份过：ruhu backup", "There was never a backup: ruhu backup"
            )
        return
    made = parse_instant(last["made_at"])
    ok = district.now() - made < _BACKUP_AGE
    proven = (
        "，恢复核对过" if last["verified_at"] else "",
        ", proven by restoring" if last["verified_at"] else "",
    )
    day = shanghai_date(made)
    yield Finding("backup", ok, f"最近一次备份 {day}{proven[0]}", f"Last backup {day}{proven[1]}")


_LOOKS: Final[tuple[tuple[str, Callable[[District], Iterator[Finding]]], ...]] = (
    ("store", _look_at_store),
    ("couchdb", _look_at_couchdb),
    ("clock", _look_at_clock),
    ("keys", _look_at_keys),
    ("form", _look_at_form),
    ("steps", _look_at_steps),
    ("kept", _look_at_shipped),
    ("index", look_at_index),
    ("files", _look_at_files),
    ("lag", _look_at_lag),
    ("head", _look_at_head),
    ("backup", _look_at_backup),
)
