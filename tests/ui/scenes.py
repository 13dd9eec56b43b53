"""Every screen with content, for tests and screenshots."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton

from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry, Outcome
from lullaby.journal.left_off import LeftOff
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.rules import TempoRule, WordsRule
from lullaby.library.track import Words
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.model import Part
from lullaby.lyrics.tapping import TapUnit
from lullaby.stores import Stores
from lullaby.together.events import GuestsChanged
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.library.language_button import LanguageButton
from lullaby.ui.library.season_line import SeasonLine
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.library.starters import starters
from lullaby.ui.settings.about_topic import AboutTopic
from lullaby.ui.shell.keys import Action
from lullaby.ui.together.phones_controller import PhonesController
from lullaby.ui.together.phones_view import PhonesView
from lullaby.ui.tonight.continuing import ContinueLastEvening
from lullaby.ui.words_editor.keys import EditorAction
from lullaby.ui.words_editor.screen import WordsEditor
from lullaby.units import Bpm, Ms
from tests.fakes import A_NIGHT
from tests.sharing_doubles import PARTNER, PHONE, TELEVISION
from tests.ui.following_scenes import FOLLOWING_SCREENS
from tests.ui.pseudo import pseudo
from tests.ui.recorder_scenes import RECORDER_SCREENS
from tests.ui.voice_scenes import VOICE_SCREENS
from tests.world import World

FOLDER = Path("/music")

OWN_SONGS = (
    ("Gymnopédie No. 1", "Erik Satie", 72, Words.NONE, 205),
    ("Hush, Little Baby", "Traditional", 70, Words.LINES, 140),
    ("Duérmete, mi niño", "Traditional", 62, Words.SYLLABLES, 125),
    ("Clair de lune", "Claude Debussy", 66, Words.NONE, 301),
    ("All Through the Night", "Traditional", 68, Words.LINES, 168),
    ("Träumerei", "Robert Schumann", 76, Words.NONE, 154),
    ("Golden Slumbers", "Thomas Dekker", 64, Words.PLAIN, 95),
    ("Berceuse", "Gabriel Fauré", 58, Words.NONE, 214),
    ("Bye Baby Bunting", "Traditional", None, Words.PLAIN, 61),
)

MORE = 403
"""Songs of a typical library, so that the histogram has content."""


def fill(stores: Stores) -> None:
    """A family that has used the application for some weeks."""
    stores.scans.apply(ScanBatch(found=own_songs()))
    stores.library.add_folder(FOLDER)
    tracks = {track.title: track for track in stores.library.tracks()}
    for night, started, outcome, minutes, title, note in _nights():
        track = tracks.get(title)
        stores.journal.restore(
            JournalEntry(
                EntryId(100 + night),
                started,
                started + timedelta(minutes=30),
                Ending.TIMER,
                "night_waking" if started.hour < 6 else "bedtime",
                ("rain",) if night % 3 else ("ocean",),
                30,
                outcome,
                minutes,
                note,
                songs=(EntrySong(track and track.id, title, Ms(170_000)),),
            )
        )


def own_songs() -> tuple[FoundFile, ...]:
    """The content of the family's folder."""
    return (*map(_song, OWN_SONGS), *_usual_library())


def _song(song: tuple[str, str, int | None, Words, int]) -> FoundFile:
    title, artist, bpm, words, seconds = song
    path = FOLDER / f"{artist} - {title}.flac"
    tags = Tags(
        title,
        artist,
        duration_ms=Ms(seconds * 1000),
        bpm=None if bpm is None else Bpm(bpm),
        bpm_text="" if bpm is None else str(bpm),
        words=words,
    )
    return FoundFile(path, 1, 1, 0, tags)


def _usual_library() -> list[FoundFile]:
    """Two peaks: ballads in the seventies, everything else around 120 beats a minute."""
    chance = random.Random(7)
    songs = []
    for number in range(MORE):
        bpm = round(chance.gauss(76, 9) if number % 3 == 0 else chance.gauss(118, 12))
        known = number % 13 > 0
        song = (f"Song {number + 1}", "Various", bpm if known else None, Words.NONE, 200)
        songs.append(_song(song))
    return songs


def _nights():
    """(number, start, outcome, minutes to calm, song, note) for the last weeks."""
    notes = {
        0: "Humming low worked better than words.",
        3: "Teeth, probably.",
        7: "Fell asleep on my arm before the second verse.",
    }
    titles = ("Suo Gân", "Wiegenlied", "Suo Gân", "Hush, Little Baby", "Gymnopédie No. 1")
    chance = random.Random(11)
    for number in range(26):
        hour = -6.9 if number % 4 == 2 else 0.2 * number % 2
        started = A_NIGHT - timedelta(days=number, hours=hour + 1)
        outcome = (*[Outcome.ASLEEP] * 3, Outcome.CALMER, Outcome.NOT_THIS_TIME)[number * 3 % 5]
        minutes = None if outcome is Outcome.NOT_THIS_TIME else chance.randint(6, 24)
        yield number, started, outcome, minutes, titles[number % 5], notes.get(number, "")


def idle(world: World) -> None:
    pass


def suggesting(world: World) -> None:
    """Before an evening, with the line about a song."""
    for number in range(6):
        started = A_NIGHT - timedelta(days=30 + number)
        songs = (EntrySong(None, "Suo Gân", Ms(1)), EntrySong(None, "Wiegenlied", Ms(1)))
        entry = JournalEntry(EntryId(0), started, outcome=Outcome.ASLEEP, songs=songs)
        world.stores.journal.add(replace(entry, minutes_to_calm=2))
    world.suggestions.start()


def continuing(world: World) -> None:
    """Before an evening, after one that something cut off."""
    started = world.clock.now() - timedelta(hours=2)
    songs = tuple(int(track.id) for track in world.stores.library.songbook()[:6])
    night = JournalEntry(EntryId(0), started, routine="night_waking")
    at = (3, Ms(40_000), Ms(1_080_000), Ms(720_000))
    left = LeftOff(songs, *at, 8, (("rain", 8),), "fade", by_voice=False)
    world.stores.left_off.keep(world.stores.journal.open_night(night), left)
    world.stores.journal.close_interrupted()
    world.find(ContinueLastEvening).refresh()


def playing(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(40_000)


def resting(world: World) -> None:
    playing(world)
    world.rest.rest()


def sing(world: World) -> None:
    playing(world)
    world.act(Action.SING)
    world.pass_time(2_000)


def sing_idle(world: World) -> None:
    """The words of the first song, before anything plays."""
    world.act(Action.SING)


def room(world: World) -> None:
    sing(world)
    world.act(Action.ROOM)


def phones(world: World) -> None:
    """Three guests see the words, and the code is on show for a fourth."""
    sing(world)
    tile = world.sing.dock.last
    assert tile is not None
    tile.click()
    view = world.find(PhonesView)
    view.share.click()
    world.post.deliver()
    world.servers.newest.tell_opened()
    world.servers.newest.report(GuestsChanged((PHONE, PARTNER, TELEVISION)))
    world.post.deliver()
    view.show_code.click()
    world.pass_time(12_000)
    world.find(PhonesController).look()


def phones_remote(world: World) -> None:
    phones(world)
    world.find(PhonesView).tabs.chips[1].click()


def sing_alone(world: World) -> None:
    sing(world)
    world.act(Action.HAND_OVER)
    world.pass_time(6_000)
    world.act(Action.NEXT_WAY)
    for _ in range(6):
        world.act(Action.BEAT)
        world.clock.advance(1_200)


def how_we_sing(world: World) -> None:
    song_preferences = world.stores.song_preferences
    mila = song_preferences.name_child("Mila")
    song_preferences.name_child("Noah")
    world.services.settings.change(child=int(mila))
    sing(world)
    for action in (Action.LOWER_KEY, Action.LOWER_KEY, Action.SLOWER, *3 * (Action.WORDS_EARLIER,)):
        world.act(action)
    world.act(Action.SONG_PREFERENCES)


def songs(world: World) -> None:
    world.go("library")


def languages(world: World) -> None:
    """The songs of one language, including those of another season."""
    world.go("library")
    tab = world.find(SongsTab)
    (season,) = tab.findChildren(SeasonLine)
    (language,) = tab.findChildren(LanguageButton)
    season.requested.emit(True)
    language.requested.emit("de")


def all_credits(world: World) -> None:
    world.go("settings")
    world.find(AboutTopic).credits_requested.emit()


def about_song(world: World) -> None:
    world.go("library")
    tracks = world.stores.library.tracks()
    song = next(track for track in tracks if track.songbook_id == "suo-gan")
    controller = world.find(CreditsController)
    controller.open_song(song)


def songs_listening(world: World) -> None:
    world.go("library")
    world.analysis_runner.start()


def tapping(world: World) -> None:
    world.go("library")
    tempo = world.tempo
    tempo.tap(world.stores.library.tracks()[0])
    for _ in range(8):
        world.clock.advance(905)
        tempo.sheet.tap()


def songs_playing(world: World) -> None:
    playing(world)
    world.go("library")


def playlists(world: World) -> None:
    world.go("library")
    world.library.show_tab(1)
    world.post.deliver()


def by_rules(world: World) -> None:
    playlists(world)
    world.rules.make(starters()[0])
    world.rules.sheet.close_sheet()
    world.go("library")


def rules(world: World) -> None:
    """The sheet with a rule of almost every shape."""
    playlists(world)
    world.rules.make(starters()[2])
    world.rules.sheet.add_rule(TempoRule(Bpm(55), Bpm(75)))
    world.rules.sheet.add_rule(WordsRule())


def journal(world: World) -> None:
    world.go("journal")


def night(world: World) -> None:
    """An earlier night, opened."""
    journal(world)
    nights = world.journal.list
    nights.opened.emit(nights.model().index(0, 0))


def numbers(world: World) -> None:
    journal(world)
    press(world, "Details")


def press(world: World, name: str) -> None:
    """Press the visible button of that name, in English or in the pseudo-language."""
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    (button,) = [
        each for each in buttons if each.isVisible() and each.text() in (name, pseudo(name))
    ]
    button.click()


def settings(world: World) -> None:
    world.go("settings")


def backups(world: World) -> None:
    settings(world)
    world.backups.make()
    world.post.deliver()
    world.backups.open_sheet()
    world.post.deliver()


def card(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(5_000)
    world.act(Action.FADE)
    world.pass_time(61_000)


def card_more(world: World) -> None:
    card(world)
    press(world, "More")


TWO_VOICES = """[00:01.00]v2: Guten Abend, gut’ Nacht,
[00:05.00]v1: <00:05.00>mit <00:05.30>Ro<00:05.60>sen <00:06.00>be<00:06.30>dacht,<00:09.00>
[00:05.00]v1: covered with roses,
[00:10.00]D: schlupf unter die Deck’.
[00:14.00]D: Morgen früh, wenn Gott will,
"""
ARABIC = """[00:01.00]v1: نامي يا صغيرتي
[00:05.00]v2: <00:05.00>يلا <00:06.00>تنام <00:07.00>ريما <00:08.00>يلا يجيها النوم<00:09.00>
[00:05.00]v2: come on, sleep, Rima
[00:10.00]D: يلا تحب الصلاة
"""
JAPANESE = """[00:01.00]ねんねんころりよ
[00:05.00]<00:05.00>お<00:05.40>こ<00:05.80>ろ<00:06.20>り<00:06.60>よ<00:07.00>
[00:10.00]坊やはよい子だ ねんねしな
"""


def _singing(lrc: str) -> Callable[[World], None]:
    """The Sing screen with these words in the middle of their second line."""

    def show(world: World) -> None:
        sing(world)
        world.services.gui.settings_controller.change(first_singer="Ana", second_singer="Ben")
        words = world.sing.words
        words.show_lyrics(parse(lrc), 1_000)
        words.show_position(Ms(6_100))

    return show


def _edit(world: World) -> WordsEditor:
    song = next(t for t in world.stores.library.tracks() if t.title == "Suo Gân")
    world.services.gui.song_words.edit(song)
    world.post.deliver()
    return world.editor


def editor(world: World) -> None:
    """In the second pass, with two voices."""
    editing = _edit(world)
    for line, part in ((3, Part.FIRST), (4, Part.SECOND)):
        editing.editor_actions.choose(line)
        editing.editor_actions.voice(part)
    editing.editor_actions.set_unit(TapUnit.SYLLABLES)
    editing.editor_actions.choose(2)
    editing.editor_actions.perform(EditorAction.CLEAR_LINE)
    editing.editor_actions.perform(EditorAction.TAP)
    world.pass_time(20_000)
    for _ in range(2):
        editing.editor_actions.perform(EditorAction.TAP)
        world.pass_time(600)


def editor_typing(world: World) -> None:
    editing = _edit(world)
    editing.top.words.click()


def editor_resume(world: World) -> None:
    editor(world)
    world.act(Action.BACK)
    _edit(world)


SCREENS: dict[str, Callable[[World], None]] = {
    "tonight": idle,
    "suggesting": suggesting,
    "continuing": continuing,
    "first-run": idle,
    "playing": playing,
    "resting": resting,
    "sing": sing,
    "sing-idle": sing_idle,
    "room": room,
    "phones": phones,
    "phones-remote": phones_remote,
    "sing-alone": sing_alone,
    "how-we-sing": how_we_sing,
    "sing-two-voices": _singing(TWO_VOICES),
    "sing-arabic": _singing(ARABIC),
    "sing-japanese": _singing(JAPANESE),
    "editor": editor,
    "editor-typing": editor_typing,
    "editor-resume": editor_resume,
    "songs": songs,
    "languages": languages,
    "about-song": about_song,
    "credits": all_credits,
    "songs-playing": songs_playing,
    "songs-listening": songs_listening,
    "tapping": tapping,
    "playlists": playlists,
    "by-rules": by_rules,
    "rules": rules,
    "journal": journal,
    "night": night,
    "numbers": numbers,
    "settings": settings,
    "backups": backups,
    "card": card,
    "card-more": card_more,
    **VOICE_SCREENS,
    **RECORDER_SCREENS,
    **FOLLOWING_SCREENS,
}

SEEN_EACH_TIME = ("playing", "sing-japanese", "room", "songs", "night", "settings", "card-more")
"""The screens with the most content; costly tests check the others only in the long run."""


STEPS = (*RECORDER_SCREENS, *FOLLOWING_SCREENS)
SEEN_STEPS = ("recorder", "recorder-made", "voice-lost", "found-key")
"""Of several steps on the same screen, those that are checked each time."""

OFTEN = tuple(each for each in SCREENS if each not in STEPS or each in SEEN_STEPS)
"""All screens, but not every step of those that have several."""


def every_screen(each_time: Sequence[str] = SEEN_EACH_TIME) -> list[object]:
    """All of `SCREENS` for a costly test; those not checked each time are marked `long`."""
    return [
        pytest.param(each, marks=() if each in each_time else pytest.mark.long) for each in SCREENS
    ]


def go_to(world: World, screen: str) -> None:
    """Go from a newly shown window to one of `SCREENS`."""
    SCREENS[screen](world)
