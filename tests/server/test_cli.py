"""The command line: a sentence and a code for what is wrong, JSON where it was asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from server.cli import main, make_parser
from server.commands.verbs import VERBS
from server.domain.credential import Standing
from server.domain.days import SHANGHAI
from server.records.entries import Flag
from server.services.applications import register_application
from server.services.credentials import badge_url, set_standing
from server.services.training import register_assessor
from tests.courses import pass_course
from tests.docs.pages import verbs
from tests.factories import CLERK, REVIEWER, household, make_district, make_empty_district, picture

FORM = "forms/definitions/home-visit/1.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with make_district(tmp_path / "data"):
        pass
    return tmp_path / "data"


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    status = main([*arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "run.argument"),
        (["nonsense"], "run.argument"),
        (["verify", "--bogus"], "run.argument"),
        (["serve", "--port", "99999"], "run.argument"),
        (["serve", "--port", "x"], "run.argument"),
        (["serve", "--host", "0.0.0.0"], "run.insecure"),
        (["serve", "--host", "0.0.0.0", "--tls", "no.pem", "no.key"], "run.argument"),
        (["couch", "--data", "x"], "run.argument"),
        (["couch", "--data", "x", "--admin", "nobody"], "run.argument"),
        (["verify", "--data", "/nonexistent"], "run.no_folder"),
        (["policy", "show", "x@1"], "policy.unknown"),
        (["policy", "check", "/nonexistent"], "run.argument"),
        (["policy", "check", "pyproject.toml"], "policy.invalid"),
        (["form", "check", "/nonexistent"], "run.argument"),
        (["credential", "verify", "--on", "yesterday", "x"], "run.argument"),
        (["reconcile", "--once", "--data", "x", "--couchdb", "ftp://x"], "run.no_folder"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_code_and_exit_2(
    arguments: list[str], code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith(f"{code}: ")


def test_a_couchdb_that_is_none_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for url, code in (("ftp://x", "run.argument"), ("http://127.0.0.1:9", "run.store")):
        assert main(["verify", "--data", str(folder), "--couchdb", url]) == 2
        assert capsys.readouterr().err.startswith(code)


def test_every_verb_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in verbs(make_parser()):
        with pytest.raises(SystemExit) as ended:
            make_parser(verb).parse_args([*verb, "--help"])
        assert ended.value.code == 0
        assert "Example:\n  ruhu " in capsys.readouterr().out


def test_the_verbs_listed_are_the_verbs_there_are() -> None:
    """Whole or with one verb loaded, the same names stand in the same order with the same help."""
    shown = [verb.name for verb in VERBS]
    assert list(dict.fromkeys(verb[0] for verb in verbs(make_parser()))) == shown
    for name in (*shown, "nonsense", "--help"):
        assert make_parser([name]).format_help() == make_parser().format_help()


def test_asking_for_help_loads_nothing_of_the_district() -> None:
    program = "import sys; from server.cli import make_parser; make_parser(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "server.commands.verbs" in loaded
    for heavy in ("server.services", "server.domain", "server.records", "cryptography", "flask", "sync"):
        assert heavy not in loaded, heavy


def test_a_badge_is_judged_with_its_exit_status(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with make_empty_district(folder) as district:
        url = badge_url(district, "a-0217")
        set_standing(district, REVIEWER, "a-0218", Standing.REVOKED, "原因")
        revoked = badge_url(district, "a-0218")
    base = ("credential", "verify", "--data", str(folder), "--on", "2026-03-12")
    status, told = answer(capsys, *base, url)
    assert (status, told["status"], told["serial"]) == (0, "valid", "0217")
    for token, standing in ((revoked, "revoked"), ("x", "malformed"), (f"{url[:-8]}AAAAAAAA", "forged")):
        status, told = answer(capsys, *base, token)
        assert (status, told["status"], told["code"]) == (1, standing, f"credential.{standing}")


def test_a_credential_is_issued_from_the_command_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "face.jpg").write_bytes(picture("face"))
    with make_empty_district(folder) as district:
        candidate = register_assessor(district, REVIEWER, "何样宁", "songlin")
        arguments = ["credential", "issue", "--data", str(folder), "--assessor", candidate.id]
        arguments += ["--from", "2026-01-01", "--until", "2027-06-30"]
        pictured = [*arguments, "--portrait", str(tmp_path / "face.jpg")]
    status, told = answer(capsys, *pictured)
    assert (status, told["code"]) == (2, "credential.not_passed")
    with make_empty_district(folder) as district:
        pass_course(district, candidate.id)
    status, told = answer(capsys, *pictured)
    assert (status, told["serial"]) == (0, "0221")
    status, _ = answer(
        capsys, "credential", "verify", "--data", str(folder), "--on", str(date(2026, 5, 1)), str(told["url"])
    )
    assert status == 0
    assert main([*arguments, "--portrait", str(tmp_path / "missing.jpg")]) == 2


def test_a_credential_is_suspended_lifted_and_revoked_from_the_command_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_empty_district(folder) as district:
        url = badge_url(district, "a-0217")

    def status(on: date) -> object:
        base = ("credential", "verify", "--data", str(folder), "--on", str(on), url)
        return answer(capsys, *base)[1]["status"]

    today = datetime.now(tz=SHANGHAI).date()
    tomorrow, later = today + timedelta(days=1), today + timedelta(days=3)
    given = ("--data", str(folder), "--reason", "补考前暂停", "a-0217")
    told = answer(capsys, "credential", "suspend", *given, "--until", str(later))[1]
    assert told["until"] == str(later)
    assert (status(tomorrow), status(later + timedelta(days=1))) == ("suspended", "valid")
    assert answer(capsys, "credential", "suspend", *given, "--lift")[1]["status"] == "valid"
    assert status(tomorrow) == "valid"
    told = answer(capsys, "credential", "revoke", *given, "--from", str(tomorrow))[1]
    assert told["from"] == str(tomorrow)
    assert (status(today), status(tomorrow)) == ("valid", "revoked")
    refused = answer(capsys, "credential", "revoke", *given)
    assert (refused[0], refused[1]["code"]) == (2, "credential.standing")


def test_the_key_is_followed_by_another_from_the_command_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_empty_district(folder) as district:
        old = badge_url(district, "a-0217")
    base = ("--data", str(folder))
    rotated = answer(capsys, "credential", "rotate-key", *base)[1]
    assert rotated["badges"] == ["a-0217", "a-0218", "a-0219", "a-0220"]
    assert answer(capsys, "credential", "verify", *base, "--on", "2026-03-12", old)[0] == 0
    told = answer(capsys, "credential", "roster", *base)[1]
    assert [link["jwk"]["kid"] for link in told["keys"]] == [rotated["before"], rotated["now"]]
    answer(capsys, "credential", "rotate-key", *base, "--compromised")
    status, told = answer(capsys, "credential", "verify", *base, "--on", "2026-03-12", old)
    assert (status, told["status"]) == (0, "valid")  # the key before the compromised one is trusted still
    with make_empty_district(folder) as district:
        new = badge_url(district, "a-0217")
    assert answer(capsys, "credential", "verify", *base, "--on", "2026-03-12", new)[0] == 0


def test_doctor_finds_a_sound_folder_sound(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = answer(capsys, "doctor", "--data", str(folder))
    assert (status, told["ok"]) == (0, True)


def test_doctor_names_a_key_others_can_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "keys" / "log.jwk").chmod(0o644)
    status, told = answer(capsys, "doctor", "--data", str(folder))
    assert (status, told["ok"]) == (1, False)
    assert "log.jwk" in str(told)


def test_a_form_is_given_as_an_xform_or_refused_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert main(["form", "xform", FORM]) == 0
    assert capsys.readouterr().out.startswith("<?xml")
    (tmp_path / "no.xlsx").write_bytes(b"no workbook")
    for verb in ("xform", "compile"):
        assert main(["form", verb, str(tmp_path / "no.xlsx")]) == 2
        assert capsys.readouterr().err.startswith("run.argument")


def test_form_and_policy_are_checked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert answer(capsys, "form", "check", FORM) == (0, {"ok": True, "problems": []})
    status, told = answer(capsys, "policy", "check", "server/policies/cn-2021/1.toml")
    assert (status, told["id"]) == (0, "cn-2021@1")
    status, told = answer(capsys, "policy", "show", "sifang-seed@1")
    assert status == 0
    assert "S7-CRED-05" in str(told)


def test_a_pass_of_the_reconciler_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = answer(capsys, "reconcile", "--once", "--data", str(folder))
    assert (status, told["ok"], told["accepted"]) == (0, True, 0)


def test_a_pass_raises_what_a_person_should_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_district(tmp_path) as district:
        for address in ("一处", "别处"):
            register_application(district, CLERK, household(address=address))
        assert district.office.every(Flag) == []
    assert answer(capsys, "reconcile", "--once", "--data", str(tmp_path))[0] == 0
    with make_empty_district(tmp_path) as district:
        assert [entry.code for entry in district.office.every(Flag)] == ["flag.identity_twice"] * 2
