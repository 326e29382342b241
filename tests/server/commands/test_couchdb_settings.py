"""What an Apache CouchDB is told, as it stands in local.ini."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

from joserfc.jwk import ECKey

from server.commands.couchdb_settings import format_ini, wanted_settings
from server.records.keys import open_keys


def read(tmp_path: Path, origin: str, nodes: int) -> ConfigParser:
    ini = ConfigParser(interpolation=None, delimiters=("=",))
    ini.read_string(format_ini(wanted_settings(open_keys(tmp_path / "keys").token, origin, nodes)))
    return ini


def test_the_key_in_it_checks_the_districts_tokens(tmp_path: Path) -> None:
    token = open_keys(tmp_path / "keys").token
    pem = read(tmp_path, "", 1)["jwt_keys"][f"ec:{token.thumbprint()}".lower()].replace("\\n", "\n")
    assert ECKey.import_key(pem).thumbprint() == token.thumbprint()
    assert "PRIVATE" not in pem


def test_a_cluster_is_not_told_that_it_is_alone(tmp_path: Path) -> None:
    assert read(tmp_path, "", 1)["couchdb"]["single_node"] == "true"
    assert not read(tmp_path, "", 3).has_section("couchdb")


def test_only_the_tablets_own_origin_may_read(tmp_path: Path) -> None:
    ini = read(tmp_path, "https://ruhu.example", 3)
    assert ini["cors"]["origins"] == "https://ruhu.example"
    assert ini["chttpd"]["enable_cors"] == "true"
    assert not read(tmp_path, "", 3).has_section("cors")
