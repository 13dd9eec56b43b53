"""Reads KAR and MIDI files: words in text or lyric events, with the melody if a track plays it.

In a KAR text `\\` starts a verse, `/` a line and `@` metadata; in lyric events CR and LF end lines.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lullaby.frozen import frozen
from lullaby.lyrics.assemble import by_number
from lullaby.lyrics.language_codes import NAMES
from lullaby.lyrics.language_hints import NO_HINTS, LanguageHints, named_languages
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import (
    Complaint,
    Format,
    Line,
    Lyrics,
    Note,
    Part,
    Reason,
    Syllable,
    Timing,
)
from lullaby.lyrics.pieces import clean
from lullaby.lyrics.scripts import UNSPACED, script_of
from lullaby.lyrics.smf import MidiFile, MidiNote, MidiText, TempoMap, TextKind, read_midi
from lullaby.lyrics.sylt import Entry, lyrics_from_entries
from lullaby.lyrics.text_decoding import decode_as, decode_words
from lullaby.units import Ms, Semitones

C4 = 60
LONG_PAUSE_MS = 1400
LONGEST_LINE = 44
"""In a file without line ends, a line ends at the first word after this many characters."""
MELODY_SHARE = 0.7
"""Share of syllables that must start with a note for a track to be the melody."""
MOST_VOICES = 16
"""Tracks with words that are compared; a choir has fewer."""
FEWEST = 2
"""Fewest timed texts that count as words; a single one is a remark."""


def parse_bytes(
    data: bytes,
    *,
    duration_ms: Ms | None = None,
    source: str = "",
    encoding: str | None = None,
    hints: LanguageHints = NO_HINTS,
) -> Lyrics:
    """Words from the bytes of a MIDI file, in `encoding` if it was chosen; never raises."""
    return words_of_events(
        read_midi(data), duration_ms=duration_ms, source=source, encoding=encoding, hints=hints
    )


def words_of_events(
    file: MidiFile,
    *,
    duration_ms: Ms | None = None,
    source: str = "",
    encoding: str | None = None,
    hints: LanguageHints = NO_HINTS,
) -> Lyrics:
    """The same from the events of a file; without its notes there is no melody."""
    complaints = [Complaint(1, Reason.BROKEN_MIDI)] if file.broken else []
    chosen, others = _words(file, complaints)
    whole = judged_bytes(file)
    decoded = (
        decode_words(whole, named_languages(source) or hints.song, hints.own)
        if encoding is None
        else decode_as(whole, encoding)
    )
    encoding = "utf-8" if decoded.encoding.startswith("utf") else decoded.encoding
    complaints += [each for each in decoded.complaints if each.reason is Reason.GUESSED_ENCODING]
    head = _head(file, encoding)
    tempo = TempoMap(file)
    sung = [text for text in chosen if not text.data.startswith(b"@")]
    entries = _entries(sung, tempo, encoding)
    voices = [_entries(group, tempo, encoding) for group in others]
    if len(entries) > FEWEST and not any("\n" in text for text, _ in entries):
        entries = _cut_at_pauses(entries)
        complaints.append(Complaint(1, Reason.NO_LINES))
    lead, parts = _parts(entries, voices)
    beside = list(zip(parts, voices, strict=True))
    lyrics = lyrics_from_entries(
        entries, others=beside, part=lead, duration_ms=duration_ms, source=source
    )
    return replace(
        _with_melody(lyrics, _melody(file, sung), tempo, lead),
        title=head.title,
        artist=head.artist,
        language=head.language,
        format=Format.MIDI,
        complaints=by_number((*complaints, *lyrics.complaints)),
    )


def judged_bytes(file: MidiFile) -> bytes:
    """All texts, syllables joined to words again, to tell the encoding by."""
    return b"".join(
        b"\n" + text.data if text.data.startswith((b"@", b"\\", b"/")) else text.data
        for text in file.texts
    )


@frozen
class _Head:
    title: str = ""
    artist: str = ""
    language: str = ""


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _head(file: MidiFile, encoding: str) -> _Head:
    """Read the metadata; `@T` may appear three times: title, artist, copyright."""
    fields: dict[str, list[str]] = defaultdict(list)
    for text in file.texts:
        words = clean(_decoded(text.data, encoding)).strip()
        if text.kind is not TextKind.TRACK_NAME and words[:1] == "@" and words[2:].strip():
            fields[words[1].upper()].append(words[2:].strip())
    titles = [*fields["T"], "", ""]
    language = fields["L"][0] if fields["L"] else ""
    return _Head(titles[0], titles[1], _language(language))


def _language(code: str) -> str:
    """Convert KAR's language codes, the first letters of names: `ENGL`, `GERM`, `FRAN`."""
    known = {"DEUT": "de", "FRAN": "fr", "ESPA": "es", "MALA": "ms", "NORW": "nb"}
    begins = code.casefold()[:4]
    named = [tag for name, tag in NAMES.items() if len(begins) == 4 and name.startswith(begins)]
    return known.get(code.upper()[:4], named[0] if named else tag_of(code))


def _words(
    file: MidiFile, complaints: list[Complaint]
) -> tuple[list[MidiText], list[list[MidiText]]]:
    """The events of the track with the most words, and those of other voices.

    With equal counts the one with line ends wins, then lyric events over texts. Words under the
    same notes are another verse or language and are left out, as are repeated words.
    """
    groups: dict[tuple[int, TextKind], list[MidiText]] = defaultdict(list)
    for text in file.texts:
        if text.kind is not TextKind.TRACK_NAME:
            groups[text.track, text.kind].append(text)

    def length(group: list[MidiText]) -> int:
        return sum(1 for text in group if text.data.strip() and not text.data.startswith(b"@"))

    def timed(group: list[MidiText]) -> int:
        return sum(1 for text in group if text.tick > 0 and not text.data.startswith(b"@"))

    lyric = [g for (_, kind), g in groups.items() if kind is TextKind.LYRIC and length(g)]
    texts = [g for (_, kind), g in groups.items() if kind is TextKind.TEXT and timed(g) >= FEWEST]
    ranked = sorted([*lyric, *texts], key=lambda g: (length(g), _has_lines(g)), reverse=True)
    if not ranked:
        return [], []
    best = ranked[0]
    ticks = {text.tick for text in best}
    known = [_letters(best)]
    voices: list[list[MidiText]] = []
    if len(ranked) > MOST_VOICES:
        complaints.append(Complaint(1, Reason.OTHER_WORDS))
    for group in ranked[1:MOST_VOICES]:
        letters = _letters(group)
        if not _sings(group) or any(letters in before for before in known):
            continue
        known.append(letters)
        together = sum(1 for text in group if text.tick in ticks)
        if length(group) * 4 >= length(best) * 3 and together >= len(group) * MELODY_SHARE:
            complaints.append(Complaint(1, Reason.OTHER_WORDS))
        elif timed(group):
            voices.append(group)
        else:
            complaints.append(Complaint(1, Reason.OTHER_WORDS))
    return best, voices


def _has_lines(group: Sequence[MidiText]) -> bool:
    return any(mark in text.data for text in group for mark in (b"\r", b"\n", b"\\", b"/"))


def _sings(group: Sequence[MidiText]) -> bool:
    """Texts are words if they mark their lines as KAR files do; others are remarks."""
    lyric = group[0].kind is TextKind.LYRIC
    return lyric or any(text.data[:1] in {b"\\", b"/"} for text in group)


def _letters(group: Sequence[MidiText]) -> bytes:
    """What is sung, without blanks and the marks of lines and syllables."""
    said = b"".join(text.data for text in group if not text.data.startswith(b"@"))
    return b"".join(said.split()).translate(None, b"\\/-").lower()


def _parts(lead: Sequence[Entry], others: Sequence[Sequence[Entry]]) -> tuple[Part, list[Part]]:
    """Assign parts: a second singer has a quarter of the words, a background voice fewer."""
    words = sum(1 for text, _ in lead if text.strip())
    parts = [Part.BACKGROUND] * len(others)
    if others and sum(1 for text, _ in others[0] if text.strip()) * 4 >= words:
        return Part.FIRST, [Part.SECOND, *parts[1:]]
    return Part.EVERYONE, parts


def _entries(texts: Sequence[MidiText], tempo: TempoMap, encoding: str) -> list[Entry]:
    found: list[Entry] = []
    for text in texts:
        words = _decoded(text.data, encoding).replace("\r\n", "\n").replace("\r", "\n")
        if text.kind is TextKind.TEXT or words[:1] in {"\\", "/"}:
            words = words.replace("\\", "\n").replace("/", "\n")
        if words:
            found.append((words, tempo.ms(text.tick)))
    said = "".join(words for words, _ in found)
    if " " in said or script_of(said) in UNSPACED:
        return found
    return [(_spaced(words), time) for words, time in found]


def _spaced(words: str) -> str:
    """Insert spaces in a file without any: a hyphen joins syllables, anything else ends a word."""
    if not words.strip():
        return words
    if words.rstrip("\n").endswith("-"):
        return words.replace("-", "")
    bare = words.rstrip("\n")
    return bare + " " + words[len(bare) :]


def _cut_at_pauses(entries: Sequence[Entry]) -> list[Entry]:
    cut: list[Entry] = [entries[0]]
    length = len(entries[0][0])
    for (before, time), (text, start) in pairwise(entries):
        new_word = before.endswith(" ") or text.startswith(" ")
        if start - time > LONG_PAUSE_MS or (length > LONGEST_LINE and new_word):
            cut.append(("\n" + text.lstrip(), start))
            length = len(text)
        else:
            cut.append((text, start))
            length += len(text)
    return cut


def _melody(file: MidiFile, sung: Sequence[MidiText]) -> list[MidiNote]:
    """The notes of the track whose notes start with the syllables; of chords the highest note."""
    ticks = {text.tick for text in sung if text.data.strip()}
    by_track: dict[int, dict[int, MidiNote]] = defaultdict(dict)
    for tone in file.tones:
        highest = by_track[tone.track].get(tone.tick)
        if highest is None or tone.key > highest.key:
            by_track[tone.track][tone.tick] = tone
    best: list[MidiNote] = []
    for tones in by_track.values():
        together = len(ticks & tones.keys())
        alone = not best or len(tones) < len(best)
        if ticks and together >= len(ticks) * MELODY_SHARE and alone:
            best = [tones[tick] for tick in sorted(tones)]
    return best


def _with_melody(lyrics: Lyrics, tones: Sequence[MidiNote], tempo: TempoMap, lead: Part) -> Lyrics:
    if not tones or lyrics.timing is not Timing.SYLLABLES:
        return lyrics
    notes = [
        Note(Semitones(tone.key - C4), Ms(tempo.ms(tone.tick)), Ms(tempo.ms(tone.end_tick)))
        for tone in tones
    ]
    lines = (_sung(line, notes) if line.part is lead else line for line in lyrics.lines)
    return replace(lyrics, lines=tuple(lines))


def _sung(line: Line, notes: Sequence[Note]) -> Line:
    return replace(line, syllables=tuple(_on(s, notes) for s in line.syllables))


def _on(syllable: Syllable, notes: Sequence[Note]) -> Syllable:
    """Add the notes that start within the syllable."""
    place = bisect_left(notes, syllable.start_ms, key=lambda note: note.start_ms)
    held: list[Note] = []
    for at in range(place, len(notes)):
        note = notes[at]
        if note.start_ms >= syllable.end_ms:
            break
        end = Ms(min(note.end_ms, syllable.end_ms))
        if end > note.start_ms and (not held or note.start_ms >= held[-1].end_ms):
            held.append(replace(note, end_ms=end))
    return replace(syllable, notes=tuple(held))
