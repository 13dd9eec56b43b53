"""The tempo ear beside free estimators, on labelled recordings that the user names.

    python -m benchmarks.tempo --dev FOLDER [--corpus FOLDER] [--no-peers]

FOLDER holds recordings and a labels.csv (file, label, bpm_ref, source, title). What is said of
the calm score is by cross-validation: models that have heard neither the recording nor another
of its composer, which needs the extra `train`. The tempo model has never seen these recordings.
`--corpus` (see benchmarks.ear.corpus) adds the pieces that the shipped models learn from, and
judges tempo and noises in the same way. Peers that are not installed are left out with a word.
"""

import argparse
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.ear.data import Piece, corpus_pieces, dev_pieces
from lullaby.audio.decoder import Decoder
from lullaby.listening import hear_file
from lullaby.spare_ear import listen_to_all
from lullaby.tempo.answer import SLOW_AT_MOST
from lullaby.tempo.ear import tempo_weights
from lullaby.tempo.model import models

RATE = 22_050
WORKERS = 2
SAME = 0.04
FALSE_ALARMS = 0.10
SAMPLE = 30
"""Recordings on which speed is measured."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A peer's or our answers for the recordings, in their order; 0 for none."""

    name: str
    bpms: np.ndarray
    speed: float
    """Times real time on one core, decoding included."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--dev", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER")
    parser.add_argument("--no-peers", action="store_true")
    asked = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    dev = dev_pieces(asked.dev)
    paths = [asked.dev / piece.name for piece in dev]
    speed = _speed(paths[:SAMPLE])
    print(f"{len(dev)} recordings of {len({piece.group for piece in dev})} groups")
    print(f"speed                {speed:6.0f} x real time on one core, decoding included")
    print(f"memory               {_memory_mb(paths[:SAMPLE]):6.0f} MB with {WORKERS} workers\n")
    corpus = corpus_pieces(asked.corpus, asked.corpus / "corpus.pickle") if asked.corpus else []
    _cross_validated(dev, corpus)
    ours = Judged("lullaby", np.array([_felt(piece) for piece in dev]), speed)
    peers = [] if asked.no_peers else [_peer(name, run, paths) for name, run in PEERS.items()]
    _print_tempos(dev, [ours, *(peer for peer in peers if peer)])


def auc(scores: np.ndarray, truth: np.ndarray) -> float:
    """How often a true one scores above a false one."""
    above = scores[truth][:, None] - scores[~truth]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def _felt(piece: Piece) -> float:
    weights = tempo_weights(piece.heard, models())
    return float(piece.heard.bpms[int(np.argmax(weights))]) if len(weights) else 0.0


def _cross_validated(dev: Sequence[Piece], corpus: Sequence[Piece]) -> None:
    try:
        from benchmarks.ear.train import cross_validate
    except ImportError:
        print("cross-validation left out: the extra `train` is not installed\n")
        return
    judged = cross_validate([*dev, *corpus])
    calm = np.array([judged[piece.name].calm for piece in dev])
    truth = np.array([bool(piece.calm) for piece in dev])
    print("slow and lullaby against not slow, grouped cross-validation")
    for source in ("", *sorted({piece.source for piece in dev})):
        of = np.array([not source or piece.source == source for piece in dev])
        print(f"  AUC {auc(calm[of], truth[of]):.3f}  {source or 'all'} ({of.sum()})")
    lowest = float(np.sort(calm[~truth])[-max(1, int(FALSE_ALARMS * (~truth).sum()))])
    print(f"  recall {np.mean(calm[truth] > lowest):.3f} at 10 % false alarms at most")
    _confusion(calm, truth)
    if corpus:
        _corpus_figures([*corpus], judged)


def _confusion(calm: np.ndarray, truth: np.ndarray) -> None:
    shipped = models()
    print(f"  {'':12}{'slow':>8}{'not slow':>10}{'do not know':>13}")
    for name, which in (("slow", truth), ("not slow", ~truth)):
        slow = int(np.sum(calm[which] >= shipped.slow_from))
        fast = int(np.sum(calm[which] <= shipped.not_slow_to))
        print(f"  {name:12}{slow:8}{fast:10}{which.sum() - slow - fast:13}")
    unsure = np.mean((calm < shipped.slow_from) & (calm > shipped.not_slow_to))
    print(f"  don't know: {100 * unsure:.1f} %\n")


def _corpus_figures(corpus: Sequence[Piece], judged: dict) -> None:
    noise = np.array([judged[p.name].beat for p in corpus if p.is_noise])
    music = np.array([judged[p.name].beat for p in corpus if not p.is_noise])
    from_ = models().beat_from
    print("pieces made for training, grouped cross-validation")
    print(f"  noise said to have no steady beat {np.mean(noise < from_):.3f} ({len(noise)})")
    print(f"  music said to have a beat         {np.mean(music >= from_):.3f} ({len(music)})")
    known = [p for p in corpus if p.calm is not None]
    calm = np.array([judged[p.name].calm for p in known])
    print(f"  AUC slow against not slow         {auc(calm, np.array([p.calm for p in known])):.3f}")
    steady = [p for p in corpus if p.steady]
    told = np.array([_best(p, judged[p.name].weights) for p in steady])
    _print_row("  lullaby", told, np.array([p.bpm for p in steady]))
    print()


def _best(piece: Piece, weights: np.ndarray) -> float:
    return float(piece.heard.bpms[int(np.argmax(weights))]) if len(weights) else 1.0


def _print_tempos(dev: Sequence[Piece], all_judged: Sequence[Judged]) -> None:
    truth = np.array([bool(piece.calm) for piece in dev])
    notated = np.array([piece.bpm for piece in dev])
    print("tempo against the notated beat (which is not always the felt one)")
    for judged in all_judged:
        _print_row(f"  {judged.name}", judged.bpms, notated)
    print(f"slow found by a tempo of at most {SLOW_AT_MOST:g} BPM alone; speed")
    for judged in all_judged:
        slow = (judged.bpms > 0) & (judged.bpms <= SLOW_AT_MOST)
        found, false = np.mean(slow[truth]), np.mean(slow[~truth])
        print(
            f"  {judged.name:20} recall {found:.2f}  false {false:.2f}"
            f"  AUC {auc(-judged.bpms, truth):.2f}  {judged.speed:6.0f} x real time"
        )


def _print_row(name: str, told: np.ndarray, truth: np.ndarray) -> None:
    off = np.log(np.maximum(told, 1e-3) / truth)

    def hit(ratio: float) -> np.ndarray:
        return np.abs(off - np.log(ratio)) <= SAME

    forgiven = np.any([hit(ratio) for ratio in (1, 2, 0.5, 3, 1 / 3)], axis=0)
    print(
        f"{name:22} within 4 % {np.mean(hit(1)):.2f}  octaves forgiven {np.mean(forgiven):.2f}"
        f"  doubled {hit(2).sum()}  halved {hit(0.5).sum()}"
    )


def _speed(paths: Sequence[Path]) -> float:
    hear_file(paths[0])
    lengths = [_length(path) for path in paths]
    begun = time.process_time()
    for path in paths:
        hear_file(path)
    return sum(lengths) / max(1e-9, time.process_time() - begun)


def _length(path: Path) -> float:
    decoder = Decoder(path)
    decoder.close()
    return (decoder.duration_ms or 0) / 1000


def _memory_mb(paths: Sequence[Path]) -> float:
    for _ in listen_to_all(paths, WORKERS):
        pass
    return WORKERS * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _librosa(wav: Path) -> float:
    librosa = import_module("librosa")
    samples, rate = librosa.load(wav, sr=None)
    return float(np.ravel(librosa.beat.beat_track(y=samples, sr=rate)[0])[0])


def _aubio(wav: Path) -> float:
    done = _run("aubio", "tempo", "-i", str(wav))
    return float(done.split()[0]) if done.split() else 0.0


def _soundstretch(wav: Path) -> float:
    found = re.search(r"Detected BPM rate ([0-9.]+)", _run("soundstretch", str(wav), "-bpm"))
    return float(found.group(1)) if found else 0.0


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if command[0] == "soundstretch" else done.stdout


PEERS: dict[str, Callable[[Path], float]] = {
    "librosa": _librosa,
    "aubio": _aubio,
    "soundstretch": _soundstretch,
}


def _peer(name: str, run: Callable[[Path], float], paths: Sequence[Path]) -> Judged | None:
    if (find_spec(name) if name == "librosa" else shutil.which(name)) is None:
        print(f"{name} is not installed and left out")
        return None
    bpms, seconds, used = [], 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "sound.wav"
        for number, path in enumerate(paths):
            begun = _cpu()
            length = _write_wav(path, wav)
            bpms.append(run(wav))
            if number:
                used += _cpu() - begun
                seconds += length
    return Judged(name, np.array(bpms), seconds / max(used, 1e-9))


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _write_wav(path: Path, target: Path) -> float:
    decoder, blocks = Decoder(path, rate=RATE), []
    while (block := decoder.read()) is not None:
        blocks.append(block.mean(axis=1))
    decoder.close()
    sound = np.concatenate(blocks)
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "NONE"))
        file.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
    return len(sound) / RATE


if __name__ == "__main__":
    main()
