"""Words that Lullaby stores for a song count as the song's words."""

from dataclasses import replace
from pathlib import Path

from lullaby.library.own_words import song_of, with_own_words
from lullaby.library.track import Words
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.lrc import parse
from tests.session.evening import track


def test_a_song_has_the_words_stored_for_it(tmp_path: Path) -> None:
    drafts = DraftStore(tmp_path)
    bare, kept, beside = track(1), track(2), replace(track(3), words=Words.PLAIN)
    assert with_own_words([bare, kept, beside], drafts) == [bare, kept, beside]
    for each in (kept, beside):
        drafts.keep_words(song_of(each).key, parse("[00:01.00]Hush\n[00:03.00]now"))
    tracks = with_own_words([bare, kept, beside], drafts)
    assert [each.words for each in tracks] == [Words.NONE, Words.LINES, Words.PLAIN]
    drafts.let_words_go(song_of(kept).key)
    assert with_own_words([kept], drafts) == [kept]
