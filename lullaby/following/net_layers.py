"""A convolution over the bands of sound, and over time, in buffers that are made once."""

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class BandLayer:
    """Taps in several bands, and `over_time` also in the frame before; takes frames in order.

    The rows of the matrix product, which hold all that a band depends on, are copied out of the
    padded input by one strided view."""

    def __init__(
        self,
        kernel: Floats,
        bias: Floats,
        frames: int,
        bands: int,
        channels: int,
        padding: tuple[int, int],
        apart: int,
        over_time: bool,
    ) -> None:
        """`kernel` is (taps x frames x channels, channels out), the frame before first; `padding`,
        before and behind, and `apart`, the distance of taps, are in bands."""
        self._kernel, self._bias = kernel, bias
        parts = 1 + over_time
        taps = len(kernel) // (parts * channels)
        whole = np.zeros((frames, sum(padding) + bands, parts * channels), np.float32)
        inside = whole[:, padding[0] : padding[0] + bands]
        self._now = inside[:, :, -channels:]
        self._before = inside[:, :, :channels] if over_time else None
        self.rows = whole.shape[1] - apart * (taps - 1)
        """Bands that are made."""
        frame, band, number = whole.strides
        shape = frames, self.rows, taps, parts * channels
        self._taps = as_strided(whole, shape, (frame, band, apart * band, number))
        self._columns = np.empty((frames, self.rows, len(kernel)), np.float32)
        self._by_tap = self._columns.reshape(shape)
        self.made = np.empty((frames, self.rows, kernel.shape[1]), np.float32)
        """The last result, which the next one overwrites."""

    def run(self, bands: Floats) -> Floats:
        """Take (frames, bands, channels); returns `made`, (frames, rows, channels out)."""
        if self._before is not None:
            self._before[0] = self._now[-1]
            self._before[1:] = bands[:-1]
        self._now[:] = bands
        self._by_tap[:] = self._taps
        np.matmul(self._columns, self._kernel, out=self.made)
        self.made += self._bias
        return self.made
