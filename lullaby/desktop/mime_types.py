"""The MIME types that Lullaby opens, as the desktop and MPRIS list them.

Names of shared-mime-info (freedesktop.org), and of `packaging/linux/lullaby-types.xml` for what it
lacks. The packaged desktop file holds the same list.
"""

FOLDERS = ("inode/directory",)

SONGS = (
    *("audio/mpeg", "audio/mp4", "audio/aac", "audio/flac", "audio/ogg", "audio/x-vorbis+ogg"),
    *("audio/x-opus+ogg", "audio/x-flac+ogg", "audio/x-speex+ogg", "audio/x-wav", "audio/vnd.wave"),
    *("audio/x-aiff", "audio/x-aifc", "audio/x-ms-wma", "audio/x-ape", "audio/x-musepack"),
    *("audio/x-wavpack", "audio/x-tta", "audio/x-matroska", "audio/webm", "audio/basic"),
    *("audio/ac3", "audio/AMR", "audio/x-m4b", "audio/x-caf"),
)

SCORES = (
    "text/vnd.abc",
    "application/vnd.recordare.musicxml",
    "application/vnd.recordare.musicxml+xml",
)

PLAYLISTS = (
    *("audio/x-mpegurl", "application/vnd.apple.mpegurl", "audio/x-scpls", "application/xspf+xml"),
    *("audio/x-ms-asx", "application/vnd.ms-wpl", "application/x-cue"),
)

WORDS = ("application/x-lrc", "application/ttml+xml", "audio/midi", "audio/x-midi")

BUNDLES = ("application/vnd.lullaby.song+zip",)

PLAYED = (*SONGS, *SCORES, *PLAYLISTS)
"""What `OpenUri` of MPRIS takes."""

OPENED = (*PLAYED, *WORDS, *BUNDLES, *FOLDERS)
"""What a file manager may hand over."""
