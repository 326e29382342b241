"""Real servers on both ends: ours to ours, ours to express-pouchdb and back, and a run that is killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.couch import Database
from sync.replication import compare
from tests.sync.peers import ExpressPouchDB
from tests.sync.processes import StoreProcess
from tests.sync.replication.samples import admin_of, fill

SCRIPT = Path(__file__).parents[2] / "peers" / "pouchdb_once.mjs"


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[str]:
    with StoreProcess(tmp_path / "ours") as process:
        yield process.url.replace("//", "//admin:secret@")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[str]:
    with StoreProcess(tmp_path / "other") as process:
        yield process.url.replace("//", "//admin:secret@")


@pytest.fixture
def express(tmp_path: Path) -> Iterator[str]:
    with ExpressPouchDB(tmp_path / "express") as process:
        yield process.url


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "server.cli", "replicate", *arguments, "--json"]


def run(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_one_of_our_servers_to_another(ours: str, other: str) -> None:
    source = admin_of(ours).database("casebook")
    leaves = fill(source)
    told = run(f"{ours}/casebook", f"{other}/casebook", "--create-target")
    assert (told["ok"], told["docs_written"], told["refused"]) == (True, leaves, [])
    assert compare(source, admin_of(other).at("casebook")).differences == ()
    assert run(f"{ours}/casebook", f"{other}/casebook")["missing_checked"] == 0


def test_to_express_pouchdb_and_back(ours: str, express: str, other: str) -> None:
    source = admin_of(ours).database("casebook")
    leaves = fill(source)
    told = run(f"{ours}/casebook", f"{express}/casebook", "--create-target")
    assert (told["ok"], told["docs_written"], told["refused"]) == (True, leaves, [])
    there = admin_of(express).at("casebook")
    assert compare(source, there).differences == ()
    assert run(f"{ours}/casebook", f"{express}/casebook")["missing_checked"] == 0
    told = run(f"{express}/casebook", f"{other}/casebook", "--create-target")
    assert (told["ok"], told["docs_written"]) == (True, leaves)
    assert isinstance(told["source_last_seq"], int)
    assert compare(source, admin_of(other).at("casebook")).differences == ()
    there.create({"_id": "later"})
    assert run(f"{express}/casebook", f"{other}/casebook")["docs_read"] == 1
    chosen = run(f"{express}/casebook", f"{other}/some", "--create-target", "--doc-ids", "later", "a/b?c=d&e")
    assert chosen["docs_written"] == 2


def test_stock_pouchdbs_checkpoint_is_left_alone(ours: str, other: str) -> None:
    source = admin_of(ours).database("casebook")
    leaves = fill(source, 20)
    addresses = f"{ours}/casebook", f"{other}/casebook"
    admin_of(other).database("casebook")
    assert pouchdb(*addresses)["written"] == leaves
    before = logs(source)
    assert len(before) == 1
    assert run(*addresses)["docs_written"] == 0
    source.create({"_id": "later"})
    assert run(*addresses)["docs_written"] == 1
    assert {key: value for key, value in logs(source).items() if key in before} == before
    assert len(logs(source)) == 2
    assert pouchdb(*addresses) == {"read": 0, "written": 0}


def pouchdb(source: str, target: str) -> dict[str, int]:
    done = subprocess.run(
        ["node", str(SCRIPT), source, target], capture_output=True, text=True, check=True, timeout=60
    )
    told: dict[str, int] = json.loads(done.stdout)
    return told


def logs(database: Database) -> dict[str, Any]:
    rows = database.resource.get_json("_local_docs", include_docs=True)[2]["rows"]
    return {row["id"]: row["doc"] for row in rows}


def test_killed_in_the_middle_it_goes_on_and_loses_nothing(ours: str, other: str) -> None:
    source, target = admin_of(ours).database("casebook"), admin_of(other).database("casebook")
    for first in range(0, 8000, 1000):
        source.bulk([{"_id": f"act:{n:06}", "n": n} for n in range(first, first + 1000)])
    for n in range(20):
        source.create_with_attachment({"_id": f"photo:{n}"}, "photo", bytes([n]) * 100_000, "image/jpeg")
    kills = sum(killed_after_a_checkpoint(source, f"{ours}/casebook", f"{other}/casebook") for _ in range(3))
    assert kills >= 2
    told = run(f"{ours}/casebook", f"{other}/casebook")
    assert told["start_last_seq"] != 0
    assert told["missing_checked"] <= 8020 - kills * 500
    assert compare(source, target).differences == ()


def killed_after_a_checkpoint(source: Database, *addresses: str) -> bool:
    """kill -9 as soon as the run has noted something new; False where it was done before that."""
    before = noted(source)
    process = subprocess.Popen(command(*addresses), stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while noted(source) == before and process.poll() is None:
            assert time.monotonic() < deadline
        return process.poll() is None
    finally:
        process.kill()
        process.wait()


def noted(database: Database) -> Any:
    return next((log["source_last_seq"] for log in logs(database).values()), None)


@pytest.fixture
def hearing() -> Iterator[None]:
    """What is started hears SIGINT, to which a shell makes its background jobs deaf."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hearing")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_ends_cleanly(ours: str, other: str, sign: signal.Signals) -> None:
    source, target = admin_of(ours).database("casebook"), admin_of(other).database("casebook")
    fill(source, 10)
    process = subprocess.Popen(
        command(f"{ours}/casebook", f"{other}/casebook", "--continuous"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not logs(target):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(sign)
    out, err = process.communicate(timeout=30)
    told = json.loads(out)
    assert (process.returncode, err, told["interrupted"]) == (0, "", True)
    assert run(f"{ours}/casebook", f"{other}/casebook")["start_last_seq"] == told["source_last_seq"]


def test_a_large_attachment_is_never_held_whole(tmp_path: Path, other: str) -> None:
    """150 MB, out of a store in the same process, and 120 MB in all for Python, program and buffers."""
    data, film = tmp_path / "data", tmp_path / "film"
    with film.open("wb") as empty:
        empty.truncate(150_000_000)
    with StoreProcess(data) as process, film.open("rb") as content:
        source = admin_of(process.url.replace("//", "//admin:secret@")).database("films")
        source.put_attachment({"_id": "film"}, "film", content, "video/mp4")
        process.stop()
    program = (
        "import re, sys; from server.cli import main; status = main(sys.argv[1:]);"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read())[1]); sys.exit(status)"
    )
    arguments = ["replicate", f"{data}/films", f"{other}/films", "--create-target", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    told, most_kb = done.stdout.splitlines()
    assert (json.loads(told)["docs_written"], int(most_kb) < 120_000) == (1, True), most_kb
    there = admin_of(other).at("films").get("film")
    assert there["_attachments"]["film"]["length"] == 150_000_000
