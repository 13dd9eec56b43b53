"""Texts about two computers that are brought together."""

from lullaby.bundles.family_merging import Together
from lullaby.bundles.manifest import BundleProblem
from lullaby.ui.text import names
from lullaby.ui.text.lists import all_of, listed
from lullaby.ui.text.translate import PLURAL, translate


def brings(brought: Together) -> list[tuple[str, str, str]]:
    """A row for each kind of thing that comes: its picture, what it is, and more about it."""
    rows: list[tuple[str, str, str]] = []
    if brought.nights:
        count = len(brought.nights)
        rows.append(("notebook-text", names.nights(count), translate("family", "in the journal")))
    if brought.playlists:
        count = len(brought.playlists)
        text = translate("family", "%n playlists", None, PLURAL, count)
        rows.append(("list", text, listed([each.name for each in brought.playlists])))
    if brought.routines:
        count = len(brought.routines)
        text = translate("family", "%n routines", None, PLURAL, count)
        rows.append(("moon", text, listed([each.name for each in brought.routines])))
    if brought.preferences:
        count = len(brought.preferences)
        text = translate("family", "How %n songs are sung", None, PLURAL, count)
        rows.append(
            ("sliders-horizontal", text, translate("family", "where nothing was chosen here"))
        )
    return rows


def stays(brought: Together) -> str:
    """What is different there, and stays as it is here; empty if nothing."""
    if not brought.differing:
        return ""
    count = brought.differing
    return translate(
        "family", "%n nights are told differently there. Yours stay.", None, PLURAL, count
    )


def came(brought: Together) -> str:
    """What was brought in: 12 nights and 2 playlists are here now."""
    what = all_of([title for _, title, _ in brings(brought)])
    return translate("family", "Here now: {what}").format(what=what)


def refused(problem: BundleProblem | OSError, name: str) -> str:
    if isinstance(problem, OSError):
        return translate("family", "“{file}” could not be opened.").format(file=name)
    text = translate("family", "“{file}” is damaged. Nothing of it was kept.")
    if problem is BundleProblem.NO_BUNDLE:
        text = translate("family", "“{file}” is not from the other computer’s Lullaby.")
    elif problem is BundleProblem.NEWER:
        text = translate(
            "family", "“{file}” was made by a newer Lullaby. Update this one, then open it again."
        )
    elif problem is BundleProblem.TOO_LARGE:
        text = translate("family", "“{file}” is far too large. Nothing of it was kept.")
    return text.format(file=name)
