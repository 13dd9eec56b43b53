"""Stores evenings in the database. Every method raises `StorageError` if the database fails.

Times are stored as ISO 8601 in UTC, so that the text sorts by instant, with the UTC offset beside
it, so that a night keeps its local time.
"""

import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from lullaby.frozen import frozen
from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry, Outcome
from lullaby.journal.merging import Merged, merge
from lullaby.journal.rows import CLOSED, COLUMNS, moment_at, offset_of, read, stored
from lullaby.storage.transaction import reading, transaction
from lullaby.units import Ms


@frozen
class TrackTally:
    """The number of answered nights with a track, and how many of them became calm."""

    calmed: int
    answered: int


class JournalStore:
    """Owns the entry tables; used from one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._touched: set[EntryId] = set()

    def take_touched(self) -> set[EntryId]:
        """The nights written since the last call."""
        touched, self._touched = self._touched, set()
        return touched

    def open_night(self, entry: JournalEntry) -> EntryId:
        """Insert an open row (the given id is ignored) and return its id."""
        with transaction(self._db):
            return self._insert(entry, None)

    def record_heartbeat(
        self,
        entry: EntryId,
        at: datetime,
        songs: Sequence[EntrySong],
        minutes_to_calm: int | None = None,
        calm_taken_back: bool = False,
    ) -> None:
        """Store what was heard so far and the time, unless the night has ended.

        Minutes in the row stay, unless `calm_taken_back`.
        """
        with transaction(self._db):
            self._touched.add(entry)
            if self._db.execute(
                "UPDATE entry SET alive_at = max(?, started_at), minutes_to_calm ="
                " coalesce(iif(?, NULL, minutes_to_calm), ?) WHERE id = ? AND ending IS NULL",
                (stored(at), calm_taken_back, minutes_to_calm, entry),
            ).rowcount:
                self._replace_songs(entry, songs)

    def close_night(
        self,
        entry: EntryId,
        at: datetime,
        ending: Ending,
        songs: Sequence[EntrySong],
        minutes_to_calm: int | None,
        calm_taken_back: bool = False,
    ) -> None:
        """Close an open row, at its start at the earliest; a closed one is unchanged.

        Minutes in the row stay, unless `calm_taken_back`.
        """
        with transaction(self._db):
            self._touched.add(entry)
            changed = self._db.execute(
                "UPDATE entry SET ended_at = max(?, started_at), ending = ?,"
                " alive_at = max(?, started_at), minutes_to_calm ="
                " coalesce(iif(?, NULL, minutes_to_calm), ?) WHERE id = ? AND ending IS NULL",
                (stored(at), ending.value, stored(at), calm_taken_back, minutes_to_calm, entry),
            ).rowcount
            if changed:
                self._replace_songs(entry, songs)

    def put(self, entry: JournalEntry, number: EntryId | None, alive_at: datetime) -> EntryId:
        """Write a whole night, open or closed, under this id or a new one."""
        with transaction(self._db):
            if number is not None:
                self._db.execute("DELETE FROM entry WHERE id = ?", (number,))
            new = self._insert(entry, number)
            self._db.execute(
                "UPDATE entry SET alive_at = max(?, started_at), ended_at = max(ended_at,"
                " started_at) WHERE id = ?",
                (stored(alive_at), new),
            )
        return new

    def reopen_night(self, entry: EntryId) -> None:
        """Reopen a closed row."""
        with transaction(self._db):
            self._touched.add(entry)
            self._db.execute(
                "UPDATE entry SET ended_at = NULL, ending = NULL WHERE id = ?", (entry,)
            )

    def note_awake(self, entry: EntryId, after_ms: Ms) -> None:
        """Note that the child was still awake `after_ms` after the start."""
        with transaction(self._db):
            self._touched.add(entry)
            self._note_awake(entry, after_ms)

    def close_interrupted(self) -> list[EntryId]:
        """Close rows that a crash or power cut left open, at their last heartbeat."""
        with transaction(self._db):
            rows = self._db.execute(
                "UPDATE entry SET ended_at = max(coalesce(alive_at, started_at), started_at),"
                " ending = ?"
                " WHERE ending IS NULL AND by_hand = 0 RETURNING id",
                (Ending.INTERRUPTED.value,),
            ).fetchall()
        found = [EntryId(row["id"]) for row in rows]
        self._touched.update(found)
        return found

    def answer(self, entry: EntryId, outcome: Outcome | None, minutes: int | None) -> None:
        """Store the outcome and the minutes to calm."""
        with transaction(self._db):
            self._touched.add(entry)
            self._db.execute(
                "UPDATE entry SET outcome = ?, minutes_to_calm = ? WHERE id = ?",
                (outcome and outcome.value, minutes, entry),
            )

    def describe(self, entry: JournalEntry) -> None:
        """Update kind, moods, what helped, adults and children; nothing else."""
        with transaction(self._db):
            self._touched.add(entry.id)
            self._db.execute(
                "UPDATE entry SET kind = ?, before = ?, after = ? WHERE id = ?",
                (
                    entry.kind.value if entry.kind else "",
                    entry.before.value if entry.before else "",
                    entry.after.value if entry.after else "",
                    entry.id,
                ),
            )
            self._replace_words(entry.id, entry)

    def tell(self, entry: JournalEntry) -> None:
        """Update outcome, minutes, note and everything that `describe` does."""
        with transaction(self._db):
            self.answer(entry.id, entry.outcome, entry.minutes_to_calm)
            self.set_note(entry.id, entry.note)
            self.describe(entry)

    def set_note(self, entry: EntryId, note: str) -> None:
        with transaction(self._db):
            self._touched.add(entry)
            self._db.execute("UPDATE entry SET note = ? WHERE id = ?", (note.strip(), entry))

    def compare(
        self, entries: Sequence[JournalEntry], without_zone: Container[int] = frozenset()
    ) -> Merged:
        """Compare imported nights with the journal; see `merging.merge`."""
        return merge(self._read("1", ()), entries, without_zone)

    def take_in(
        self, entries: Sequence[JournalEntry], without_zone: Container[int] = frozenset()
    ) -> list[EntryId]:
        """Insert those of these imported nights that are new; existing ones are unchanged."""
        with transaction(self._db):
            return self.insert(self.compare(entries, without_zone).new)

    def insert(self, entries: Iterable[JournalEntry]) -> list[EntryId]:
        """Insert imported nights unconditionally, ignoring their ids.

        All of them are closed. A song is linked to the library if exactly one there has its title.
        """
        with transaction(self._db):
            added: list[EntryId] = []
            for entry in entries:
                songs = tuple(replace(s, track_id=self._bearing(s.title)) for s in entry.songs)
                by_hand = entry.by_hand or entry.ending is None
                added.append(self._insert(replace(entry, songs=songs, by_hand=by_hand), None))
        return added

    def forget(self, entries: Iterable[EntryId]) -> None:
        """Delete these nights."""
        gone = [(each,) for each in entries]
        with transaction(self._db):
            self._touched.update(each for (each,) in gone)
            self._db.executemany("DELETE FROM entry WHERE id = ?", gone)

    def add(self, entry: JournalEntry) -> EntryId:
        """Insert a night entered by hand; its id is ignored."""
        with transaction(self._db):
            return self._insert(replace(entry, by_hand=True), None)

    def change(self, entry: JournalEntry) -> None:
        """Replace everything of an entry."""
        with transaction(self._db):
            self._db.execute("DELETE FROM entry WHERE id = ?", (entry.id,))
            self._insert(entry, entry.id)

    def delete(self, entry: EntryId) -> JournalEntry | None:
        """Delete an entry and return it, for `restore`."""
        with transaction(self._db):
            found = self.entry(entry)
            self._touched.add(entry)
            self._db.execute("DELETE FROM entry WHERE id = ?", (entry,))
        return found

    def restore(self, entry: JournalEntry) -> None:
        """Put a deleted entry back under its own id."""
        with transaction(self._db):
            self._insert(entry, entry.id)

    def entry(self, entry: EntryId) -> JournalEntry | None:
        return next(iter(self._read("id = ?", (entry,))), None)

    def entries(self, since: datetime | None = None) -> list[JournalEntry]:
        """Closed entries, newest first, from `since` on."""
        if since is None:
            return self._read(CLOSED, ())
        return self._read(f"{CLOSED} AND started_at >= ?", (stored(since),))

    def some(self, ids: Iterable[EntryId]) -> list[JournalEntry]:
        """The closed entries among these."""
        listed = ", ".join(str(int(each)) for each in ids)
        return self._read(f"{CLOSED} AND id IN ({listed})", ())

    def last(self) -> JournalEntry | None:
        """The newest closed entry."""
        newest = f"SELECT id FROM entry WHERE {CLOSED} ORDER BY started_at DESC, id DESC LIMIT 1"
        found = self._read(f"id = ({newest})", ())
        return found[0] if found else None

    def tallies(self) -> dict[int, TrackTally]:
        """For every track heard in an answered night, by track id."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT track_id, count(*) AS answered,"
                " sum(outcome IN ('asleep', 'calmer')) AS calmed FROM"
                " (SELECT DISTINCT track_id, entry_id, outcome FROM entry_song"
                "  JOIN entry ON entry.id = entry_id"
                "  WHERE track_id IS NOT NULL AND outcome IS NOT NULL)"
                " GROUP BY track_id"
            ).fetchall()
        return {row["track_id"]: TrackTally(row["calmed"], row["answered"]) for row in rows}

    def last_played(self) -> dict[int, datetime]:
        """When the newest evening began in which a track sounded, by track id."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT track_id, max(started_at) AS at, utc_offset_s FROM entry_song"
                " JOIN entry ON entry.id = entry_id WHERE track_id IS NOT NULL GROUP BY track_id"
            ).fetchall()
        return {row["track_id"]: moment_at(row["at"], row["utc_offset_s"]) for row in rows}

    def _insert(self, entry: JournalEntry, number: EntryId | None) -> EntryId:
        cursor = self._db.execute(
            f"INSERT INTO entry ({COLUMNS}, alive_at) VALUES ({', '.join('?' * 17)})",
            _row(entry, number),
        )
        assert cursor.lastrowid is not None
        new = EntryId(cursor.lastrowid)
        self._touched.add(new)
        known = len(entry.ambient_steps) == len(entry.ambient)
        steps = entry.ambient_steps if known else [None] * len(entry.ambient)
        self._db.executemany(
            "INSERT OR IGNORE INTO entry_bed (entry_id, name, step) VALUES (?, ?, ?)",
            [(new, name, step) for name, step in zip(entry.ambient, steps, strict=True)],
        )
        self._replace_words(new, entry)
        for after_ms in entry.awake_ms:
            self._note_awake(new, after_ms)
        self._replace_songs(new, entry.songs)
        return new

    def _replace_words(self, number: EntryId, entry: JournalEntry) -> None:
        self._db.execute("DELETE FROM entry_word WHERE entry_id = ?", (number,))
        self._db.executemany(
            "INSERT INTO entry_word (entry_id, list, place, word) VALUES (?, ?, ?, ?)",
            [(number, *word) for word in _words(entry)],
        )

    def _note_awake(self, entry: EntryId, after_ms: Ms) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO entry_awake (entry_id, after_ms) VALUES (?, ?)",
            (entry, after_ms),
        )

    def _bearing(self, title: str) -> int | None:
        rows = self._db.execute(
            "SELECT id FROM track WHERE title = ? AND removed_at IS NULL LIMIT 2", (title,)
        ).fetchall()
        return rows[0]["id"] if len(rows) == 1 else None

    def _replace_songs(self, entry: EntryId, songs: Iterable[EntrySong]) -> None:
        self._db.execute("DELETE FROM entry_song WHERE entry_id = ?", (entry,))
        self._db.executemany(
            "INSERT INTO entry_song (entry_id, place, track_id, title, played_ms, sung, sung_ms,"
            " singer) VALUES (?, ?, (SELECT id FROM track WHERE id = ?), ?, ?, ?, ?, ?)",
            [
                (entry, place, s.track_id, s.title, s.played_ms, int(s.sung), s.sung_ms, s.singer)
                for place, s in enumerate(songs)
            ],
        )

    def _read(self, where: str, values: tuple[object, ...]) -> list[JournalEntry]:
        with reading(self._db):
            return read(self._db, where, values)


def _words(entry: JournalEntry) -> Iterator[tuple[str, int, str]]:
    """The lists of words of an entry: (list, place, word)."""
    lists = {
        "helped": [each.value for each in entry.helped],
        "who": entry.who,
        "children": entry.children,
    }
    for name, words in lists.items():
        for place, word in enumerate(words):
            yield name, place, word


def _row(entry: JournalEntry, number: EntryId | None) -> tuple[object, ...]:
    """The values of `COLUMNS` and of `alive_at`."""
    return (
        number,
        stored(entry.started_at),
        entry.ended_at and stored(entry.ended_at),
        entry.ending and entry.ending.value,
        entry.routine,
        entry.timer_minutes,
        entry.outcome and entry.outcome.value,
        entry.minutes_to_calm,
        entry.note.strip(),
        int(entry.by_hand),
        offset_of(entry.started_at),
        entry.finish,
        entry.kind.value if entry.kind else "",
        entry.before.value if entry.before else "",
        entry.after.value if entry.after else "",
        entry.music_step,
        stored(entry.ended_at or entry.started_at),
    )
