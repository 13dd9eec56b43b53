"""Words that follow a singer's voice, and the key that suits it."""

from collections.abc import Callable

from lullaby.following.attention import Hearing
from lullaby.following.key_finding import FoundKey
from lullaby.following.listening import VoiceReport
from lullaby.lyrics.prompting import Way
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.prompter import WAYS
from tests.world import World

VOICE_CHIP = WAYS.index(Way.VOICE)
SUNG = 11
"""A syllable in the second line."""

LOUD = 6
LOWER = 5


def alone(world: World) -> None:
    """Singing a song with a score, without its music."""
    tracks = world.stores.library.tracks()
    song = next(each for each in tracks if each.songbook_id == "suo-gan")
    world.go("sing")
    world.library_actions.start_songs((song,), 0)
    world.pass_time(5_000)
    world.act(Action.HAND_OVER)
    world.pass_time(1_000)


def ask_first(world: World) -> None:
    """Asked whether Lullaby may listen."""
    alone(world)
    world.sing.bar._ways.chips[VOICE_CHIP].click()


def listening(world: World) -> None:
    _listen(world, Hearing.FOLLOWING)


def unsure(world: World) -> None:
    _listen(world, Hearing.FOLLOWING)
    world.ears.hear(VoiceReport(Hearing.UNSURE, SUNG, level=2))


def lost(world: World) -> None:
    _listen(world, Hearing.FOLLOWING)
    world.ears.hear(VoiceReport(Hearing.LOST, SUNG, level=2))


def silent(world: World) -> None:
    """Nobody has sung for a minute, so the microphone is off."""
    _listen(world, Hearing.FOLLOWING)
    world.ears.hear(VoiceReport(Hearing.SILENT, SUNG))


def room_listening(world: World) -> None:
    listening(world)
    world.act(Action.ROOM)


def find_key(world: World) -> None:
    """Asked to sing a line."""
    alone(world)
    world.services.settings.change(may_listen=True)
    world.sing.bar.key_requested.emit()
    world.ears.hear(VoiceReport(Hearing.FOLLOWING, 3, level=LOUD))


def found_key(world: World) -> None:
    find_key(world)
    world.ears.hear(VoiceReport(Hearing.FOLLOWING, SUNG, key=FoundKey(-LOWER, 6.0)))


def _listen(world: World, hearing: Hearing) -> None:
    alone(world)
    world.services.settings.change(may_listen=True)
    world.sing.bar._ways.chips[VOICE_CHIP].click()
    world.ears.hear(VoiceReport(hearing, SUNG, level=LOUD, moved=True))
    world.pass_time(1_000)


FOLLOWING_SCREENS: dict[str, Callable[[World], None]] = {
    "words-can-wait": ask_first,
    "voice-listening": listening,
    "voice-unsure": unsure,
    "voice-lost": lost,
    "voice-silent": silent,
    "room-listening": room_listening,
    "find-key": find_key,
    "found-key": found_key,
}
