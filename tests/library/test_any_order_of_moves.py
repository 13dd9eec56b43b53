"""Whatever people do to their music, in any order, every playlist keeps its recordings."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from mutagen.id3 import TIT2, TPE1
from mutagen.wave import WAVE

from lullaby.audio.content import content_of
from lullaby.journal.entry import EntryId, EntrySong, JournalEntry
from lullaby.library.routine import PlaylistId
from lullaby.library.track import Track, TrackId
from lullaby.stores import open_stores
from lullaby.tempo.answer import TempoSource
from lullaby.units import Bpm, Ms
from tests.fakes import A_NIGHT
from tests.library.tempos import keep_tempo
from tests.library.test_moved_songs import look, name_all, sing

SOUNDS = 4
NAMES = [f"{name}.wav" for name in "abc"]
FOLDERS = ["one", "one/in", "two", "two/drive", "two/drive/in"]
WATCHED = ["one", "two", "two/drive"]
PLACES = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)).map("/".join)
WHICH = st.integers(0, 11)
SEEN = st.booleans()


class AnyOrder(RuleBasedStateMachine):
    """Real files, scans and stores. The sound of each file is read from the file itself."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.music = self.home / "music"
        self.stores = open_stores(self.home / "lullaby.sqlite3", A_NIGHT, ())
        self.playlist: PlaylistId = self.stores.playlists.create("Evening")
        self.entries: list[str] = []
        self.kept: dict[TrackId, tuple[str, int]] = {}
        self.nights: dict[EntryId, str] = {}
        self.settled = False
        for folder in FOLDERS:
            (self.music / folder).mkdir(parents=True)
        for number in range(SOUNDS):
            song = sing(self.music / FOLDERS[number] / NAMES[number % len(NAMES)], number)
            os.utime(song, ns=(1, 1))
        for folder in WATCHED:
            self.stores.library.add_folder(self.music / folder)
        self.look()
        for number in range(SOUNDS):
            self.treasure(number)

    def teardown(self) -> None:
        self.stores.connection.close()
        shutil.rmtree(self.home)

    def look(self) -> None:
        look(self.stores)
        name_all(self.stores)
        self.settled = True

    @precondition(lambda self: self.settled)
    @rule(which=WHICH)
    def treasure(self, which: int) -> None:
        """Add a song to the playlist, play it one night, and set its tempo."""
        tracks = [track for track in self.stores.library.tracks() if track.fault is None]
        if not tracks:
            return
        track = tracks[which % len(tracks)]
        sound = content_of(track.path)
        self.stores.playlists.add(self.playlist, [track])
        self.entries.append(sound)
        at = datetime(2026, 1, 2, 19, tzinfo=UTC) + timedelta(days=len(self.nights))
        played = EntrySong(int(track.id), track.title, Ms(1))
        night = self.stores.journal.add(JournalEntry(EntryId(0), at, songs=(played,)))
        self.nights[night] = sound
        tempo = self.kept.get(track.id, (sound, 40 + len(self.kept)))[1]
        keep_tempo(self.stores, track.id, TempoSource.CHOSEN, Bpm(tempo))
        self.kept[track.id] = sound, tempo

    @rule(old=WHICH, new=PLACES, seen=SEEN)
    def move(self, old: int, new: str, seen: bool) -> None:
        with self.change(seen):
            if (song := self.file(old)) and (self.music / new).parent.is_dir():
                song.replace(self.music / new)

    @rule(old=WHICH, new=PLACES, same_time=st.booleans(), seen=SEEN)
    def copy(self, old: int, new: str, same_time: bool, seen: bool) -> None:
        with self.change(seen):
            song, there = self.file(old), self.music / new
            if song and there.parent.is_dir() and song != there:
                (shutil.copy2 if same_time else shutil.copyfile)(song, there)

    @rule(one=WHICH, other=WHICH, seen=SEEN)
    def swap(self, one: int, other: int, seen: bool) -> None:
        with self.change(seen):
            first, second, between = self.file(one), self.file(other), self.home / "between"
            if first and second and first != second:
                first.replace(between)
                second.replace(first)
                between.replace(second)

    @rule(
        old=st.sampled_from(FOLDERS),
        new=st.sampled_from(FOLDERS),
        copied=st.sampled_from(["no", "anew", "with times"]),
        seen=SEEN,
    )
    def move_folder(self, old: str, new: str, copied: str, seen: bool) -> None:
        with self.change(seen):
            start, end = self.music / old, self.music / new / "in"
            inside = start == end or start in end.parents
            if inside or not start.is_dir() or not end.parent.is_dir() or end.exists():
                return
            if copied == "no":
                start.rename(end)
            else:
                how = shutil.copyfile if copied == "anew" else shutil.copy2
                shutil.copytree(start, end, copy_function=how)

    @rule(which=WHICH, seen=SEEN)
    def delete(self, which: int, seen: bool) -> None:
        """Only if a copy exists: nothing is known of a sound that exists nowhere."""
        with self.change(seen):
            song = self.file(which)
            if song and sum(content_of(song) == content_of(f) for f in self.files()) > 1:
                song.unlink()

    @rule(folder=st.sampled_from(FOLDERS), seen=SEEN)
    def unplug(self, folder: str, seen: bool) -> None:
        with self.change(seen):
            drive = self.home / folder.replace("/", "-")
            if (self.music / folder).is_dir() and not drive.exists():
                (self.music / folder).rename(drive)

    @rule(folder=st.sampled_from(FOLDERS), empty=st.booleans(), seen=SEEN)
    def plug_in(self, folder: str, empty: bool, seen: bool) -> None:
        with self.change(seen):
            drive, there = self.home / folder.replace("/", "-"), self.music / folder
            if not there.parent.is_dir() or there.exists():
                return
            if drive.exists():
                drive.rename(there)
            elif empty:
                there.mkdir()

    @rule(which=WHICH, title=st.sampled_from(["Hush", "Lull"]), seen=SEEN)
    def edit_tags(self, which: int, title: str, seen: bool) -> None:
        with self.change(seen):
            song = self.file(which)
            if song is None:
                return
            file = WAVE(song)
            if file.tags is None:
                file.add_tags()
            assert file.tags is not None
            file.tags.setall("TIT2", [TIT2(encoding=3, text=title)])
            file.tags.setall("TPE1", [TPE1(encoding=3, text="Mum")])
            file.save()

    @rule(which=WHICH, time=st.integers(1, 2), seen=SEEN)
    def edit_time(self, which: int, time: int, seen: bool) -> None:
        with self.change(seen):
            song = self.file(which)
            if song:
                os.utime(song, ns=(time, time))

    @rule(folder=st.sampled_from(WATCHED), seen=SEEN)
    def forget_folder(self, folder: str, seen: bool) -> None:
        with self.change(seen):
            self.stores.library.remove_folder(self.music / folder)

    @rule(folder=st.sampled_from(WATCHED), seen=SEEN)
    def add_folder(self, folder: str, seen: bool) -> None:
        with self.change(seen):
            self.stores.library.add_folder(self.music / folder)

    @contextmanager
    def change(self, seen: bool) -> Iterator[None]:
        self.settled = False
        yield
        if seen:
            self.look()

    def files(self) -> list[Path]:
        return sorted(self.music.rglob("*.wav"))

    def file(self, which: int) -> Path | None:
        files = self.files()
        return files[which % len(files)] if files else None

    @invariant()
    def every_place_is_at_its_sound_or_away(self) -> None:
        if not self.settled:
            return
        there = self.sounds_there()
        items = self.stores.playlists.items(self.playlist)
        assert len(items) == len(self.entries)
        for item, sound in zip(items, self.entries, strict=True):
            self.at_its_sound(item.track, sound, there)

    @invariant()
    def nights_and_words_are_at_their_sounds_or_away(self) -> None:
        if not self.settled:
            return
        there = self.sounds_there()
        for night, sound in self.nights.items():
            entry = self.stores.journal.entry(night)
            assert entry is not None
            (song,) = entry.songs
            assert song.track_id is not None
            self.at_its_sound(self.stores.library.track(TrackId(song.track_id)), sound, there)
        for number, (sound, tempo) in self.kept.items():
            track = self.stores.library.track(number)
            self.at_its_sound(track, sound, there)
            assert track is None or track.tempo.bpm == tempo

    @invariant()
    def every_file_is_listed_once(self) -> None:
        if not self.settled:
            return
        listed = [t.path for t in self.stores.library.tracks() if t.fault is None]
        assert sorted(listed) == sorted(self.files_there())

    def at_its_sound(self, track: Track | None, sound: str, there: set[str]) -> None:
        if track is None or track.fault is not None:
            assert sound not in there, "it is said to be away, and is there"
        else:
            assert content_of(track.path) == sound

    def files_there(self) -> set[Path]:
        watched = [folder.path for folder in self.stores.library.folders()]
        return {path for folder in watched for path in folder.rglob("*.wav")}

    def sounds_there(self) -> set[str]:
        return {content_of(path) for path in self.files_there()}


def run(examples: int, steps: int, anew: bool) -> None:
    """`anew`: use other sequences each time."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=not anew,
        phases=[Phase.reuse, Phase.generate] if anew else [Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(AnyOrder, settings=chosen)


def test_any_order_of_moves() -> None:
    run(8, 20, anew=False)


@pytest.mark.long
def test_long_sequences_of_moves_in_any_order() -> None:
    run(400, 30, anew=True)
