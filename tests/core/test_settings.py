"""Settings survive invalid files, other versions and full disks."""

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.settings import Settings, SettingsFile, from_json, to_json, write_atomically

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def test_a_round_trip() -> None:
    settings = Settings(light="night", dimmer=2, first_singer="Anaïs", last_routine=4)
    assert from_json(to_json(settings)) == settings


@given(st.dictionaries(st.sampled_from(sorted(Settings.__dataclass_fields__)), ANY_JSON))
def test_any_value_of_the_wrong_kind_falls_back(raw: dict[str, object]) -> None:
    settings = from_json(json.dumps(raw))
    assert from_json(to_json(settings)) == settings
    assert settings.light in ("follow", "dusk", "night")
    assert 100 <= settings.text_percent <= 200


@given(st.text() | st.binary().map(repr))
def test_any_text_is_read_as_settings(text: str) -> None:
    assert isinstance(from_json(text), Settings)


def test_keys_of_another_version_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"dimmer": 1, "from_the_future": {"a": [1]}}', encoding="utf-8")
    file = SettingsFile(path)
    assert file.now.dimmer == 1
    file.change(dimmer=2)
    assert json.loads(path.read_text(encoding="utf-8"))["from_the_future"] == {"a": [1]}


def test_a_file_that_cannot_be_read_or_written_never_stops_the_app(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    file = SettingsFile(tmp_path / "settings.json")
    assert file.now == Settings()
    assert file.change(dimmer=3).dimmer == 3
    assert file.now.dimmer == 3


def test_latin_1_text_is_not_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b'{"first_singer": "Ana\xefs"}')
    assert SettingsFile(tmp_path / "settings.json").now == Settings()


def test_writing_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, "first")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lullaby.settings.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "second")
    assert path.read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and modes")
def test_a_written_file_keeps_its_link_and_its_readers(tmp_path: Path) -> None:
    real = tmp_path / "real.m3u8"
    real.write_text("old")
    real.chmod(0o664)
    link = tmp_path / "link.m3u8"
    link.symlink_to(real)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o664
    write_atomically(tmp_path / "fresh.m3u8", "x")
    (tmp_path / "plain").touch()
    usual = (tmp_path / "plain").stat().st_mode
    assert (tmp_path / "fresh.m3u8").stat().st_mode == usual, "others may read what was taken out"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_a_special_file_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomically(pipe, "news")
    assert os.read(reader, 9) == b"news"
    os.close(reader)
    assert pipe.is_fifo()
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path, "x")


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / ("n" * 251 + ".csv"), "x")
    assert [len(path.name) for path in tmp_path.iterdir()] == [255]


DAMAGES = [b"", b"{", b"[]", b'"text"', b"\xff\xfe{", b'{"light": ' + b"[" * 100_000]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_settings_are_kept_beside_the_new_ones(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(damage)
    kept = tmp_path / "settings.json.damaged"
    SettingsFile(path)
    file = SettingsFile(path)
    assert file.now == Settings()
    assert file.set_aside == kept
    assert kept.read_bytes() == damage
    file.change(text_percent=150)
    assert SettingsFile(path).now.text_percent == 150
    assert SettingsFile(path).set_aside is None
    path.write_bytes(b"damaged again")
    assert SettingsFile(path).set_aside == tmp_path / "settings.json.damaged-2"
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "settings.json",
        "settings.json.damaged",
        "settings.json.damaged-2",
    ]


def test_a_single_unusable_value_is_kept_silently(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"text_percent": "huge", "welcomed": true}')
    file = SettingsFile(path)
    assert (file.now.welcomed, file.set_aside) == (True, None)
    file.change(warmth=1)
    assert '"huge"' in (tmp_path / "settings.json.damaged").read_text()


def test_unreadable_settings_are_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"text_percent": 180}')

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        file = SettingsFile(path)
    file.change(warmth=1)
    assert SettingsFile(path).now.warmth == 1
    assert SettingsFile(tmp_path / "settings.json.damaged").now.text_percent == 180


def test_unreadable_settings_that_were_deleted_are_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        file = SettingsFile(path)
    file.change(warmth=1)
    assert SettingsFile(path).now.warmth == 1
