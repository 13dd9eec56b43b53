"""Results of tempo analysis, the person's corrections, and the songs still to be analysed.

Tag, analysis and person are stored separately; `tempo.verdict` combines them on every read.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.library.found import Named
from lullaby.library.matching import UNTOLD
from lullaby.library.paths_as_text import path_of
from lullaby.library.relocating import name_sounds
from lullaby.library.track import Fault, TrackId
from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import reading, transaction
from lullaby.tempo.analysis import ANALYZER_VERSION, Alternative, CalmReason, TempoAnalysis
from lullaby.tempo.answer import UNKNOWN_TEMPO, Pace, TempoAnswer, TempoSource
from lullaby.tempo.verdict import apply_persons_word, weigh
from lullaby.units import Bpm

# `hearing` holds analyses, its column `ear` the version of the analyser; released migrations and
# stored values such as 'said' and 'ear' keep their old names.
WORDS_ON_TEMPO = (
    "tag.bpm AS tag_bpm, tapped.bpm AS tapped_bpm, chosen.bpm AS chosen_bpm, calms,"
    " hearing.bpm AS analyzed_bpm, hearing.pace AS analyzed_pace, calm, reasons"
)
WEIGHED = """
    LEFT JOIN tempo AS tag ON tag.track_id = track.id AND tag.source = 'tag'
    LEFT JOIN tempo AS tapped ON tapped.track_id = track.id AND tapped.source = 'tapped'
    LEFT JOIN tempo AS chosen ON chosen.track_id = track.id AND chosen.source = 'said'
    LEFT JOIN calm_word ON calm_word.track_id = track.id
    LEFT JOIN recording ON recording.track_id = track.id
    LEFT JOIN hearing ON hearing.content = recording.content
"""
"""Joins all sources of a tempo. An analysis of an older state of a file counts until the file is
analysed again, because most changes affect only its tags."""

_TO_ANALYZE = (
    "FROM track WHERE origin = 'file' AND fault IS NULL AND hidden = 0 AND mtime_ns <> 0"
    " AND removed_at IS NULL"
)
_WAITING = f"""
    {_TO_ANALYZE} AND NOT EXISTS (
        SELECT 1 FROM recording LEFT JOIN hearing ON hearing.content = recording.content
        WHERE recording.track_id = track.id AND recording.size = track.size
        AND recording.mtime_ns = track.mtime_ns
        AND (recording.content = '' OR hearing.ear = {ANALYZER_VERSION})
    )
"""


@frozen
class UnanalyzedTrack:
    """A song to analyse, as its file was at the last scan."""

    track: TrackId
    path: Path
    size: int
    mtime_ns: int


@frozen
class Weighed:
    tempo: TempoAnswer
    pace: Pace | None
    calms: bool | None


@frozen
class PersonsWord:
    """The person's corrections of a song: a chosen or tapped tempo, and whether it calms."""

    tempo: TempoAnswer = UNKNOWN_TEMPO
    calms: bool | None = None


NO_WORD = PersonsWord()


class AnalysisStore:
    """Used from one thread. Every method raises `StorageError` if the disk fails."""

    def __init__(
        self, connection: sqlite3.Connection, beside: SideConnections | None = None
    ) -> None:
        self._db = connection
        self._beside = beside

    def here(self) -> "AnalysisStore":
        """A store for the calling thread."""
        return self if self._beside is None else AnalysisStore(self._beside.here())

    def next(self) -> UnanalyzedTrack | None:
        """The song to analyse next."""
        return next(iter(self.waiting(1)), None)

    def waiting(self, most: int, besides: Collection[TrackId] = ()) -> list[UnanalyzedTrack]:
        """The next songs to analyse, those without any tempo first."""
        with reading(self._db):
            rows = self._db.execute(
                f"SELECT id, path, size, mtime_ns {_WAITING}"
                " AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY EXISTS"
                " (SELECT 1 FROM tempo WHERE track_id = id AND bpm IS NOT NULL), id LIMIT ?",
                (json.dumps(list(besides)), most),
            ).fetchall()
        return [
            UnanalyzedTrack(TrackId(row["id"]), path_of(row["path"]), row["size"], row["mtime_ns"])
            for row in rows
        ]

    def counts(self) -> tuple[int, int]:
        """How many songs have been analysed, and how many there are in total."""
        with reading(self._db):
            waiting = int(self._db.execute(f"SELECT count(*) {_WAITING}").fetchone()[0])
            total = int(self._db.execute(f"SELECT count(*) {_TO_ANALYZE}").fetchone()[0])
        return total - waiting, total

    def recognise(self, song: UnanalyzedTrack, content: str) -> bool:
        """Whether this recording was analysed before; if so, the song need not be analysed.

        Stores its identity in any case, by which the song is found again if its file moves.
        """
        with transaction(self._db):
            name_sounds(self._db, [Named(song.track, song.size, song.mtime_ns, content)])
            known = self._db.execute(
                "SELECT 1 FROM hearing WHERE content = ? AND ear = ?", (content, ANALYZER_VERSION)
            ).fetchone()
            if known is not None:
                self._tie(song, content)
        return known is not None

    def write(self, song: UnanalyzedTrack, content: str, analysis: TempoAnalysis) -> None:
        """Store an analysis, even if the song has left the library."""
        with transaction(self._db):
            self._db.execute(
                "INSERT OR REPLACE INTO hearing"
                " (content, ear, bpm, alternatives, calm, pace, reasons, no_beat, seconds)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    content,
                    ANALYZER_VERSION,
                    analysis.bpm,
                    json.dumps([[other.bpm, other.weight] for other in analysis.alternatives]),
                    analysis.calm,
                    analysis.pace.value,
                    json.dumps([reason.value for reason in analysis.reasons]),
                    int(not analysis.has_beat),
                    analysis.seconds,
                ),
            )
            self._tie(song, content)

    def give_up(self, song: UnanalyzedTrack, missing: bool) -> None:
        """Mark a song as not analysable; a missing file is retried once a scan finds it.

        What an older analyser found counts on, unless the sound is another now.
        """
        with transaction(self._db):
            if missing:
                self._db.execute(
                    "UPDATE track SET fault = ? WHERE id = ?", (Fault.MISSING.value, song.track)
                )
            elif not self._keep(song):
                self._tie(song, "")

    def analysis_of(self, track: TrackId) -> TempoAnalysis | None:
        """The analysis of a song; None before it was analysed."""
        with reading(self._db):
            row = self._db.execute(
                "SELECT hearing.* FROM recording JOIN hearing USING (content) WHERE track_id = ?",
                (track,),
            ).fetchone()
        if row is None:
            return None
        return TempoAnalysis(
            None if row["bpm"] is None else Bpm(row["bpm"]),
            tuple(Alternative(Bpm(bpm), weight) for bpm, weight in json.loads(row["alternatives"])),
            row["calm"],
            Pace(row["pace"]),
            reasons_in(row["reasons"]),
            row["seconds"],
        )

    def word(self, track: TrackId) -> PersonsWord:
        """The person's corrections of a song."""
        with reading(self._db):
            row = self._db.execute(
                f"SELECT {WORDS_ON_TEMPO} FROM track {WEIGHED} WHERE track.id = ?", (track,)
            ).fetchone()
        if row is None:
            return NO_WORD
        return _persons_word(row["chosen_bpm"], row["tapped_bpm"], row["calms"])

    def say(self, track: TrackId, word: PersonsWord) -> None:
        """Replace the person's corrections; what `word` leaves open is withdrawn."""
        with transaction(self._db):
            self._db.execute(
                "DELETE FROM tempo WHERE track_id = ? AND source IN ('tapped', 'said')", (track,)
            )
            if word.tempo.bpm is not None and word.tempo.source is not None:
                self._db.execute(
                    "INSERT INTO tempo (track_id, source, bpm) SELECT id, ?, ? FROM track"
                    " WHERE id = ? AND removed_at IS NULL",
                    (word.tempo.source.value, word.tempo.bpm, track),
                )
            self.say_calms([track], word.calms)

    def say_calms(self, tracks: Iterable[TrackId], calms: bool | None) -> None:
        """Mark songs as calming or not; None withdraws the marks."""
        ids = json.dumps(list(tracks))
        with transaction(self._db):
            self._db.execute(
                "DELETE FROM calm_word WHERE track_id IN (SELECT value FROM json_each(?))", (ids,)
            )
            if calms is not None:
                self._db.execute(
                    "INSERT INTO calm_word (track_id, calms) SELECT id, ? FROM track"
                    " WHERE id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL",
                    (int(calms), ids),
                )

    def _keep(self, song: UnanalyzedTrack) -> bool:
        """Whether an analysis, as far as known of the same sound, can count as renewed."""
        kept = self._db.execute(
            "UPDATE hearing SET ear = ? FROM recording JOIN track ON track.id = track_id"
            " WHERE hearing.content = recording.content AND track_id = ?"
            " AND track.content IN (recording.content, ?, '')",
            (ANALYZER_VERSION, song.track, UNTOLD),
        )
        if kept.rowcount > 0:
            self._db.execute(
                "UPDATE recording SET size = ?, mtime_ns = ? WHERE track_id = ?",
                (song.size, song.mtime_ns, song.track),
            )
        return kept.rowcount > 0

    def _tie(self, song: UnanalyzedTrack, content: str) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO recording (track_id, size, mtime_ns, content)"
            " SELECT id, ?, ?, ? FROM track WHERE id = ? AND removed_at IS NULL",
            (song.size, song.mtime_ns, content, song.track),
        )


def weighed_in(row: sqlite3.Row) -> Weighed:
    """The verdict for a row with `WORDS_ON_TEMPO`; `pace` is None if it follows from the tempo."""
    return _weighed(
        row["tag_bpm"],
        row["analyzed_bpm"],
        row["analyzed_pace"],
        row["chosen_bpm"],
        row["tapped_bpm"],
        row["calms"],
    )


@lru_cache(maxsize=32_768)
def _weighed(
    tag: float | None,
    analyzed: float | None,
    analyzed_pace: str | None,
    chosen: float | None,
    tapped: float | None,
    calms: int | None,
) -> Weighed:
    """Cached, because thousands of songs are read repeatedly."""
    word = Pace.UNKNOWN if analyzed_pace is None else Pace(analyzed_pace)
    others = weigh(_bpm(tag), _bpm(analyzed), word)
    person = _persons_word(chosen, tapped, calms)
    tempo, pace = apply_persons_word(person.tempo, person.calms, others, word)
    return Weighed(tempo, None if pace is tempo.pace else pace, person.calms)


@lru_cache(maxsize=1024)
def reasons_in(text: str | None) -> tuple[CalmReason, ...]:
    """The reasons stored as JSON; cached, because few combinations occur."""
    return tuple(CalmReason(value) for value in json.loads(text)) if text else ()


def _persons_word(chosen: float | None, tapped: float | None, calms: int | None) -> PersonsWord:
    tempo = UNKNOWN_TEMPO
    if chosen is not None:
        tempo = TempoAnswer(Bpm(chosen), TempoSource.CHOSEN)
    elif tapped is not None:
        tempo = TempoAnswer(Bpm(tapped), TempoSource.TAPPED)
    return PersonsWord(tempo, None if calms is None else bool(calms))


def _bpm(value: float | None) -> Bpm | None:
    return None if value is None else Bpm(value)
