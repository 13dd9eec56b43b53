"""Phones are told the words and where the song is, as the laptop shows and plays them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.audio.port import Device, SpeedPitch
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.track import Track
from lullaby.lyrics.model import Part
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.together.anchor import Anchor
from lullaby.together.shared_words import SharedWords
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.together.phones_view import PhonesView
from lullaby.units import Bpm, Ms
from tests.library.songs import plain
from tests.sharing_doubles import NotedServer
from tests.world import World, make_world

LINES = "".join(f"[00:{second:02}.00]Line {second}\n" for second in range(4, 60, 4))
PLAIN = "Hush little baby\nDon't say a word\nMama's gonna buy you\nA mockingbird\n"
DUET = "[00:04.00]v1: Mine\n[00:08.00]v2: Yours\n"
CHORDS = "{title: Sheet}\n[C]Hush, little [G7]baby\n"


def keep_songs(stores: Stores, music: Path) -> None:
    music.mkdir()
    for name, ending, words in (
        ("timed", "lrc", LINES),
        ("plain", "lrc", PLAIN),
        ("duet", "lrc", DUET),
        ("sheet", "cho", CHORDS),
        ("none", "", ""),
    ):
        if words:
            (music / f"{name}.{ending}").write_text(words)
        stat = plain(music / f"{name}.ogg").stat()
        tags = Tags(name, duration_ms=Ms(180_000), bpm=Bpm(60))
        found = FoundFile(music / f"{name}.ogg", stat.st_size, stat.st_mtime_ns, 0, tags)
        stores.scans.apply(ScanBatch(found=(found,)))


@dataclass
class House:
    """An application that shares its words with a server that notes what it is told."""

    world: World
    songs: dict[str, Track] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.songs = {track.title: track for track in self.world.stores.library.tracks()}

    @property
    def server(self) -> NotedServer:
        return self.world.servers.newest

    @property
    def words(self) -> SharedWords | None:
        return self.server.words[-1]

    @property
    def anchor(self) -> Anchor | None:
        return self.server.anchors[-1]

    @property
    def place(self) -> float:
        """Where a phone thinks that the song is."""
        anchor = self.anchor
        assert anchor is not None
        return anchor.position_at(self.world.clock.monotonic_ms())

    @property
    def shown(self) -> str:
        """The line that a phone shows as sung."""
        words, anchor = self.words, self.anchor
        assert words is not None
        assert anchor is not None
        assert anchor.song == words.song
        place = self.place + anchor.earlier_ms
        return [line.text for line in words.lines if line.at_ms <= place][-1]

    def play(self, *titles: str) -> None:
        tracks = tuple(self.songs[title] for title in titles)
        self.world.library_actions.start_songs(tracks, 0)
        self.world.post.deliver()

    def share(self) -> None:
        world = self.world
        world.go("sing")
        press_phones(world)
        world.find(PhonesView).share.click()
        world.post.deliver()
        self.server.tell_opened()
        world.post.deliver()


def press_phones(world: World) -> None:
    """Press the tile of the Sing screen."""
    tile = world.sing.dock.last
    assert tile is not None
    tile.click()
    world.post.deliver()


@pytest.fixture
def house(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[House]:
    def prepare(stores: Stores) -> None:
        keep_songs(stores, tmp_path / "music")

    settings = Settings(welcomed=True, reduce_motion=True, first_singer="Ana")
    world = make_world(qapp, tmp_path, settings, prepare)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    yield House(world)
    world.close()


def test_without_a_song_phones_wait(house: House) -> None:
    house.share()
    assert house.server.words == [None]
    assert house.server.anchors == [None]


def test_words_and_place_are_told_as_soon_as_phones_can_come(house: House) -> None:
    house.play("timed")
    house.world.pass_time(8_200)
    house.share()
    words = house.words
    assert words is not None
    assert (words.title, words.singers) == ("timed", ("Ana", ""))
    assert words.lines[1].text == "Line 8"
    assert house.shown == "Line 8"


def test_a_steady_song_needs_an_anchor_only_every_ten_seconds(house: House) -> None:
    house.play("timed")
    house.share()
    before = len(house.server.anchors)
    house.world.pass_time(9_800)
    assert len(house.server.anchors) == before
    house.world.pass_time(400)
    assert len(house.server.anchors) == before + 1
    assert house.shown == "Line 8"


def test_words_stand_while_the_song_is_paused_and_go_on_afterwards(house: House) -> None:
    house.play("timed")
    house.share()
    house.world.pass_time(5_000)
    house.world.services.bridge.toggle()
    house.world.pass_time(20_000)
    assert house.shown == "Line 4"
    assert house.anchor is not None
    assert not house.anchor.moving
    house.world.services.bridge.toggle()
    house.world.pass_time(4_000)
    assert house.shown == "Line 8"


def test_words_follow_a_seek(house: House) -> None:
    house.play("timed")
    house.share()
    house.world.services.bridge.seek(Ms(40_500))
    assert house.shown == "Line 40"


def test_words_follow_another_pace(house: House) -> None:
    house.play("timed")
    house.share()
    house.world.services.bridge.set_speed_pitch(SpeedPitch(0.8))
    house.world.pass_time(10_000)
    assert house.anchor is not None
    assert house.anchor.pace == 0.8
    assert house.place == pytest.approx(house.world.services.bridge.state.position_ms, abs=12)


def test_another_key_names_the_chords_anew(house: House) -> None:
    house.play("sheet")
    house.share()
    first = house.words
    assert first is not None
    assert [chord.name for chord in first.lines[0].chords] == ["C", "G7"]
    house.world.services.bridge.set_speed_pitch(SpeedPitch(1.0, 2.0))
    second = house.words
    assert second is not None
    assert [chord.name for chord in second.lines[0].chords] == ["D", "A7"]
    assert second.song != first.song
    assert house.anchor is not None
    assert house.anchor.song == second.song


def test_the_next_song_brings_its_words(house: House) -> None:
    house.play("timed", "duet")
    house.share()
    house.world.services.bridge.next()
    house.world.post.deliver()
    house.world.pass_time(5_000)
    words = house.words
    assert words is not None
    assert words.title == "duet"
    assert house.shown == "Mine"


def test_a_song_without_words_has_its_title(house: House) -> None:
    house.play("none")
    house.share()
    words = house.words
    assert words is not None
    assert (words.title, words.lines) == ("none", ())


def test_singers_swap_their_parts_on_phones_too(house: House) -> None:
    house.play("duet")
    house.share()
    house.world.find(SongPreferencesController).swap_parts(house.songs["duet"].id, True)
    words = house.words
    assert words is not None
    assert [line.part for line in words.lines] == [Part.SECOND, Part.FIRST]


def test_words_come_earlier_for_a_slow_speaker(house: House) -> None:
    house.play("timed")
    house.share()
    house.world.find(SongPreferencesController).move_words_on_speaker(+3)
    assert house.anchor is not None
    assert house.anchor.earlier_ms == 150


def test_words_follow_whoever_sings_without_the_recording(house: House) -> None:
    house.play("timed")
    house.share()
    house.world.pass_time(5_000)
    house.world.act(Action.HAND_OVER)
    house.world.services.bridge.pace_words(-4)
    house.world.pass_time(10_000)
    assert house.anchor is not None
    assert house.anchor.pace == pytest.approx(0.8)
    assert house.place == pytest.approx(13_000, abs=300)


def test_words_that_are_turned_by_hand_turn_on_phones(house: House) -> None:
    house.play("plain")
    house.share()
    assert house.shown == "Hush little baby"
    house.world.sing.step_line(+1)
    house.world.sing.step_line(+1)
    assert house.shown == "Mama's gonna buy you"
    house.world.pass_time(30_000)
    assert house.shown == "Mama's gonna buy you"


def test_words_that_were_turned_before_are_shared_from_there(house: House) -> None:
    house.play("plain")
    house.world.go("sing")
    house.world.sing.step_line(+1)
    house.world.sing.step_line(+1)
    house.share()
    assert house.shown == "Mama's gonna buy you"


def test_phones_do_not_wait_between_two_songs(house: House) -> None:
    house.play("timed", "duet")
    house.share()
    told = len(house.server.words), len(house.server.anchors)
    house.world.services.bridge.next()
    house.world.post.deliver()
    house.world.pass_time(1_000)
    titles = [words and words.title for words in house.server.words[told[0] :]]
    assert titles == ["duet"]
    assert None not in house.server.anchors[told[1] :]


def test_without_a_loudspeaker_words_stand(house: House) -> None:
    house.play("timed")
    house.share()
    house.world.pass_time(5_000)
    house.world.player.unplug(Device.LOST)
    house.world.pass_time(20_000)
    assert house.shown == "Line 4"


def test_after_the_evening_phones_wait_again(house: House) -> None:
    house.play("timed")
    house.share()
    house.world.services.bridge.stop()
    house.world.pass_time(10_000)
    assert (house.words, house.anchor) == (None, None)
