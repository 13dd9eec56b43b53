"""The command `voice`: a person's own recordings of a song."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from lullaby.audio.port import Trouble
from lullaby.cli.reading import print_json
from lullaby.cli.songbook import find_score
from lullaby.cli.wording import FAULTS, complain, name_of, say, trouble_words
from lullaby.clock import SystemClock
from lullaby.helpers import Helpers, Unanswered
from lullaby.library.kept_takes import SUFFIX, KeptTakes
from lullaby.library.song_preferences import EVERYBODY
from lullaby.library.song_words import words_of
from lullaby.library.take import Take, TakeFacts, TakeId, TakePlace
from lullaby.library.track import Fault
from lullaby.lyrics.lrc import parse_bytes
from lullaby.lyrics.saving import save_words
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.notes import Score
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import Timeline, timeline, verses_to_last
from lullaby.stores import Stores
from lullaby.takes.in_helper import PreparedTake, TakeOrder, place_in_helper, prepare_in_helper

if TYPE_CHECKING:
    from lullaby.audio.decoder import Block, Decoder
    from lullaby.takes.placing import Placement

UNPLACED = {
    Unanswered.TOO_MUCH: "takes more time or memory than a recording does",
    Unanswered.NOT_IN_TIME: FAULTS[Fault.NO_ANSWER],
    Unanswered.BROKEN: FAULTS[Fault.UNREADABLE],
}

MOST_VOICES = 12

SAME_PACE = 0.0005
"""Paces that differ by less are one: a minute apart from the start, that is 30 ms."""


def place(arguments: Namespace, songs: tuple[SongEntry, ...], helpers: Helpers) -> int:
    """Run `place` and return the exit code: 0 done, 1 an input could not be used."""
    found = find_score(arguments.song, songs)
    if found is None:
        return 1
    title = found.score.about.title
    placement = place_in_helper(arguments.file.absolute(), _performed(found.score), helpers)
    if placement is None or isinstance(placement, Trouble | Unanswered):
        _complain(arguments.file, title, placement)
        return 1
    if arguments.json:
        print_json(_as_json(arguments.file, arguments.song, placement))
    else:
        say(_as_line(title, placement))
    return 0


def _performed(score: Score) -> Timeline:
    return timeline(score, Setting(verses=verses_to_last(score)))


def _complain(path: Path, title: str, why: Trouble | Unanswered | None) -> None:
    if why is None:
        complain(path, f"the tune of “{title}” is not heard in it")
    elif isinstance(why, Unanswered):
        complain(path, UNPLACED[why])
    else:
        complain(path, trouble_words(why))


def _as_json(path: Path, song: str, placement: "Placement") -> dict[str, object]:
    return {
        "file": name_of(path),
        "song": song,
        "place_ms": round(placement.first_ms, 1),
        "transposition": placement.semitones,
        "pace": round(placement.pace, 4),
        "doubt_ms": round(placement.doubt_ms, 1),
        "agreement": round(placement.agreement, 3),
    }


def _as_line(title: str, placement: "Placement") -> str:
    """Such as "Suo Gân: the recording begins at 0.35 s, in its key, at its pace (within 5 ms)"."""
    seconds = abs(placement.first_ms) / 1000
    where = f"{seconds:.2f} s before the song" if placement.first_ms < 0 else f"at {seconds:.2f} s"
    return (
        f"{title}: the recording begins {where}, {_key(placement.semitones)},"
        f" {_pace(placement.pace)} (within {placement.doubt_ms:.0f} ms)"
    )


def _key(semitones: float) -> str:
    if not semitones:
        return "in its key"
    unit = "semitone" if abs(semitones) == 1 else "semitones"
    return f"{abs(semitones):g} {unit} {'lower' if semitones < 0 else 'higher'}"


def _pace(pace: float) -> str:
    percent = abs(pace - 1) * 100
    if percent < 0.05:
        return "at its pace"
    return f"{percent:.1f} % {'slower' if pace < 1 else 'faster'}"


def takes(arguments: Namespace, stores: Stores, folder: Path, helpers: Helpers) -> int:
    """Run `add`, `list`, `export`, `delete` or `restore` and return the exit code."""
    kept = KeptTakes(stores.takes, folder, SystemClock().now)
    match arguments.action:
        case "add":
            kept.empty_bin()
            return _add(arguments, stores, kept, folder, helpers)
        case "list":
            return _list(arguments, stores)
        case "choir":
            return _choir(arguments, stores, kept)
        case _:
            take = stores.takes.find(TakeId(arguments.take))
            gone = take is None or (take.deleted_at is not None) != (arguments.action == "restore")
            if take is None or gone:
                complain(str(arguments.take), "no take has this number; “voice list” names them")
                return 1
            return _change(arguments, take, kept)


def _change(arguments: Namespace, take: Take, kept: KeptTakes) -> int:
    if arguments.action == "export":
        return _export(take, kept.path_of(take), arguments.output)
    if arguments.action == "delete":
        kept.delete(take)
        kept.empty_bin()
        say(f"{_named(take)} is deleted; “voice restore {take.id}” brings it back for a week")
    else:
        kept.restore(take)
        say(f"{_named(take)} is back")
    return 0


def _add(
    arguments: Namespace, stores: Stores, kept: KeptTakes, folder: Path, helpers: Helpers
) -> int:
    found = find_score(arguments.song, stores.songs)
    if found is None:
        return 1
    about, performed = found.score.about, _performed(found.score)
    song = about.id or found.path.stem
    target = kept.new_file(song)
    try:
        order = TakeOrder(
            arguments.file.absolute(), performed, target, about.title, arguments.singer
        )
        prepared = prepare_in_helper(order, helpers)
        if isinstance(prepared, OSError):
            complain(target, f"cannot be written ({prepared.strerror})")
            return 1
        if not isinstance(prepared, PreparedTake):
            _complain(arguments.file, about.title, prepared)
            return 1
        child = EVERYBODY
        if arguments.child is not None:
            child = stores.song_preferences.name_child(arguments.child)
        placement = prepared.placement
        facts = TakeFacts(
            song,
            about.title,
            arguments.singer,
            _written_at(arguments.file),
            prepared.length_ms,
            TakePlace(prepared.first_ms, placement.pace, placement.semitones, placement.doubt_ms),
            child,
        )
        take = kept.add(facts, target, words_of(found.score, performed))
    finally:
        target.unlink(missing_ok=True)
    stores.library.add_folder(folder)
    if arguments.json:
        print_json(_take_json(take))
    else:
        say(f"{take.id}: {_named(take)}")
    return 0


def _list(arguments: Namespace, stores: Stores) -> int:
    found = stores.takes.all(arguments.song, arguments.singer)
    if arguments.json:
        print_json([_take_json(take) for take in found])
    else:
        for take in found:
            say(f"{take.id:>4}  {_named(take)}")
    return 0


def _export(take: Take, source: Path, target: Path) -> int:
    """Write the sound with its tags, and the words beside it."""
    from lullaby.audio.decoder import Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.writer import write_sound

    facts = take.facts
    try:
        if target.suffix.lower() == SUFFIX:
            _copy(source, target)
        else:
            decoder = Decoder(source)
            try:
                write_sound(target, _blocks(decoder), facts.title, facts.singer, mono=True)
            finally:
                decoder.close()
        words = source.with_suffix(".lrc")
        if words.exists():
            sheet = parse_bytes(words.read_bytes())
            save_words(target.with_suffix(".lrc"), sheet, facts.length_ms)
    except CannotPlay:
        complain(source, FAULTS[Fault.UNREADABLE])
        return 1
    except OSError as problem:
        complain(target, f"cannot be written ({problem.strerror})")
        return 1
    say(f"{_named(take)}: {name_of(target)}")
    return 0


def _choir(arguments: Namespace, stores: Stores, kept: KeptTakes) -> int:
    """Lay takes together that are sung in one song, key and pace."""
    found = [stores.takes.find(TakeId(number)) for number in dict.fromkeys(arguments.takes)]
    takes = [take for take in found if take is not None and take.deleted_at is None]
    if len(takes) < len(found) or len(takes) > MOST_VOICES:
        complain("choir", f"wants up to {MOST_VOICES} takes that “voice list” names")
        return 1
    first = takes[0].facts
    for take in takes:
        if take.facts.song != first.song:
            complain(_named(take), "is another song")
            return 1
        if (take.facts.place.semitones - first.place.semitones) % 12:
            complain(_named(take), "is sung in another key")
            return 1
        if abs(take.facts.place.pace / first.place.pace - 1) > SAME_PACE:
            complain(_named(take), "is sung at another pace")
            return 1
    return _sing_together(takes, kept, arguments.output)


def _sing_together(takes: list[Take], kept: KeptTakes, target: Path) -> int:
    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.audio.writer import write_sound
    from lullaby.takes.choir import ChoirVoice, choir

    voices: list[ChoirVoice] = []
    for take in takes:
        facts, path = take.facts, kept.path_of(take)
        try:
            sound = read_mono(Decoder(path), facts.length_ms * RATE // 1000)
        except CannotPlay:
            complain(path, FAULTS[Fault.UNREADABLE])
            return 1
        voices.append(ChoirVoice(sound, facts.place.first_ms / facts.place.pace))
    singers = ", ".join(dict.fromkeys(take.facts.singer for take in takes))
    try:
        write_sound(target, choir(voices), takes[0].facts.title, singers)
    except OSError as problem:
        complain(target, f"cannot be written ({problem.strerror})")
        return 1
    say(f"{takes[0].facts.title}, {singers}: {name_of(target)}")
    return 0


def _copy(source: Path, target: Path) -> None:
    """All or nothing: an existing file stays until everything is written."""
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        copyfile(source, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _blocks(decoder: "Decoder") -> "Iterator[Block]":
    while (block := decoder.read()) is not None:
        yield block


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone()


def _named(take: Take) -> str:
    """Such as "Suo Gân, Ana, 2026-12-01, 2:11"."""
    facts = take.facts
    minutes, seconds = divmod(facts.length_ms // 1000, 60)
    return f"{facts.title}, {facts.singer}, {facts.recorded_at:%Y-%m-%d}, {minutes}:{seconds:02d}"


def _take_json(take: Take) -> dict[str, object]:
    facts, place = take.facts, take.facts.place
    return {
        "take": take.id,
        "song": facts.song,
        "title": facts.title,
        "singer": facts.singer,
        "recorded_at": facts.recorded_at.isoformat(),
        "length_ms": facts.length_ms,
        "place_ms": round(place.first_ms, 1),
        "transposition": place.semitones,
        "pace": round(place.pace, 4),
        "doubt_ms": round(place.doubt_ms, 1),
        "placed_by": place.by.value,
        "file": take.file,
    }
