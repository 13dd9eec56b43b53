"""Makes the recordings, words and index of `assets/songs/` out of its ABC files.

Needs fluidsynth and opusenc (Debian: fluidsynth fluid-soundfont-gm opus-tools) and an installed
Lullaby. The same scores give the same files, byte by byte, with the same versions of both.
Names of songs on the command line make only those recordings anew; the words of the others, and
what the index and the licence say about them, are read from their scores again.
"""

import json
import re
import subprocess
import sys
import tempfile
import wave
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.loudness import Meter, measure
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.library.song_words import words_of
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.arrangement import arrange
from lullaby.songbook.midi import midi_file
from lullaby.songbook.notes import About, Score
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import TAIL_MS, Timeline, timeline, verses_to_last
from lullaby.units import Ms

SONGS = Path(__file__).parent.parent / "assets" / "songs"
SOUND_FONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
TABLE_HEAD = "| song | language | from | words | notes checked | words checked |"
RATE = 48_000
FADE_MS = 2_500.0
LOUDNESS = -23.0
"""LUFS, the level of the night."""

NEAR_ENOUGH = 0.2
HIGHEST_PEAK = -6.0
REPLAYGAIN = -18.0
KBIT_WITH_TUNE, KBIT_WITHOUT = 44, 38
"""What opusenc aims at; plucked tones make it give some more."""

Sound = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mix:
    file: Path
    with_tune: bool


def main(wanted: list[str]) -> int:
    """Render every score, or those named; the exit code."""
    scores = sorted(SONGS.glob("*.abc"))
    if not scores:
        print(f"there are no scores in {SONGS}", file=sys.stderr)
        return 1
    index = SONGS / "index.json"
    before = {row["id"]: row for row in json.loads(index.read_text(encoding="utf-8"))["songs"]}
    kept = {name: row for name, row in before.items() if wanted and name not in wanted}
    rows = [_row(path, kept.get(path.stem)) for path in scores]
    text = json.dumps({"version": 2, "songs": rows}, ensure_ascii=False, indent=2) + "\n"
    index.write_text(text, encoding="utf-8")
    _write_table(rows)
    return 0


def _write_table(rows: list[dict[str, object]]) -> None:
    """The table of the licence file says what the index says."""
    path = SONGS / "LICENSE.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines.index(TABLE_HEAD)
    after = next(at for at in range(first, len(lines)) if not lines[at].startswith("|"))
    lines[first:after] = [TABLE_HEAD, "|---|---|---|---|---|---|", *map(table_row, rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def table_row(song: Mapping[str, object]) -> str:
    """One song of the licence file's table."""
    words_by = str(song["words_by"]).removeprefix("Words ")
    return (
        f"| {song['title']} (`{song['id']}`) | {song['people']} | {song['composer']} | {words_by} "
        f"| {song['checked']}: {song['source']} | {song['words_checked']}: {song['words_source']} |"
    )


def _row(path: Path, kept: dict[str, object] | None) -> dict[str, object]:
    """What the index says of a song: what its score tells, and figures of its recordings."""
    score = read_abc(path.read_text(encoding="utf-8"), path.name)
    rendered = kept or _render(path, score)
    performed = timeline(score, Setting(verses=verses_to_last(score)))
    words = to_lrc(words_of(score, performed), duration_ms=_length(performed))
    path.with_suffix(".lrc").write_text(words, encoding="utf-8")
    return (
        {**rendered, **_described(score.about)} if kept else {**_described(score.about), **rendered}
    )


def _length(performed: Timeline) -> Ms:
    return Ms(round(performed.end_ms + TAIL_MS))


def _described(about: About) -> dict[str, object]:
    return {
        "id": about.id,
        "title": about.title,
        "origin": _origin(about),
        "composer": about.composer,
        "language": about.language,
        "people": about.origin,
        "subtitle": about.subtitle,
        "story": about.story,
        "season": about.season,
        "checked": about.checked,
        "words_checked": about.words_checked,
        "words_by": about.words_by,
        "source": about.source,
        "words_source": about.words_source,
        "licence": about.licence,
    }


def _render(path: Path, score: Score) -> dict[str, object]:
    sung = verses_to_last(score)
    performed = timeline(score, Setting(verses=sung))
    song = Mix(path.with_suffix(".opus"), with_tune=True)
    accompaniment = Mix(path.with_name(f"{path.stem}.accompaniment.opus"), with_tune=False)
    reading = _record(score, performed, song)
    below = _record(score, performed, accompaniment)
    return {
        "bpm": score.bpm,
        "duration_ms": _length(performed),
        "audio": song.file.name,
        "words": path.with_suffix(".lrc").name,
        "gain_db": round(REPLAYGAIN - reading.integrated_lufs, 2),
        "peak": round(10 ** (reading.true_peak_db / 20), 4),
        "verses": score.verses,
        "sung": sung,
        "score": path.name,
        "accompaniment": accompaniment.file.name,
        "accompaniment_peak": round(10 ** (below.true_peak_db / 20), 4),
    }


def _record(score: Score, performed: Timeline, mix: Mix) -> LoudnessReading:
    """Encode a mix so that it is as loud as it should be when it is decoded."""
    sound = _played(score, performed, mix.with_tune)
    gain = LOUDNESS - _loudness(sound)
    while True:
        _encode(score, sound * 10 ** (gain / 20), mix)
        reading = measure(mix.file)
        if not isinstance(reading, LoudnessReading):
            raise RuntimeError(f"{mix.file.name} cannot be measured: {reading}")
        off = LOUDNESS - reading.integrated_lufs
        if abs(off) <= NEAR_ENOUGH:
            break
        gain += off
    if reading.true_peak_db >= HIGHEST_PEAK:
        raise RuntimeError(f"{mix.file.name} peaks at {reading.true_peak_db:.1f} dBTP")
    print(
        f"{mix.file.name}: {(performed.end_ms + TAIL_MS) / 1000:.1f} s, "
        f"{reading.integrated_lufs:.1f} LUFS, {reading.true_peak_db:.1f} dBTP, "
        f"{mix.file.stat().st_size / 1000:.0f} kB",
        flush=True,
    )
    return reading


def _played(score: Score, performed: Timeline, with_tune: bool) -> Sound:
    """What fluidsynth makes of it, faded at the end."""
    with tempfile.TemporaryDirectory() as folder:
        midi, raw = Path(folder) / "song.mid", Path(folder) / "raw.wav"
        midi.write_bytes(midi_file(arrange(score, performed, with_tune), TAIL_MS))
        _run("fluidsynth", "-niq", "-r", RATE, "-g", "0.8", "-F", raw, SOUND_FONT, midi)
        with wave.open(str(raw)) as file:
            data = file.readframes(file.getnframes())
    length = round((performed.end_ms + TAIL_MS) * RATE / 1000)
    sound = np.zeros((length, 2))
    played = np.frombuffer(data, "<i2").reshape(-1, 2)[:length] / 32_768
    sound[: len(played)] = played
    fade = round(FADE_MS * RATE / 1000)
    sound[-fade:] *= np.cos(np.linspace(0, np.pi / 2, fade))[:, None] ** 2
    return sound


def _loudness(sound: Sound) -> float:
    meter = Meter()
    for start in range(0, len(sound), RATE):
        meter.feed(sound[start : start + RATE].astype(np.float32))
    reading = meter.reading()
    assert isinstance(reading, LoudnessReading)
    return reading.integrated_lufs


def _encode(score: Score, sound: Sound, mix: Mix) -> None:
    about = score.about
    title = about.title if mix.with_tune else f"{about.title} (accompaniment)"
    comments = (f"LANGUAGE={about.language}", f"BPM={score.bpm:g}", "LICENSE=CC0-1.0")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "song.wav"
        with wave.open(str(source), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(np.round(np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
        _run(
            *("opusenc", "--quiet", "--serial", zlib.crc32(mix.file.name.encode()) & 0x7FFFFFFF),
            *("--bitrate", KBIT_WITH_TUNE if mix.with_tune else KBIT_WITHOUT),
            *("--title", title, "--artist", about.composer),
            *(part for comment in comments for part in ("--comment", comment)),
            *(source, mix.file),
        )


def _origin(about: About) -> str:
    """The line under the title: a composer's name, or the people's tradition."""
    name = re.split(r"[(,]", about.composer)[0].strip()
    return f"{about.origin}, traditional" if name.startswith("Trad.") else name


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
