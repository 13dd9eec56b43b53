"""The texts of the sheet that goes with recordings for a hospital ward.

Free of Qt: whoever asks passes its own `translate`.
"""

from collections.abc import Sequence

from lullaby.library.ward_sheet import HOUR, WardSheet
from lullaby.ui.text.complaints import Translate


def ward_sheet(
    singers: Sequence[str], count: int, translate: Translate, language: str = "en"
) -> WardSheet:
    """What the staff of a ward should know; it claims nothing that is not known."""
    title = translate("ward", "Songs for our baby, sung by {singers}")
    what = translate(
        "ward",
        "This folder holds our own singing, {count} in all. “{hour}” plays it for an hour, with"
        " quiet between the songs. It can be stopped at any time.",
    )
    return WardSheet(
        title.replace("{singers}", ", ".join(singers)),
        (
            what.replace("{hour}", HOUR).replace("{count}", str(count)),
            translate(
                "ward",
                "Please decide together with the staff when to play it. Recorded music can be too"
                " much for a baby born early; a voice that sings beside the bed comes first.",
            ),
            translate(
                "ward",
                "Place the loudspeaker as far away as the room allows, two metres or more. Never"
                " put it into the bed or on its rail. Keep cables out of reach.",
            ),
            translate(
                "ward",
                "Play it as softly as possible. If you have to raise your voice to talk over it,"
                " it is too loud. For intensive care the American Academy of Pediatrics recommends"
                " at most 45 dBA in the room, all sounds together.",
            ),
            translate(
                "ward",
                "Play it for short times rather than all day.",
            ),
            translate(
                "ward",
                "All recordings are equally loud (−23 LUFS), so that none of them startles.",
            ),
        ),
        language,
    )
