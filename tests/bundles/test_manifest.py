"""A manifest comes back as it was written, and a wrong one is refused whole."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import SpeedPitch
from lullaby.bundles.manifest import (
    LARGEST,
    BundleError,
    BundleProblem,
    GivenSong,
    Manifest,
    SingAt,
    from_json,
    to_json,
)
from lullaby.library.singing import Singing
from lullaby.library.take import PlacedBy, TakePlace
from lullaby.units import Ms
from tests.bundles.examples import SONG, manifest_of, values_of

names = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=30)
moments = st.datetimes(
    datetime(2, 1, 1),  # noqa: DTZ001
    datetime(9998, 12, 31),  # noqa: DTZ001
    timezones=st.just(timezone(timedelta(hours=1))),
)


@st.composite
def songs(draw: st.DrawFn) -> GivenSong:
    take = replace(
        SONG.takes[0],
        singer=draw(names),
        child=draw(st.one_of(st.just(""), names)),
        recorded_at=draw(moments),
        length_ms=Ms(draw(st.integers(1, 1_800_000))),
        place=TakePlace(
            draw(st.floats(-1e6, 1e6)),
            draw(st.floats(0.5, 2.0)),
            draw(st.floats(-24, 24)),
            draw(st.floats(0, 1e4)),
            draw(st.sampled_from(PlacedBy)),
        ),
    )
    return replace(
        SONG,
        title=draw(names),
        artist=draw(st.one_of(st.just(""), names)),
        own_words=draw(st.booleans()),
        swapped=draw(st.booleans()),
        earlier_ms=Ms(draw(st.integers(-5_000, 5_000))),
        speed_pitch=draw(st.none() | st.builds(SpeedPitch, st.floats(0.6, 1.1), st.floats(-6, 6))),
        singing=draw(
            st.none()
            | st.builds(
                Singing,
                st.booleans(),
                st.none() | st.lists(st.integers(0, 9), min_size=1).map(tuple),
            )
        ),
        takes=draw(st.sampled_from([(), (take,)])),
    )


@given(songs(), st.none() | st.builds(SingAt, moments, st.integers(0, 64)))
def test_it_comes_back_as_it_was(song: GivenSong, sing_at: SingAt | None) -> None:
    manifest = replace(manifest_of(song), sing_at=sing_at)
    assert from_json(to_json(manifest)) == manifest


def read_changed(**changes: Any) -> Manifest:
    return from_json(json.dumps(values_of(manifest_of()) | changes).encode())


def refused(data: bytes) -> BundleProblem:
    with pytest.raises(BundleError) as caught:
        from_json(data)
    return caught.value.problem


def test_a_newer_one_is_told_before_anything_else_of_it_is_read() -> None:
    assert refused(b'{"lullaby": 2, "songs": "of another form"}') is BundleProblem.NEWER


def test_unknown_keys_are_passed_over() -> None:
    assert read_changed(mood="calm") == manifest_of()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b'{"lullaby": true}',
        b'{"lullaby": 0}',
        b"\xff\xfe",
        b'{"lullaby": 1}',
        b"[" * 100_000,
        b'{"lullaby": 1, "songs": ' + b"[" * 50_000,
    ],
)
def test_what_is_no_manifest_is_damaged(data: bytes) -> None:
    assert refused(data) is BundleProblem.DAMAGED


def test_a_huge_one_is_not_even_parsed() -> None:
    assert refused(b" " * (LARGEST + 1)) is BundleProblem.TOO_LARGE


def song_with(**changes: Any) -> dict[str, Any]:
    song: dict[str, Any] = values_of(manifest_of())["songs"][0]
    return song | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"songs": []},
        {"songs": [song_with(), song_with()]},
        {"songs": [song_with(title="")]},
        {"songs": [song_with(title="x" * 301)]},
        {"songs": [song_with(title=7)]},
        {"songs": [song_with(id="../other")]},
        {"songs": [song_with(score="songs/2/score.abc")]},
        {"songs": [song_with(score="songs/1/words.lrc")]},
        {"songs": [song_with(words="songs/1/takes/1.opus")]},
        {"songs": [song_with(manner={"pace": 9})]},
        {"songs": [song_with(manner={"pace": "NaN"})]},
        {"songs": [song_with(singing={"verses": [-1]})]},
        {"songs": [song_with(singing={"verses": [0] * 101})]},
        {"songs": [song_with(duration_ms=True)]},
        {"songs": [song_with(earlier_ms=9_000)]},
        {"songs": [song_with(takes=[{"file": "songs/1/takes/1.opus"}])]},
        {"kind": "film"},
        {"files": {"songs/1/score.abc": {"bytes": -1, "sha256": "0" * 64}}},
        {"files": {"songs/1/score.abc": {"bytes": 1, "sha256": "0"}}},
        {"sing_at": {"at": "2026-12-24T19:00:00"}},
        {"sing_at": {"at": "soon"}},
        {"sing_at": {"at": "9999-12-31T23:59:00+00:00"}},
        {"sing_at": {"at": "0001-01-01T00:00:00+14:00"}},
        {"sing_at": {"at": "2026-12-24T19:00:00+01:00", "beats": 1_000}},
    ],
)
def test_a_wrong_value_damages_the_whole(changes: dict[str, Any]) -> None:
    data = json.dumps(values_of(manifest_of()) | changes).encode()
    assert refused(data) is BundleProblem.DAMAGED


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e400])
def test_numbers_are_finite(value: float) -> None:
    values = values_of(manifest_of())
    values["songs"][0]["takes"][0]["first_ms"] = value
    assert refused(json.dumps(values).encode()) is BundleProblem.DAMAGED


def test_text_cannot_turn_round_what_stands_beside_it() -> None:
    assert read_changed(giver="An\u202ea\n\0").giver == "An a"


def test_a_moment_without_a_zone_is_refused_for_singing_together() -> None:
    at = datetime(2026, 12, 24, 19, tzinfo=UTC)
    assert read_changed(sing_at={"at": at.isoformat()}).sing_at == SingAt(at)
