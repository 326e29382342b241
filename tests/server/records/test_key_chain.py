"""The succession of the credential keys, as tablets follow it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.errors import Refusal
from server.records.key_chain import check_links, next_link, parse_link, read_links, write_links
from server.records.keys import CREDENTIAL, FileSigner, chain_of, finish_succession, make_successor, open_keys

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "key_chains.json").read_text("utf-8"))
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_a_chain_reaches_the_key_the_vectors_say(case: dict[str, Any]) -> None:
    assert _reached(case["pinned"], case["chain"]) == case["reaches"]


def test_without_a_succession_the_chain_is_the_one_key(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    assert [link.kid for link in read_links(keys)] == [keys.credential.thumbprint()]


def test_a_succession_cut_short_before_the_chain_names_it_changes_nothing(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    successor = make_successor(tmp_path, CREDENTIAL)
    assert open_keys(tmp_path).credential.thumbprint() == keys.credential.thumbprint()
    assert make_successor(tmp_path, CREDENTIAL).thumbprint() == successor.thumbprint()


def test_a_succession_cut_short_after_the_chain_names_it_is_finished_later(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    successor = make_successor(tmp_path, CREDENTIAL)
    write_links(keys, [*read_links(keys), next_link(FileSigner(keys.credential), successor, NOW)])
    assert open_keys(tmp_path).credential.thumbprint() == successor.thumbprint()
    assert keys.credential.thumbprint() == successor.thumbprint()
    assert [link.kid for link in read_links(keys)][-1] == successor.thumbprint()
    finish_succession(tmp_path, CREDENTIAL)


def test_a_chain_somebody_edited_is_refused(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    successor = make_successor(tmp_path, CREDENTIAL)
    write_links(keys, [*read_links(keys), next_link(FileSigner(keys.credential), successor, NOW)])
    finish_succession(tmp_path, CREDENTIAL)
    path = chain_of(tmp_path, CREDENTIAL)
    path.write_text(path.read_text("ascii").replace("2026-03-02", "2026-03-01"), "ascii")
    with pytest.raises(Refusal, match=r"credential\.key_chain"):
        read_links(keys)


def test_a_chain_of_other_keys_is_refused(tmp_path: Path) -> None:
    keys, other = open_keys(tmp_path / "one"), open_keys(tmp_path / "other")
    write_links(keys, read_links(other))
    with pytest.raises(Refusal, match=r"credential\.key_chain"):
        read_links(keys)


def _reached(pinned: list[dict[str, str]], chain: list[dict[str, Any]]) -> str | None:
    """The newest key a tablet comes to that has pinned these keys, None where it refuses the chain."""
    kids = [link["jwk"]["kid"] for link in chain]
    if pinned[-1]["kid"] not in kids:
        return None
    links = [parse_link(link) for link in chain[kids.index(pinned[-1]["kid"]) :]]
    try:
        check_links(links)
    except Refusal:
        return None
    return links[-1].kid
