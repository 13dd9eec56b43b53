"""The training and test data: impressions of recordings with what is known of each piece."""

import csv
import hashlib
import pickle
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lullaby.tempo.answer import SLOW_AT_MOST
from lullaby.tempo.impression import Impression, impression
from lullaby.tempo_analysis import impression_of

COMPOSERS = (
    ("Chopin", r"Etudes_op_(10|25)|Scherzos|Sonata_[23]_|Berceuse_op_57"),
    ("Bach", r"bwv|Italian_concerto"),
    ("Liszt", r"S145|Paganini|Transcendental"),
    ("Mozart", r"Fantasie_475|Piano_Sonatas_(12|8)-"),
    ("Rachmaninoff", r"Preludes_op_(23|32)"),
    ("Schubert", r"Impromptu|Piano_Sonatas_664"),
    ("Scriabin", r"Etudes_op_8_|^Sonatas_5"),
    ("Balakirev", r"The_Lark"),
    ("Mendelssohn", r"MWV"),
)
"""By the names of works; the labels have no column for the composer."""

NEIGHBOURS = 4_000
"""Scores of one composer were entered together, so numbers this close form one group."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`calm` is None if it is unknown whether the piece is slow; `bpm` is None for no beat."""

    name: str
    group: str
    impression: Impression
    calm: bool | None
    bpm: float | None
    steady: bool
    weight: float = 1.0
    source: str = ""
    corpus: str = ""
    """Where it comes from: pieces of one corpus are alike in more than their composer."""
    kind: str = ""
    lossy: bool = False

    @property
    def is_noise(self) -> bool:
        return self.source == "noise"

    @property
    def slow(self) -> bool | None:
        """What is asked for: by the tempo if one was set, unless somebody sings alone."""
        if self.steady and self.bpm is not None and self.source != "sung":
            return self.bpm <= SLOW_AT_MOST
        return self.calm


TOGETHER = {"own": "airdsAirs"}
"""Corpora too small to be one."""

SLOW_SINGING, QUICK_SINGING = 2.2, 2.8
"""Sung notes per second up to which a voice alone counts as slow, and from which it does not: made
tunes of up to 2.2 are those of at most 80 BPM. Whoever sings alone keeps no beat that one could
count, so that the tempo does not tell here, not even of made voices."""

HEARD_SLOW, HEARD_QUICK = 3.0, 3.5
"""How fast listeners found a song, 1 to 6: up to 3.0 slow, not slow from the scale's middle."""


def dev_pieces(folder: Path, cache: Path | None = None, scores: Path | None = None) -> list[Piece]:
    """The labelled recordings of a folder with a labels.csv; `bpm` is the notated beat.

    `scores` holds the scores of the songs, a folder for each composer, from which groups are named.
    """
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    impression = _cached(impression_of, [folder / row["file"] for row in rows], cache)
    groups = _groups(rows)
    if scores is not None:
        composers = {path.stem[2:]: path.parts[-4] for path in scores.rglob("*.mxl")}
        groups = [
            composers.get(Path(row["file"]).stem[1:], group)
            for row, group in zip(rows, groups, strict=True)
        ]
    return [
        Piece(
            row["file"],
            group,
            each,
            row["label"] != "not_slow",
            float(row["bpm_ref"]),
            False,
            source=row["source"],
            corpus="scores" if _lied(row) else "piano",
            kind="song" if _lied(row) else "performance",
        )
        for row, group, each in zip(rows, groups, impression, strict=True)
        if each is not None
    ]


def singing_pieces(folder: Path, cache: Path | None = None) -> list[Piece]:
    """Real voices alone; a text file beside each has the times of its notes (start, end, pitch).

    How many notes are sung in a second says what is slow; between slow and quick it is unknown.
    """
    paths = sorted(folder.rglob("*.flac"))
    pieces = []
    for path, each in zip(paths, _cached(impression_of, paths, cache), strict=True):
        times = np.loadtxt(path.with_suffix(".txt"), ndmin=2)
        rate = (len(times) - 1) / (times[-1, 0] - times[0, 0])
        if each is not None:
            calm = _between(rate, SLOW_SINGING, QUICK_SINGING)
            pieces.append(_sung(f"v{path.stem}", each, calm, "singing", "real voice"))
    return pieces


def field_pieces(folder: Path, cache: Path | None = None) -> list[Piece]:
    """People singing all over the world, slow or not as listeners heard it.

    `folder` holds the songs and the listeners' answers of the Natural History of Song's discography
    (Mehr et al. 2019), under their names there.
    """
    with (folder / "NHSDiscography_NaiveListeners.csv").open(encoding="utf-8") as file:
        heard = [(row["song"], float(row["form_fast"])) for row in csv.DictReader(file)]
    impressions = _cached(impression_of, [folder / f"{song}.mp3" for song, _ in heard], cache)
    return [
        _sung(f"f{song}", each, _between(fast, HEARD_SLOW, HEARD_QUICK), "field", "field")
        for (song, fast), each in zip(heard, impressions, strict=True)
        if each is not None
    ]


def _sung(name: str, taken: Impression, calm: bool | None, corpus: str, kind: str) -> Piece:
    return Piece(name, name, taken, calm, None, False, 1.0, "singing", corpus, kind)


def _between(value: float, slow: float, quick: float) -> bool | None:
    """Slow up to `slow`, not slow from `quick`, otherwise unknown."""
    return None if slow < value < quick else value <= slow


def corpus_pieces(folder: Path, cache: Path | None = None) -> list[Piece]:
    """The pieces of `corpus`; without a word of the composer slow is at most 80 BPM, and 80 to 90
    is left open."""
    with (folder / "pieces.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    impression = _cached(_impression_of_samples, [folder / row["file"] for row in rows], cache)
    return [
        _piece(row, each) for row, each in zip(rows, impression, strict=True) if each is not None
    ]


def _piece(row: dict[str, str], impression: Impression) -> Piece:
    if row["kind"] == "noise":
        return Piece(
            row["file"],
            f"noise {row['group']}",
            impression,
            None,
            None,
            False,
            source="noise",
            corpus="noise",
            kind="noise",
            lossy=bool(row["lossy"]),
        )
    bpm, notes = float(row["bpm"]), float(row["notes_per_s"] or 0)
    worded = row["kind"] in ("song", "performance")
    if worded:
        calm = bool(int(row["calm"])) if row["calm"] else None
    elif row["kind"].startswith("voice"):
        calm = _between(notes, SLOW_SINGING, QUICK_SINGING)
    else:
        calm = _between(bpm, SLOW_AT_MOST, 90)
    doubtful = notes > 0 and ((calm is True and notes > 3.6) or (calm is False and notes < 1.6))
    return Piece(
        row["file"],
        row["group"],
        impression,
        calm,
        bpm,
        not worded,
        0.4 if doubtful else 1.0,
        "sung" if row["kind"].startswith("voice") else "played",
        TOGETHER.get(row["corpus"], row["corpus"]),
        row["kind"],
        bool(row["lossy"]),
    )


def _impression_of_samples(path: Path) -> Impression | None:
    return impression([np.load(path).astype(np.float32)])


def _groups(rows: Sequence[dict[str, str]]) -> list[str]:
    numbers = sorted(int(n) for row in rows if (n := re.sub(r"\D", "", row["file"])) and _lied(row))
    run = {}
    for before, number in zip([-NEIGHBOURS, *numbers], numbers, strict=False):
        run[number] = run[before] if number - before < NEIGHBOURS and before in run else number
    found = []
    for row in rows:
        named = [name for name, works in COMPOSERS if re.search(works, row["title"])]
        if named:
            found.append(named[0])
        elif _lied(row):
            found.append(f"scores from {run[int(re.sub(r'[^0-9]', '', row['file']))]}")
        else:
            found.append(row["title"])
    return found


def _lied(row: dict[str, str]) -> bool:
    return "Lieder" in row["source"]


def _cached(
    listen: Callable[[Path], Impression | None], paths: Sequence[Path], cache: Path | None
) -> list[Impression | None]:
    """Impressions of all files, kept in `cache` until the estimator's code changes."""
    code = _code()
    found: dict[Path, Impression | None] = {}
    if cache is not None and cache.exists():
        kept, found = pickle.loads(cache.read_bytes())
        if kept != code:
            found = {}
    todo = [path for path in paths if path not in found]
    if todo:
        with ProcessPoolExecutor(2) as pool:
            found |= dict(zip(todo, pool.map(listen, todo, chunksize=4), strict=True))
        if cache is not None:
            cache.write_bytes(pickle.dumps((code, found)))
    return [found[path] for path in paths]


def _code() -> str:
    code = Path(__file__).parents[2] / "lullaby" / "tempo"
    names = ("spectrum", "onsets", "pulse", "pitches", "kind", "features", "hypotheses")
    names += ("impression",)
    return hashlib.sha256(b"".join((code / f"{n}.py").read_bytes() for n in names)).hexdigest()
