"""A private PulseAudio with one null sink, and a recorder of that sink."""

import os
import shutil
import subprocess
import threading
import time
from bisect import bisect_left
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
PATIENCE = 10.0

DRIFTS_LITTLE = 12.0
"""Seconds over which two clocks stay within a millisecond of each other."""


def available() -> bool:
    """Whether PulseAudio and its recorder are installed."""
    return all(shutil.which(program) for program in ("pulseaudio", "parec", "pactl"))


class SoundServer:
    """A context: inside it, `environment` makes a program use the null sink."""

    def __init__(self, folder: Path) -> None:
        self._runtime = folder / "runtime"
        self._log = folder / "pulseaudio.log"
        self._server: subprocess.Popen[bytes] | None = None
        self._recorder: Recorder | None = None
        self._modules: dict[str, str] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What to set, in addition to the usual environment, for a program that plays here."""
        return {
            "XDG_RUNTIME_DIR": str(self._runtime),
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(self._runtime / "cookie"),
            "SDL_AUDIODRIVER": "pulseaudio",
        }

    def __enter__(self) -> "SoundServer":
        (self._runtime / "pulse").mkdir(parents=True, mode=0o700)
        self._runtime.chmod(0o700)
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._recorder is not None:
            self._recorder.stop()
        self.stop()

    def start(self) -> None:
        """Start, and wait until it answers."""
        modules = (
            f"module-native-protocol-unix socket={self._socket} auth-anonymous=1",
            "module-null-sink sink_name=null rate=48000 format=s16le channels=2 norewinds=1",
        )
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--realtime=no"]
        command += ["--use-pid-file=no", "--disable-shm=yes", f"--log-target=file:{self._log}"]
        command += [f"--load={module}" for module in modules]
        self._server = subprocess.Popen(
            command,
            env={**os.environ, **self.environment, "HOME": str(self._runtime)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        waiting = threading.Event()
        for _ in range(int(PATIENCE / 0.05)):
            if self._answers():
                return
            waiting.wait(0.05)
        raise RuntimeError("PulseAudio does not answer")

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(PATIENCE)
            self._server = None

    def suspend(self, suspended: bool, sink: str = "null") -> None:
        """Suspend or resume the sink, as while a screen sleeps."""
        self._control("suspend-sink", sink, str(int(suspended)))

    def signal(self, number: int) -> None:
        """Send a signal to the server's process."""
        if self._server is not None:
            self._server.send_signal(number)

    def plug(self, name: str) -> None:
        """Add a null sink called `name`."""
        named = f"sink_properties=device.description={name}"
        module = ("module-null-sink", f"sink_name={name}", "rate=48000", "norewinds=1", named)
        self._modules[name] = self._control("load-module", *module).strip()

    def add_microphone(self, name: str, rate: int = RATE) -> None:
        """Add a microphone that hears what the null sink plays; it is the default."""
        form = (f"source_name={name}", "master=null.monitor", f"rate={rate}", "channels=1")
        named = f"source_properties=device.description={name}"
        module = ("module-remap-source", *form, "channel_map=mono", named)
        self._modules[name] = self._control("load-module", *module).strip()
        self._control("set-default-source", name)

    def unplug(self, name: str) -> None:
        """Remove a sink or a microphone, whatever uses it."""
        self._control("unload-module", self._modules.pop(name))

    def listeners(self) -> int:
        """How many programs listen to a source."""
        return self._control("list", "short", "source-outputs").count("protocol-native")

    def record(self, sink: str = "null") -> "Recorder":
        """Start to record a sink's monitor; returns when the first sound has arrived."""
        self._recorder = Recorder({**os.environ, **self.environment}, sink)
        return self._recorder

    @property
    def _socket(self) -> Path:
        return self._runtime / "pulse" / "native"

    def _control(self, *words: str) -> str:
        return subprocess.run(
            ["pactl", *words],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        ).stdout

    def _answers(self) -> bool:
        asked = subprocess.run(
            ["pactl", "info"],
            env={**os.environ, **self.environment},
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        return asked.returncode == 0


class Recorder:
    """Frames as they arrive, 48 kHz stereo; knows when each arrived."""

    def __init__(self, environment: dict[str, str], sink: str) -> None:
        form = ("--format=s16le", "--rate=48000", "--channels=2")
        self._process = subprocess.Popen(
            ["parec", "-d", f"{sink}.monitor", "--latency-msec=20", *form],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._parts: list[bytes] = []
        self._lag = float("inf")
        self._came: list[tuple[int, float]] = []
        """Numbers of frames, and their lag."""
        self._began = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        if not self._began.wait(PATIENCE):
            raise RuntimeError("nothing comes from the monitor")

    @property
    def frames(self) -> int:
        """How many frames have arrived."""
        return sum(map(len, self._parts)) // 4

    def moment_of(self, frame: int) -> float:
        """When a frame arrived, by `time.monotonic`, without jitter."""
        return self._lag + frame / RATE

    def moment_nearby(self, frame: int) -> float:
        """The same for long recordings, in which the sink's clock and ours drift apart."""
        reach = round(DRIFTS_LITTLE * RATE)
        first = bisect_left(self._came, (frame - reach,))
        last = bisect_left(self._came, (frame + reach,))
        lag = min((lag for _, lag in self._came[first:last]), default=self._lag)
        return lag + frame / RATE

    def stop(self) -> NDArray[np.float32]:
        """Stop, and return everything recorded; full scale is 1."""
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._thread.join(PATIENCE)
        if self._process.stdout is not None:
            self._process.stdout.close()
        whole = b"".join(self._parts)
        samples = np.frombuffer(whole[: len(whole) // 4 * 4], np.int16)
        return (samples.reshape(-1, 2) / 32_768).astype(np.float32)

    def _read(self) -> None:
        stream, frames = self._process.stdout, 0
        while stream is not None and (part := stream.read1(65_536)):  # type: ignore[attr-defined]
            self._parts.append(part)
            frames += len(part) // 4
            lag = time.monotonic() - frames / RATE
            self._came.append((frames, lag))
            self._lag = min(self._lag, lag)
            self._began.set()
