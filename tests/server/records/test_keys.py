"""The district's keys: made once, private, named by their thumbprint."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, RSAKey

from server.errors import Refusal
from server.records.keys import NAMES, open_keys, open_secret, parse_public_key, public_jwk, thumbprint


def test_keys_are_made_once_and_found_again(tmp_path: Path) -> None:
    first, again = open_keys(tmp_path / "keys"), open_keys(tmp_path / "keys")
    assert [getattr(first, name).thumbprint() for name in NAMES] == [
        getattr(again, name).thumbprint() for name in NAMES
    ]
    assert len({getattr(first, name).thumbprint() for name in NAMES}) == len(NAMES)


def test_key_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    open_keys(tmp_path)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.jwk")} == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_others_can_read_stops_the_start(tmp_path: Path, mode: int) -> None:
    open_keys(tmp_path)
    (tmp_path / "log.jwk").chmod(mode)
    with pytest.raises(Refusal) as refused:
        open_keys(tmp_path)
    assert refused.value.code == "run.keys_readable"
    assert "log.jwk" in refused.value.sentence("en")


@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_is_gone_is_missed_and_not_replaced(tmp_path: Path, name: str) -> None:
    """Another encryption key opens no upload, another credential key vouches for no badge."""
    open_keys(tmp_path)
    kept = (tmp_path / f"{name}.jwk").rename(tmp_path / "kept")
    with pytest.raises(Refusal, match=rf"run\.key_gone.*{name}\.jwk"):
        open_keys(tmp_path)
    kept.rename(tmp_path / f"{name}.jwk")
    open_keys(tmp_path)


def test_a_key_of_a_newer_version_is_made_for_a_folder_of_before(tmp_path: Path) -> None:
    """What was never made there is made; only the list says what was."""
    open_keys(tmp_path)
    known = json.loads((tmp_path / "made.json").read_text())
    (tmp_path / "bundle.jwk").unlink()
    (tmp_path / "made.json").write_text(json.dumps([name for name in known if name != "bundle.jwk"]))
    open_keys(tmp_path)
    assert (tmp_path / "bundle.jwk").exists()
    assert json.loads((tmp_path / "made.json").read_text()) == known


def test_a_secret_that_is_gone_is_missed_but_the_one_of_sessions_may_be_renewed(tmp_path: Path) -> None:
    for name in ("factors", "session"):
        open_secret(tmp_path, name)
    open_keys(tmp_path)
    for name in ("factors", "session"):
        (tmp_path / f"{name}.secret").unlink()
    with pytest.raises(Refusal, match=r"run\.key_gone"):
        open_secret(tmp_path, "factors")
    assert open_secret(tmp_path, "session")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"kty": "EC"}', "null"])
def test_a_key_file_that_is_damaged_is_named(tmp_path: Path, content: str) -> None:
    open_keys(tmp_path)
    (tmp_path / "token.jwk").write_text(content)
    with pytest.raises(Refusal, match=r"run\.key_unreadable.*token\.jwk"):
        open_keys(tmp_path)


def test_a_secret_others_can_read_stops_the_start(tmp_path: Path) -> None:
    assert open_secret(tmp_path, "session") == open_secret(tmp_path, "session")
    (tmp_path / "session.secret").chmod(0o644)
    with pytest.raises(Refusal, match=r"run\.keys_readable"):
        open_secret(tmp_path, "session")


def test_the_kid_is_the_rfc_7638_thumbprint() -> None:
    key = ECKey.generate_key("P-256", private=True)
    jwk = public_jwk(key)
    assert jwk["kid"] == thumbprint(jwk) == key.thumbprint()
    assert "d" not in jwk


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        [],
        {},
        {"kty": "EC", "crv": "P-256"},
        {"kty": "EC", "crv": "P-256", "x": 1, "y": 2},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        ECKey.generate_key("P-384").as_dict(private=False),
        ECKey.generate_key("P-256").as_dict(private=True),
        RSAKey.generate_key(2048).as_dict(private=False),
    ],
    ids=["null", "list", "empty", "no-point", "numbers", "off-curve", "P-384", "private", "RSA"],
)
def test_a_key_that_is_no_public_p256_key_is_refused(jwk: object) -> None:
    with pytest.raises(Refusal, match=r"device\.key"):
        parse_public_key(json.loads(json.dumps(jwk)))
