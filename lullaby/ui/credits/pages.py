"""The pages of the credits as rich text. Texts by others are quoted from their files."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from lullaby import __version__
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.notes import Checked
from lullaby.ui.credits import sources
from lullaby.ui.text.language_names import full_name
from lullaby.ui.text.translate import translate


def notes_checked(checked: str) -> str:
    """How thoroughly the notes have been checked."""
    match checked:
        case Checked.TWO_SOURCES:
            return translate("credits", "The notes match two independent sources.")
        case Checked.ONE_SOURCE:
            return translate("credits", "The notes match one other source.")
        case _:
            return translate("credits", "The notes have not been compared with a source yet.")


def words_checked(checked: str) -> str:
    """How thoroughly the words have been checked."""
    match checked:
        case Checked.TWO_SOURCES:
            return translate("credits", "The words match several published texts.")
        case Checked.ONE_SOURCE:
            return translate("credits", "The words follow one published text.")
        case _:
            return translate(
                "credits", "The words have not been compared with a published text yet."
            )


def song_page(song: SongEntry) -> str:
    """Everything about one song."""
    return f"<h2>{escape(_name(song))}</h2>{_about(song)}"


def songs_page(songs: Iterable[SongEntry], assets: Path) -> str:
    notice = "".join(map(_paragraph, sources.songs_notice(assets)))
    each = "".join(f"<h3>{escape(_name(song))}</h3>{_about(song)}" for song in songs)
    title = translate("credits", "Songs")
    return f"<h2>{escape(title)}</h2>{notice}{each}"


def sound_page(assets: Path) -> str:
    notice = "".join(map(_paragraph, sources.sound_font_notice(assets)))
    title = translate("credits", "The sound font FluidR3")
    return f"<h2>{escape(title)}</h2>{notice}"


def letters_page(assets: Path) -> str:
    parts = []
    for title, folder in (
        (translate("credits", "Fonts"), "fonts"),
        (translate("credits", "Icons"), "icons"),
    ):
        parts.append(f"<h2>{escape(title)}</h2>")
        found = sources.notices(assets / folder)
        parts += [f"<h3>{escape(each.name)}</h3>{_paragraph(each.text)}" for each in found]
    return "".join(parts)


def software_page(assets: Path) -> str:
    free = translate(
        "credits",
        "Lullaby is free software: you may share and change it under the GNU General Public "
        "License, version 3 or later. It comes without any warranty.",
    )
    parts = [f"<h2>Lullaby {escape(__version__)}</h2>", _paragraph(free)]
    for each in sources.software(assets):
        parts.append(f"<h3>{escape(f'{each.name} {each.version}'.strip())}</h3>")
        facts = (
            each.does,
            each.by,
            translate("credits", "Licence: {licence}").format(licence=each.licence),
            each.home,
        )
        parts.append(_lines(facts))
    return "".join(parts)


def _name(song: SongEntry) -> str:
    return f"{song.title} · {song.subtitle}" if song.subtitle else song.title


def _about(song: SongEntry) -> str:
    facts = (
        full_name(song.language.split("-")[0]),
        translate("credits", "Tune: {composer}").format(composer=song.composer),
        song.words_by,
        notes_checked(song.checked),
        translate("credits", "Notes compared with: {source}").format(source=song.source)
        if song.source
        else "",
        words_checked(song.words_checked),
        translate("credits", "Words compared with: {source}").format(source=song.words_source)
        if song.words_source
        else "",
        translate("credits", "Licence of score, words and recording: {licence}").format(
            licence=song.licence
        )
        if song.licence
        else "",
    )
    return _paragraph(song.story) + _lines(facts)


def _paragraph(text: str) -> str:
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if text else ""


def _lines(texts: Iterable[str]) -> str:
    return "<p>" + "<br>".join(escape(text) for text in texts if text) + "</p>"
