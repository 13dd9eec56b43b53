"""Texts about erasing a child."""

from lullaby.erasing import ChildTraces
from lullaby.ui.text.lists import all_of, sentences
from lullaby.ui.text.translate import PLURAL, translate


def question(name: str) -> str:
    return translate("erasing", "Erase everything of {name}?").replace("{name}", name)


def what_goes(traces: ChildTraces) -> str:
    """What is erased and what stays, before the person decides."""
    alone, sung, kept, shared = traces.nights, traces.songs, traces.recordings, traces.shared
    parts = (
        translate("erasing", "%n nights", None, PLURAL, alone) if alone else "",
        translate("erasing", "the settings of %n songs", None, PLURAL, sung) if sung else "",
        translate("erasing", "%n recordings", None, PLURAL, kept) if kept else "",
    )
    what = all_of([part for part in parts if part])
    goes = translate("erasing", "This erases {what}, here and in the backups.")
    nothing = translate("erasing", "There is only the name.")
    texts = [goes.replace("{what}", what) if what else nothing]
    if shared:
        with_others = translate(
            "erasing", "%n nights with others stay, without the name.", None, PLURAL, shared
        )
        texts.append(with_others)
    texts.append(translate("erasing", "Nights without a name stay."))
    return sentences(tuple(texts))


def erased(name: str) -> str:
    return translate("erasing", "Everything of {name} is erased").replace("{name}", name)


def gone(name: str, unreadable: int) -> tuple[str, str]:
    """The message once it cannot be undone any more; `unreadable` copies were left as they are."""
    if unreadable:
        text = translate("erasing", "%n old backups can’t be read.", None, PLURAL, unreadable)
        hint = translate("erasing", "{name} may still be in them. They are in Lullaby’s folder.")
        return text, hint.replace("{name}", name)
    text = translate("erasing", "{name} is gone from the backups on this computer, too.")
    hint = translate("erasing", "Copies that you made on a USB stick stay until you delete them.")
    return text.replace("{name}", name), hint
