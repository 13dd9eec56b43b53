"""How large the songs of the songbook are as files for somebody else, and how long opening takes.

The voice is a synthetic singer's, two minutes long and encoded as recordings are kept. Opening is
told beside its floor: a helper process that answers at once.
"""

import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.figures import against, line, race, title
from lullaby.background import FindWords
from lullaby.bundles.archive import OpenedBundle, write_bundle
from lullaby.bundles.gathering import Gatherer
from lullaby.bundles.giving import Chosen, Giveable, bundle_of, song_gift
from lullaby.bundles.reading import Unpacked, look_in_helper, new_folder, unpack_in_helper
from lullaby.helper_pool import HelperPool
from lullaby.helpers import Helpers, Inline
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import TakeFacts, TakePlace
from lullaby.lyrics.draft_store import DraftStore
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.storage.database import open_in_memory
from lullaby.stores import over
from lullaby.units import Ms
from tests.audio.sounds import write
from tests.fakes import A_NIGHT
from tests.takes.singer import RATE, VOICES, performed, sing

MOST_SONG_KB = 4.0
MOST_VOICE_MB = 1.2
MOST_MS = 300.0
VOICE_S = 120
VOICE_BITS, KEPT_RATE = 64_000, 48_000
"""As recordings are kept."""
ROUNDS = 15


def main() -> None:
    with tempfile.TemporaryDirectory() as name, closing(open_in_memory()) as connection:
        folder = Path(name)
        songs = _songs(folder, connection)
        title("songs of the songbook")
        sizes = {song.track.title: _written(folder, song) for song in songs}
        ordered = sorted(sizes.values())
        largest = max(sizes, key=lambda each: sizes[each])
        line("median", ordered[len(ordered) // 2] / 1000, "KB")
        line("largest", ordered[-1] / 1000, "KB", f"  {largest}, aim at most {MOST_SONG_KB:g}")
        over_aim = sum(size > MOST_SONG_KB * 1000 for size in ordered)
        line("above the aim", over_aim, "", f"  of {len(ordered)}")
        title("with two minutes of voice")
        sung = _with_voice(folder, connection)
        with_voice = _written(folder, sung, "voice.lullaby")
        line("size", with_voice / 1_000_000, "MB", f"  aim at most {MOST_VOICE_MB:g}")
        with closing(HelperPool()) as helpers:
            _open(folder, helpers, songs[0])


def _gatherer(folder: Path, connection: sqlite3.Connection) -> Gatherer:
    songs = catalogue(assets() / "songs")
    stores = over(connection, songs)
    kept = KeptTakes(stores.takes, folder / "voices", lambda: A_NIGHT)
    return Gatherer(
        stores.library,
        stores.song_preferences,
        stores.takes,
        kept,
        DraftStore(folder / "words"),
        songs,
        FindWords(songs, Inline()),
    )


def _songs(folder: Path, connection: sqlite3.Connection) -> list[Giveable]:
    gatherer = _gatherer(folder, connection)
    return [gatherer.giveable(track) for track in gatherer.library.songbook()]


def _with_voice(folder: Path, connection: sqlite3.Connection) -> Giveable:
    gatherer = _gatherer(folder, connection)
    voice = sing(performed("suo-gan").notes, 1, next(iter(VOICES.values())))
    at = np.arange(VOICE_S * KEPT_RATE) * (RATE / KEPT_RATE)
    sung = np.interp(at % len(voice), np.arange(len(voice)), voice)
    sound = sung[:, None].astype(np.float32)
    target = gatherer.kept_takes.new_file("suo-gan")
    write(target, sound, KEPT_RATE, bit_rate=VOICE_BITS)
    facts = TakeFacts("suo-gan", "Suo Gân", "Somebody", A_NIGHT, Ms(VOICE_S * 1000), TakePlace(0.0))
    gatherer.kept_takes.add(facts, target, None)
    track = next(t for t in gatherer.library.songbook() if t.songbook_id == "suo-gan")
    return gatherer.giveable(track)


def _written(folder: Path, song: Giveable, name: str = "song.lullaby") -> int:
    everything = Chosen(takes=frozenset(each.take.id for each in song.takes))
    bundle = bundle_of(song_gift(song), everything)
    return write_bundle(folder / name, bundle.manifest, bundle.contents)


def _open(folder: Path, helpers: Helpers, song: Giveable) -> None:
    _written(folder, song)
    plain, voice, none = folder / "song.lullaby", folder / "voice.lullaby", folder / "none"
    none.write_bytes(b"")

    def look(path: Path, right: bool = True) -> float:
        begun = time.perf_counter()
        found = look_in_helper(path, helpers)
        assert isinstance(found, OpenedBundle) is right
        return (time.perf_counter() - begun) * 1000

    def unpack(path: Path) -> float:
        begun = time.perf_counter()
        target = new_folder(folder / "data")
        assert isinstance(unpack_in_helper(path, target, helpers), Unpacked)
        spent = (time.perf_counter() - begun) * 1000
        shutil.rmtree(target)
        return spent

    title("opened by a helper process that runs already")
    floor, contestants = "an empty file refused", ("song", "with voice", "song kept", "voice kept")
    unpack(voice)
    rounds = race(
        ROUNDS,
        {
            floor: lambda: look(none, right=False),
            "song": lambda: look(plain),
            "with voice": lambda: look(voice),
            "song kept": lambda: unpack(plain),
            "voice kept": lambda: unpack(voice),
        },
    )
    line(floor, rounds.median(floor), "ms")
    for name in contestants:
        against(rounds, name, floor, "ms", MOST_MS)
