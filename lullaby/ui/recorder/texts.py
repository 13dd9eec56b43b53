"""The sentences of the recorder."""

from collections.abc import Sequence
from datetime import datetime

from lullaby.audio.microphone import MicrophoneTrouble
from lullaby.audio.port import SpeedPitch
from lullaby.library.score_catalogue import Scored
from lullaby.takes.made_take import MadeTake
from lullaby.takes.raw_take import KEPT_FOR, Music, RawTake
from lullaby.takes.recorder import StopReason
from lullaby.ui.recorder.state import RecorderView, Step
from lullaby.ui.text.lists import sentences
from lullaby.ui.text.locale import day_and_month, whole
from lullaby.ui.text.names import key_short, length
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.units import Ms

BETWEEN = " · "


def music(choice: Music) -> str:
    match choice:
        case Music.HEADPHONES:
            return translate("recorder", "Headphones")
        case Music.LOUDSPEAKER:
            return translate("recorder", "Loudspeaker, softly")
        case Music.NONE:
            return translate("recorder", "Without music")


def hint(view: RecorderView) -> str:
    """What to do, or what happened, above the controls; empty while singing."""
    if view.step is Step.OPENING:
        return translate("recorder", "Opening the microphone…")
    if view.step is Step.PAUSED and view.message:
        return translate("recorder", "Paused.")
    if view.step is Step.PAUSED:
        return translate("recorder", "Paused. Choose the line to go on from.")
    if view.step in (Step.COUNT_IN, Step.RECORDING):
        return telephone() if view.telephone else ""
    if view.trouble is not None:
        return trouble(view.trouble)
    if view.message:
        where = translate("recorder", "What you record stays on this computer.")
        return sentences((translate("recorder", "Nothing plays while you speak."), where))
    match view.music:
        case Music.HEADPHONES:
            how = translate("recorder", "The music plays in your headphones only.")
        case Music.LOUDSPEAKER:
            how = translate("recorder", "The music plays softly, and will be heard in it.")
        case Music.NONE:
            how = translate("recorder", "No music plays. The words move by themselves.")
    where = translate("recorder", "What you record stays on this computer.")
    return sentences((how, where))


def trouble(why: MicrophoneTrouble) -> str:
    match why:
        case MicrophoneTrouble.NONE:
            return translate("recorder", "No microphone was found. Plug one in, then try again.")
        case MicrophoneTrouble.REFUSED:
            return translate(
                "recorder",
                "The microphone could not be opened. Another program may be using it, or the"
                " system may not allow it.",
            )
        case MicrophoneTrouble.LOST:
            return translate("recorder", "The microphone went away.")


def telephone() -> str:
    return translate(
        "recorder",
        "This headset records as on a telephone while it also plays. A cable sounds better.",
    )


def summary(length_ms: float, reason: StopReason | None, lost_frames: bool) -> str:
    """Such as "2:11. Not kept yet."; also why it stopped by itself."""
    long = length(Ms(round(length_ms)))
    parts = [translate("recorder", "{length}. Not kept yet.").format(length=long)]
    if reason is StopReason.LOST:
        parts.append(translate("recorder", "It stopped because the microphone went away."))
    elif reason is StopReason.NO_ROOM:
        parts.append(translate("recorder", "It stopped because the disk is full."))
    if lost_frames:
        parts.append(translate("recorder", "The microphone had a short gap; it is silent there."))
    return sentences(parts)


def prompt() -> str:
    """What to say in a message."""
    return translate("recorder", "Say good night, or tell a story.")


def placed(made: MadeTake, moved: bool) -> str:
    if moved:
        return translate("recorder", "Placed by you.")
    if made.by_score:
        text = translate(
            "recorder",
            "Placed by the melody, to about {n} ms. Listen, then nudge if you like.",
        )
    else:
        text = translate(
            "recorder",
            "The melody was not heard, so the clock placed it, to about {n} ms. Listen, then"
            " nudge it.",
        )
    return text.format(n=whole(made.doubt_ms))


def later(ms: int) -> tuple[str, str]:
    """By how much the voice was moved: "20 ms" and "later"."""
    amount = translate("recorder", "{n} ms").format(n=whole(abs(ms)))
    if not ms:
        return amount, translate("recorder", "as placed")
    how = translate("recorder", "later") if ms > 0 else translate("recorder", "earlier")
    return amount, how


def sung_by(name: str) -> str:
    return translate("recorder", "Sung by {name}").format(name=name)


def spoken_by(name: str) -> str:
    return translate("recorder", "Spoken by {name}").format(name=name)


def who_is_missing(message: bool) -> str:
    if message:
        return translate("recorder", "Write who speaks first.")
    return translate("recorder", "Write who sings first.")


def sung_for(name: str) -> str:
    if not name:
        return translate("recorder", "For everyone")
    return translate("recorder", "For {name}").format(name=name)


def kept(title: str) -> str:
    return translate(
        "recorder", "“{title}” is kept. You’ll find it in the library, under My voice."
    ).format(title=title)


def deleted(title: str) -> str:
    return translate("recorder", "The recording of “{title}” is deleted.").format(title=title)


def waiting(takes: Sequence[RawTake], now: datetime) -> tuple[str, str, str]:
    """That recordings wait, the newest first: the sentence, what to know, and the action."""
    newest = takes[0].facts
    day = day_and_month(newest.recorded_at.date())
    until = min(take.goes_at or now + KEPT_FOR for take in takes)
    count = len(takes)
    if count == 1:
        text = translate("recorder", "A recording of “{title}” from {day} is not kept yet.")
        stays = translate("recorder", "It stays until {day}.")
    else:
        text = translate("recorder", "%n recordings are not kept yet.", None, PLURAL, count)
        stays = translate(
            "recorder", "The newest is of “{title}”, from {day}. The first is deleted on {end}."
        )
        stays = stays.replace("{title}", newest.title).replace("{day}", day)
    text = text.replace("{title}", newest.title).replace("{day}", day)
    end = day_and_month(until.date())
    stays = stays.replace("{day}", end).replace("{end}", end)
    return text, stays, translate("recorder", "Look at it")


def not_made() -> str:
    return translate(
        "recorder", "No take could be made of this recording. It stays here for seven days."
    )


def not_kept() -> str:
    return translate("recorder", "It could not be kept. It stays here for seven days; try again.")


def under(sung: SpeedPitch, scored: Scored | None, child: str) -> str:
    """Such as "Key of F · 90 % · for NAME"."""
    parts: list[str] = []
    if scored is not None and scored.score.key:
        key = key_short(scored.score.key, round(sung.semitones))
        parts.append(translate("recorder", "Key of {key}").format(key=key))
    parts.append(translate("recorder", "{n} %").format(n=whole(100 * sung.pace)))
    if child:
        parts.append(translate("recorder", "for {name}").format(name=child))
    return BETWEEN.join(parts)
