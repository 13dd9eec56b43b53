"""What a score in MusicXML tells about the song as a whole."""

from lullaby.songbook.musicxml_parts import Parts
from lullaby.songbook.musicxml_tree import Element
from lullaby.songbook.notes import About

LONGEST = 300
"""Characters of a title or name."""

WORDS_BY = ("lyricist", "poet", "translator")


class Head:
    """Takes the elements about the whole score; names of parts go to `parts`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.clear()

    def clear(self) -> None:
        self.languages: dict[str, str] = {}
        """Of the words, by verse; that of all under an empty name."""
        self._told: dict[str, str] = {}
        self._credits: dict[str, str] = {}

    def take(self, element: Element) -> None:
        match element.name:
            case "work":
                self._tell("work", element.text_of("work-title"))
            case "movement-title":
                self._tell("movement", element.text)
            case "identification":
                self._people(element)
            case "credit":
                self._printed(element)
            case "defaults":
                self._parts.at_concert_pitch = element.first("concert-score") is not None
                for told in element.all("lyric-language"):
                    self.languages[told.get("number")] = told.get("xml:lang")
            case "part-list":
                for part in element.all("score-part"):
                    self._parts.name(part.get("id"), _plain(part.text_of("part-name")))
            case _:
                pass

    def about(self) -> About:
        """Title, people, rights and language."""
        told = self._told
        work, movement = told.get("work", ""), told.get("movement", "")
        title = movement or work or self._credits.get("title", "")
        subtitle = work if movement and work != movement else ""
        return About(
            title=title,
            subtitle=subtitle or self._credits.get("subtitle", ""),
            composer=told.get("composer") or self._credits.get("composer", ""),
            words_by=told.get("words") or self._credits.get("lyricist", ""),
            language=self.languages.get("") or self.languages.get("1", ""),
            licence=told.get("rights") or self._credits.get("rights", ""),
            meanings_in="en",
        )

    def _people(self, element: Element) -> None:
        for creator in element.all("creator"):
            kind = creator.get("type").lower()
            if kind in ("composer", ""):
                self._tell("composer", creator.text)
            elif kind in WORDS_BY:
                self._tell("words", creator.text)
        self._tell("rights", "; ".join(rights.text for rights in element.all("rights")))

    def _tell(self, name: str, text: str) -> None:
        if _plain(text):
            self._told.setdefault(name, _plain(text))

    def _printed(self, element: Element) -> None:
        kind = element.text_of("credit-type").lower()
        words = " ".join(each.text for each in element.all("credit-words"))
        if kind and _plain(words):
            self._credits.setdefault(kind, _plain(words))


def _plain(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
