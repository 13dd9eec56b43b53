"""An evening to measure: the first routine plays a song with syllable words."""

import sqlite3
import subprocess
from pathlib import Path

from benchmarks.music import open_library
from benchmarks.programs import LULLABY, Environment, command
from tests.audio.sounds import tone, write

SONG = 240.0
"""Seconds of the song."""


def make_song(folder: Path) -> Path:
    """Four minutes with a syllable every 400 ms, seven to a line."""
    folder.mkdir()
    song = write(folder / "song.mp3", tone(SONG, 0.2))
    rows: list[str] = []
    for first in range(0, int(SONG * 1_000) - 4_000, 3_200):
        stamps = [first + 400 * part for part in range(8)]
        words = [f"<{stamp(at)}>la{' ' if at % 800 else '-'}" for at in stamps[:7]]
        rows.append(f"[{stamp(first)}]{''.join(words)}<{stamp(stamps[7])}>")
    song.with_suffix(".lrc").write_text("\n".join(rows), encoding="utf-8")
    return song


def stamp(ms: int) -> str:
    return f"{ms // 60_000:02}:{ms // 1_000 % 60:02}.{ms % 1_000:03}"


def prepare(data: Path, song: Path, environment: Environment, ambient: bool = True) -> None:
    """Make the first routine play the song, over rain or alone, for 30 minutes."""
    open_library(data).connection.close()
    listed = song.parent / "evening.m3u8"
    listed.write_text(f"{song.name}\n" * 4, encoding="utf-8")
    for words in (("scan", song.parent, "--add"), ("playlist", "import", listed)):
        subprocess.run(
            command(LULLABY, "--data", data, *words),
            env=environment,
            check=True,
            capture_output=True,
            timeout=120,
        )
    with sqlite3.connect(data / "lullaby.sqlite3") as database:
        database.execute(
            "UPDATE routine SET minutes = 30, music_step = 8,"
            " playlist_id = (SELECT id FROM playlist WHERE name = 'evening')"
            " WHERE built_in = 'night_waking'"
        )
        database.execute("DELETE FROM routine_bed")
        if ambient:
            database.execute(
                "INSERT INTO routine_bed (routine_id, name, step)"
                " SELECT id, 'rain', 4 FROM routine WHERE built_in = 'night_waking'"
            )
    database.close()
