"""Bundles of unknown origin: what is not right in every byte leaves nothing behind."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lullaby.bundles.archive import (
    MOST_FILES,
    extract,
    facts_of,
    look_into,
    write_bundle,
)
from lullaby.bundles.manifest import BundleError, BundleProblem, to_json
from tests.bundles.examples import (
    CONTENTS,
    SONG,
    good,
    link,
    manifest_of,
    pack,
    packed,
    twice,
    values_of,
)


def problem_of(path: Path) -> BundleProblem:
    with pytest.raises(BundleError) as caught:
        look_into(path)
    return caught.value.problem


def test_a_bundle_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = good(tmp_path / "song.lullaby")
    opened = look_into(path)
    assert opened.manifest == manifest_of()
    assert opened.size == path.stat().st_size
    folder = tmp_path / "out"
    folder.mkdir()
    assert extract(path, folder) == manifest_of()
    assert {name: (folder / name).read_bytes() for name in CONTENTS} == dict(CONTENTS)


def test_equal_songs_make_equal_bundles(tmp_path: Path) -> None:
    assert good(tmp_path / "a").read_bytes() == good(tmp_path / "b").read_bytes()


def test_its_type_can_be_told_without_unpacking(tmp_path: Path) -> None:
    head = good(tmp_path / "song.lullaby").read_bytes()[:100]
    assert head[30:].startswith(b"mimetypeapplication/vnd.lullaby.song+zip")


def test_a_take_that_changes_meanwhile_is_not_given(tmp_path: Path) -> None:
    take = tmp_path / "take.opus"
    take.write_bytes(b"other sound")
    target = tmp_path / "song.lullaby"
    with pytest.raises(OSError, match="changed while it was read"):
        write_bundle(target, manifest_of(), {**CONTENTS, "songs/1/takes/1.opus": take})
    assert [path.name for path in tmp_path.iterdir()] == ["take.opus"]


def test_what_was_there_stays_if_writing_fails(tmp_path: Path) -> None:
    target = good(tmp_path / "song.lullaby")
    before = target.read_bytes()
    with pytest.raises(FileNotFoundError):
        write_bundle(target, manifest_of(), {"songs/1/score.abc": tmp_path / "gone"})
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["song.lullaby"]


UNSAFE = [
    "../evil.abc",
    "/etc/passwd",
    "songs/1/../../../evil.abc",
    "songs\\1\\score.abc",
    "songs/1/score.exe",
    "songs/01/score.abc",
    "songs/1/takes/1.opus/",
    "songs/1/takes/x.opus",
    "C:score.abc",
    "songs/1/score.abc\n",
    "Songs/1/score.abc",
    "page.html",
]


@pytest.mark.parametrize("name", UNSAFE)
def test_only_names_of_a_bundles_own_form(tmp_path: Path, name: str) -> None:
    contents = {**CONTENTS, name: b"evil"}
    assert problem_of(packed(tmp_path / "x", contents)) is BundleProblem.UNSAFE
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(BundleError):
        extract(tmp_path / "x", out)
    assert not list(out.iterdir())


def test_no_links(tmp_path: Path) -> None:
    entries = [(link("songs/1/score.abc"), b"/etc/passwd"), *list(CONTENTS.items())[1:]]
    path = pack(tmp_path / "x", list(entries), to_json(manifest_of()))
    assert problem_of(path) is BundleProblem.UNSAFE


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_name_twice(tmp_path: Path) -> None:
    assert problem_of(twice(tmp_path / "x")) is BundleProblem.UNSAFE


def test_no_other_compression(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with ZipFile(path, "w", ZIP_BZIP2) as archive:
        archive.writestr("mimetype", b"application/vnd.lullaby.song+zip")
    assert problem_of(path) is BundleProblem.UNSAFE


def test_nothing_encrypted(tmp_path: Path) -> None:
    data = bytearray(good(tmp_path / "x").read_bytes())
    for place in range(len(data) - 4):
        if data[place : place + 4] == b"PK\x01\x02":
            data[place + 8] |= 1
    (tmp_path / "x").write_bytes(data)
    assert problem_of(tmp_path / "x") is BundleProblem.UNSAFE


def test_a_bomb_is_stopped_while_it_grows(tmp_path: Path) -> None:
    contents = {**CONTENTS, "songs/1/words.lrc": b"[00:01.00]la\n" * 150_000}
    assert problem_of(packed(tmp_path / "x", contents)) is BundleProblem.TOO_LARGE


def test_sizes_that_lie_are_found_out(tmp_path: Path) -> None:
    values = values_of(manifest_of())
    values["files"]["songs/1/score.abc"]["bytes"] += 1
    path = pack(tmp_path / "x", list(CONTENTS.items()), json.dumps(values).encode())
    assert problem_of(path) is BundleProblem.DAMAGED


def test_every_file_has_the_hash_that_the_manifest_tells(tmp_path: Path) -> None:
    changed = {**CONTENTS, "songs/1/words.lrc": CONTENTS["songs/1/words.lrc"].upper()}
    path = pack(tmp_path / "x", list(changed.items()), to_json(manifest_of()))
    assert problem_of(path) is BundleProblem.DAMAGED


@pytest.mark.parametrize("gone", list(CONTENTS))
def test_no_file_is_missing(tmp_path: Path, gone: str) -> None:
    entries = [(name, data) for name, data in CONTENTS.items() if name != gone]
    path = pack(tmp_path / "x", list(entries), to_json(manifest_of()))
    assert problem_of(path) is BundleProblem.DAMAGED


def test_no_file_is_there_that_the_manifest_does_not_tell(tmp_path: Path) -> None:
    entries = [*CONTENTS.items(), ("songs/1/takes/2.opus", b"more")]
    path = pack(tmp_path / "x", list(entries), to_json(manifest_of()))
    assert problem_of(path) is BundleProblem.DAMAGED


def test_not_too_many_files(tmp_path: Path) -> None:
    entries = [(f"songs/{number}/score.abc", b"") for number in range(1, MOST_FILES + 1)]
    path = pack(tmp_path / "x", list(entries), to_json(manifest_of()))
    assert problem_of(path) is BundleProblem.TOO_LARGE


def test_a_newer_bundle_may_hold_anything_and_is_told_as_newer(tmp_path: Path) -> None:
    path = packed(tmp_path / "x", {**CONTENTS, "songs/1/film.mkv": b"moving"}, lullaby=2)
    assert problem_of(path) is BundleProblem.NEWER


def test_other_files_are_no_bundles(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("a letter")
    other = pack(tmp_path / "other", [], kind=b"application/epub+zip")
    empty = tmp_path / "empty"
    empty.touch()
    for path in (text, other, empty):
        assert problem_of(path) is BundleProblem.NO_BUNDLE


def test_without_a_manifest(tmp_path: Path) -> None:
    assert problem_of(pack(tmp_path / "x", [])) is BundleProblem.DAMAGED


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "gone"):
        with pytest.raises(OSError):  # noqa: PT011
            look_into(path)


Edit = Callable[[bytes], bytes]


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """A change of a few bytes, a cut, a repetition or a hole."""
    kind = draw(st.sampled_from(["flip", "cut", "repeat", "drop", "fill"]))
    start, length = draw(st.floats(0, 1)), draw(st.integers(1, 40))
    fill = draw(st.binary(min_size=1, max_size=8))

    def edit(data: bytes) -> bytes:
        at = int(start * len(data))
        piece = data[at : at + length]
        match kind:
            case "flip":
                return data[:at] + bytes(b ^ fill[0] for b in piece) + data[at + len(piece) :]
            case "cut":
                return data[:at]
            case "repeat":
                return data[:at] + piece + data[at:]
            case "drop":
                return data[:at] + data[at + len(piece) :]
            case _:
                return data[:at] + fill + data[at + len(fill) :]

    return edit


def check_changed(tmp_path: Path, edit: Edit) -> None:
    """A changed bundle is refused, or still tells exactly what the good one told."""
    path = tmp_path / "x"
    good(path)
    path.write_bytes(edit(path.read_bytes()))
    try:
        opened = look_into(path)
    except BundleError:
        return
    assert opened.manifest.songs == manifest_of().songs
    assert opened.manifest.files == manifest_of().files


@given(edits())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_bundle_is_refused_or_the_same(tmp_path: Path, edit: Edit) -> None:
    check_changed(tmp_path, edit)


@pytest.mark.long
@given(edits())
@settings(
    max_examples=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_ten_thousand_changed_bundles(tmp_path: Path, edit: Edit) -> None:
    check_changed(tmp_path, edit)


def test_a_manifest_that_names_one_file_for_two_songs(tmp_path: Path) -> None:
    values = values_of(replace(manifest_of(), songs=(SONG,)))
    values["kind"] = "playlist"
    values["songs"] *= 2
    path = pack(tmp_path / "x", list(CONTENTS.items()), json.dumps(values).encode())
    assert problem_of(path) is BundleProblem.DAMAGED


def test_stored_files_may_be_as_large_as_they_are(tmp_path: Path) -> None:
    voice = bytes(300_000)
    contents = {**CONTENTS, "songs/1/takes/1.opus": voice}
    path = tmp_path / "x"
    take = tmp_path / "take"
    take.write_bytes(voice)
    manifest = manifest_of(contents=contents)
    write_bundle(path, manifest, {**CONTENTS, "songs/1/takes/1.opus": take})
    assert look_into(path).manifest.files["songs/1/takes/1.opus"] == facts_of(voice)
    assert path.stat().st_size > len(voice)
