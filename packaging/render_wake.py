"""Makes the two films that keep a phone's screen on: ten seconds of darkness and silence.

`python packaging/render_wake.py` writes wake.webm and wake.mp4 to `lullaby/together/page`. The same
picture stays throughout, one frame a second; browsers keep the screen on only for a film
with sound, so each has a silent track.
"""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer

PAGE = Path(__file__).parent.parent / "lullaby" / "together" / "page"
SECONDS = 10
SIDE = 128
"""Pixels; even, as 4:2:0 needs it."""

FILMS = (
    ("wake.webm", "libvpx", {"cpu-used": "8", "deadline": "good"}, "libopus", 48_000),
    ("wake.mp4", "libx264", {"profile": "baseline", "x264-params": "no-info=1"}, "aac", 8_000),
)
"""File, codec of the picture and its options, codec of the sound and its samples a second."""


def main() -> None:
    for name, picture_codec, options, sound_codec, rate in FILMS:
        path = PAGE / name
        flags = {"movflags": "+faststart"} if path.suffix == ".mp4" else {}
        with av.open(str(path), "w", options={"fflags": "+bitexact", **flags}) as film:
            _fill(film, picture_codec, options, sound_codec, rate)
        print(f"{name}: {path.stat().st_size} bytes")


def _fill(
    film: OutputContainer,
    picture_codec: str,
    options: dict[str, str],
    sound_codec: str,
    rate: int,
) -> None:
    picture = film.add_stream(picture_codec, rate=1, options=options)
    assert isinstance(picture, av.VideoStream)
    picture.width = picture.height = SIDE
    picture.pix_fmt = "yuv420p"
    picture.codec_context.time_base = Fraction(1, 1)
    sound = film.add_stream(sound_codec, rate=rate, options={"frame_duration": "120"})
    assert isinstance(sound, av.AudioStream)
    sound.layout = "mono"
    sound.bit_rate = 6_000
    silence = np.zeros((1, rate), dtype=np.float32)
    dark = np.zeros((SIDE, SIDE, 3), dtype=np.uint8)
    for second in range(SECONDS):
        frame = av.VideoFrame.from_ndarray(dark, format="rgb24")
        frame.pts, frame.time_base = second, Fraction(1, 1)
        film.mux(picture.encode(frame))
        heard = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
        heard.sample_rate = rate
        heard.pts, heard.time_base = second * rate, Fraction(1, rate)
        film.mux(sound.encode(heard))
    film.mux(picture.encode())
    film.mux(sound.encode())


if __name__ == "__main__":
    main()
