"""Runs free tempo estimators for comparison, each on one WAV file at 22,050 Hz.

librosa in two ways (by default, and told to look around 80 BPM), aubio and soundstretch; and
madmom's neural tracker through its program DBNBeatTracker, the best of nine free estimators
measured before ours was written (.56 within 4 %, 69 of 225 pieces an octave off). It takes ten
times as long as the others and gets fewer pieces.
"""

import re
import resource
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from lullaby.audio.decoder import Decoder
from lullaby.tempo.spectrum import RATE as ANALYSIS_RATE

RATE = 22_050
SLOW_START = 80.0
SLOW_ONE = "madmom"


@dataclass(frozen=True, slots=True)
class Judged:
    """The answers of one estimator, in the order of the recordings; 0 for none."""

    name: str
    bpms: np.ndarray
    speed: float
    """Multiples of real time on one core, including decoding; 0 if not measured."""


def judge(name: str, sounds: Iterable[np.ndarray]) -> Judged:
    """Ask an estimator; `sounds` are mono at `RATE`, each decoded on demand."""
    bpms, seconds, used = [], 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "sound.wav"
        begun = _cpu()
        for number, sound in enumerate(sounds):
            _write_wav(sound, wav)
            bpms.append(PEERS[name](wav))
            if number:
                used += _cpu() - begun
                seconds += len(sound) / RATE
            begun = _cpu()
    return Judged(name, np.array(bpms), seconds / max(used, 1e-9))


def missing(name: str) -> str | None:
    """What must be installed for an estimator, or None."""
    if name.startswith("librosa"):
        return None if find_spec("librosa") else "librosa"
    program = "DBNBeatTracker" if name == SLOW_ONE else name
    return None if shutil.which(program) else program


def decoded(path: Path) -> np.ndarray:
    decoder, blocks = Decoder(path, rate=RATE), []
    while (block := decoder.read()) is not None:
        blocks.append(block.mean(axis=1))
    decoder.close()
    return np.concatenate(blocks)


def made(path: Path) -> np.ndarray:
    """A piece of the corpus, resampled to `RATE` without a filter's edge."""
    samples = np.load(path).astype(np.float64)
    frames = round(len(samples) * RATE / ANALYSIS_RATE)
    spectrum = np.fft.rfft(samples)
    padded = np.zeros(frames // 2 + 1, complex)
    padded[: len(spectrum)] = spectrum
    sound = np.fft.irfft(padded, frames) * frames / len(samples)
    return sound / max(1.0, float(np.abs(sound).max()))


def _librosa(wav: Path, start: float = 120.0) -> float:
    librosa = import_module("librosa")
    samples, rate = librosa.load(wav, sr=None)
    return float(np.ravel(librosa.beat.beat_track(y=samples, sr=rate, start_bpm=start)[0])[0])


def _aubio(wav: Path) -> float:
    done = _run("aubio", "tempo", "-i", str(wav)).stdout
    return float(done.split()[0]) if done.split() else 0.0


def _soundstretch(wav: Path) -> float:
    done = _run("soundstretch", str(wav), "-bpm")
    found = re.search(r"Detected BPM rate ([0-9.]+)", done.stdout + done.stderr)
    return float(found.group(1)) if found else 0.0


def _madmom(wav: Path) -> float:
    beats = [float(line) for line in _run("DBNBeatTracker", "single", str(wav)).stdout.split()]
    return 60 / float(np.median(np.diff(beats))) if len(beats) > 2 else 0.0


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


PEERS: dict[str, Callable[[Path], float]] = {
    "librosa": _librosa,
    f"librosa, start {SLOW_START:g}": lambda wav: _librosa(wav, SLOW_START),
    "aubio": _aubio,
    "soundstretch": _soundstretch,
    SLOW_ONE: _madmom,
}


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _write_wav(sound: np.ndarray, target: Path) -> None:
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "NONE"))
        file.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
