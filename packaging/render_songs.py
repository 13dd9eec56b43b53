"""Makes the recordings, words and index of `assets/songs/` out of its ABC files.

Needs fluidsynth, ffmpeg, opusenc (Debian: fluidsynth fluid-soundfont-gm ffmpeg opus-tools) and
an installed Lullaby. The same scores give the same sound.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Line, Lyrics, Syllable, Timing
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.arrangement import arrange
from lullaby.songbook.midi import midi_file
from lullaby.songbook.notes import Score
from lullaby.songbook.timeline import Timeline, timeline, verses_to_last
from lullaby.units import Ms

SONGS = Path(__file__).parent.parent / "assets" / "songs"
SOUND_FONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
RATE = 48_000
AT_LEAST_MS = 75_000
TAIL_MS = 4_000.0
LOUDNESS = -23.0
"""LUFS, the level of the night."""

REPLAYGAIN = -18.0
KBIT = 56
METER = ("-af", "ebur128=peak=sample", "-f", "null", "-")
ORIGINS = {
    "German": "German",
    "French": "French",
    "English": "English",
    "Welsh": "Welsh",
    "Māori": "Māori",
}


def main() -> int:
    """Render every score; the exit code."""
    scores = sorted(SONGS.glob("*.abc"))
    if not scores:
        print(f"there are no scores in {SONGS}", file=sys.stderr)
        return 1
    rows = [_render(path) for path in scores]
    index = json.dumps({"version": 1, "songs": rows}, ensure_ascii=False, indent=2) + "\n"
    (SONGS / "index.json").write_text(index, encoding="utf-8")
    return 0


def _render(path: Path) -> dict[str, object]:
    score = read_abc(path.read_text(encoding="utf-8"), path.name)
    performed = timeline(score, verses_to_last(score, AT_LEAST_MS))
    audio, words = path.with_suffix(".opus"), path.with_suffix(".lrc")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        midi, raw, even = work / "song.mid", work / "raw.wav", work / "even.wav"
        midi.write_bytes(midi_file(arrange(score, performed), TAIL_MS))
        _run("fluidsynth", "-niq", "-r", str(RATE), "-g", "0.7", "-F", raw, SOUND_FONT, midi)
        length_s = (performed.end_ms + TAIL_MS) / 1000
        loudness, _ = _measure(raw)
        fade = f"afade=t=out:st={length_s - 2.5}:d=2.5"
        gain = f"volume={LOUDNESS - loudness}dB"
        _run(
            "ffmpeg", "-y", "-v", "error", "-i", raw, "-af", f"{gain},{fade}", "-t", length_s, even
        )
        loudness, peak = _measure(even)
        _encode(score, even, audio)
    duration = Ms(round(length_s * 1000))
    words.write_text(to_lrc(_lyrics(score, performed), duration_ms=duration), encoding="utf-8")
    print(f"{path.stem}: {length_s:.1f} s, {loudness:.1f} LUFS, peak {peak:.1f} dBFS")
    return {
        "id": score.id,
        "title": score.title,
        "origin": _origin(score),
        "composer": score.composer,
        "language": score.language,
        "bpm": score.bpm,
        "duration_ms": duration,
        "audio": audio.name,
        "words": words.name,
        "gain_db": round(REPLAYGAIN - loudness, 2),
        "peak": round(10 ** (peak / 20), 4),
    }


def _origin(score: Score) -> str:
    """The line under the title: a composer's name, or the country's tradition."""
    name = re.split(r"[(,]", score.composer)[0].strip()
    if name.startswith("Trad."):
        return f"{ORIGINS[score.origin]}, traditional"
    return name


def _lyrics(score: Score, performed: Timeline) -> Lyrics:
    lines = []
    for line in performed.lines:
        syllables = tuple(
            Syllable(s.text, Ms(round(s.start_ms)), Ms(round(s.end_ms))) for s in line.syllables
        )
        text = "".join(s.text for s in syllables)
        lines.append(Line(text, syllables[0].start_ms, syllables[-1].end_ms, syllables))
    return Lyrics(
        tuple(lines),
        Timing.SYLLABLES,
        title=score.title,
        artist=score.composer,
        language=score.language,
    )


def _encode(score: Score, wave: Path, target: Path) -> None:
    _run(
        "opusenc",
        "--quiet",
        "--bitrate",
        str(KBIT),
        "--title",
        score.title,
        "--artist",
        score.composer,
        "--comment",
        f"LANGUAGE={score.language}",
        "--comment",
        f"BPM={score.bpm:g}",
        wave,
        target,
    )


def _measure(wave: Path) -> tuple[float, float]:
    """Integrated loudness (LUFS) and sample peak (dBFS)."""
    found = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", str(wave), *METER],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    summary = found[found.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[0-9.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[0-9.]+) dBFS", summary)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
