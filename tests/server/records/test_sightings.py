"""What was seen is found by index, in other cases only."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from server.domain.likeness import ALIKE_BITS, bits_between
from server.records.sightings import SeenPhoto, SeenVisit, Sightings

HASHES = st.integers(0, 2**64 - 1)


@given(HASHES, st.lists(st.sets(st.integers(0, 63), max_size=6), max_size=3))
def test_every_hash_within_reach_is_found_and_no_other(base: int, flips: list[set[int]]) -> None:
    sightings = Sightings(None)
    kept = {}
    for place, flipped in enumerate(flips):
        kept[str(place)] = base ^ sum(1 << bit for bit in flipped)
        sightings.note_photo(f"case-{place}", str(place), kept[str(place)])
    found = {photo.digest for photo in sightings.find_alike("mine", "base", base)}
    assert found == {name for name, one in kept.items() if bits_between(base, one) <= ALIKE_BITS}
    sightings.close()


def test_a_copy_is_found_even_of_what_shows_nothing() -> None:
    sightings = Sightings(None)
    sightings.note_photo("one", "same", None)
    sightings.note_photo("two", "other", None)
    assert sightings.find_alike("mine", "same", None) == [SeenPhoto("same", "one", 0)]
    assert sightings.find_alike("one", "same", None) == []
    sightings.close()


def test_visits_that_touch_do_not_overlap() -> None:
    sightings = Sightings(None)
    first = SeenVisit("one", 1, "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z")
    sightings.note_visit("a-0217", first)
    after = SeenVisit("two", 1, "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z")
    across = SeenVisit("two", 1, "2026-03-02T01:59:59Z", "2026-03-02T03:00:00Z")
    assert list(sightings.find_overlapping("a-0217", after)) == []
    assert list(sightings.find_overlapping("a-0217", across)) == [first]
    assert list(sightings.find_overlapping("a-0218", across)) == []
    sightings.close()


def test_what_another_version_left_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "sightings.sqlite"
    path.write_bytes(b"no database")
    sightings = Sightings(path)
    sightings.move_on("7-x")
    sightings.close()
    again = Sightings(path)
    assert again.since == "7-x"
    again.close()
