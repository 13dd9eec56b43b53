"""Which small mistakes in the pure modules their own tests would let pass.

A mutant is the module with one small mistake: another comparison, sum, number, word or end of a
range, `and` for `or`, a condition turned round, a call left out, nothing returned. From each
module `COUNT` are drawn by a seed, and the tests that belong to the module are run on each, in a
process bounded in time and memory. What they let pass is printed with its line. Those in
`mutants_equivalent.txt` behave as the original does, as somebody has judged and said why; they are
left out of the share.

To be cheap, one process loads and collects the tests of a module; each mutant of a function is
tried in a fork of it, which exchanges the function's code and runs only the tests that enter the
function, the quickest first, up to the first that fails. A mutant of what is executed when the
module is imported is written into a copy of the tree, where all tests of the module are run.
"""

import argparse
import ast
import gc
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import NoReturn

import pytest

COUNT = 40
SEED = 17
PATIENCE = 5.0
"""A mutant may take so many times as much processor time as the module itself, and `GRACE_S`
more, so that a busy machine does not kill any."""

GRACE_S = 5.0
ENOUGH_S = 12.0
"""Tests of a function are asked up to so much processor time; what only slower ones would notice
counts as let pass."""

LONGEST_S = 900
"""After so many seconds by the clock nobody knows whether a mutant hangs; it does not count."""

TOLD = 100
"""Added to what pytest ends with, so that a process that never came so far is known."""

MOST_MEMORY = 4 * 1024**3
AIM = 0.85
ROOT = Path(__file__).parent.parent
PRELOADED = ["pytest", "hypothesis.extra.numpy", "av", "mutagen", "PySide6.QtTest"]
"""What most tests need is loaded once, and each process is a copy of that one."""

EQUIVALENT = Path(__file__).with_suffix("").with_name("mutants_equivalent.txt")

MODULES: dict[str, tuple[str, ...]] = {
    "audio/limiter": (),
    "audio/loudness": (),
    "journal/baby_buddy": (),
    "journal/book": (),
    "journal/calm_song": (),
    "journal/entry": (),
    "journal/export": (),
    "journal/filling": (),
    "journal/handover_report": (),
    "journal/heartbeats": (),
    "journal/helps": (),
    "journal/left_off": (),
    "journal/merging": (),
    "journal/moments": (),
    "journal/reading": (),
    "journal/repeated_hour": (),
    "journal/rows": ("tests/journal/test_store.py",),
    "journal/shrinkage": (),
    "journal/store": ("tests/journal/test_heartbeats.py",),
    "journal/suggest": (),
    "journal/summary": (),
    "journal/typed_moments": (),
    "journal/weeks": (),
    "journal/writer": ("tests/journal/test_heartbeats.py",),
    "library/calm": (),
    "lyrics/ass": ("tests/lyrics/test_karaoke_files.py", "tests/lyrics/test_corpus.py"),
    "lyrics/assemble": (),
    "lyrics/block_yaml": ("tests/lyrics/test_lyricsfile.py", "tests/lyrics/test_corpus.py"),
    "lyrics/captions": (
        "tests/lyrics/test_any_words.py",
        "tests/lyrics/test_other_dialects.py",
        "tests/lyrics/test_karaoke_files.py",
        "tests/lyrics/test_corpus.py",
    ),
    "lyrics/chord_names": (),
    "lyrics/chordpro": ("tests/lyrics/test_sheets.py", "tests/lyrics/test_corpus.py"),
    "lyrics/credit_rows": (),
    "lyrics/cues": ("tests/lyrics/test_karaoke_files.py", "tests/lyrics/test_corpus.py"),
    "lyrics/cursor": (),
    "lyrics/glance": (),
    "lyrics/json_words": ("tests/lyrics/test_corpus.py",),
    "lyrics/karaoke": ("tests/lyrics/test_karaoke_files.py", "tests/lyrics/test_corpus.py"),
    "lyrics/lrc": (),
    "lyrics/lrc_scan": ("tests/lyrics/test_lrc.py", "tests/lyrics/test_corpus.py"),
    "lyrics/lyricify_lines": ("tests/lyrics/test_karaoke_files.py", "tests/lyrics/test_corpus.py"),
    "lyrics/lyricsfile": ("tests/lyrics/test_corpus.py",),
    "lyrics/model": ("tests/lyrics/test_glance.py", "tests/lyrics/test_lrc.py"),
    "lyrics/openlyrics": ("tests/lyrics/test_sheets.py", "tests/lyrics/test_corpus.py"),
    "lyrics/opensong": ("tests/lyrics/test_sheets.py", "tests/lyrics/test_corpus.py"),
    "lyrics/pacer": ("tests/lyrics/test_prompting.py",),
    "lyrics/pieces": (),
    "lyrics/prompting": (),
    "lyrics/rolling": ("tests/lyrics/test_karaoke_files.py", "tests/lyrics/test_corpus.py"),
    "lyrics/sheets": ("tests/lyrics/test_corpus.py",),
    "lyrics/smf": ("tests/lyrics/test_karaoke_files.py", "tests/lyrics/test_corpus.py"),
    "lyrics/songselect": ("tests/lyrics/test_sheets.py", "tests/lyrics/test_corpus.py"),
    "lyrics/stamps": (),
    "lyrics/subtitles": ("tests/lyrics/test_karaoke_files.py", "tests/lyrics/test_corpus.py"),
    "lyrics/syllable_rows": ("tests/lyrics/test_karaoke_files.py", "tests/lyrics/test_corpus.py"),
    "lyrics/sylt": ("tests/lyrics/test_finding.py",),
    "lyrics/tap_lines": (),
    "lyrics/tap_marks": (),
    "lyrics/tapping": ("tests/lyrics/test_tap_lines.py",),
    "lyrics/translations": (),
    "lyrics/ttml": ("tests/lyrics/test_corpus.py",),
    "lyrics/ttml_times": ("tests/lyrics/test_ttml.py", "tests/lyrics/test_corpus.py"),
    "lyrics/ultrastar": ("tests/lyrics/test_corpus.py",),
    "lyrics/ultrastar_lines": ("tests/lyrics/test_ultrastar.py", "tests/lyrics/test_corpus.py"),
    "lyrics/xml_tree": (),
    "session/continuing": (),
    "session/deck": (
        "tests/session/test_order.py",
        "tests/session/test_rendition_switcher.py",
        "tests/session/test_transitions.py",
    ),
    "session/derive": (),
    "session/end_offer": (),
    "session/ending_planner": (
        "tests/session/test_continuing.py",
        "tests/session/test_finish.py",
        "tests/session/test_order.py",
    ),
    "session/fade": (),
    "session/finish": (),
    "session/lending_session": (),
    "session/levels": (),
    "session/loudness": (),
    "session/lull": (),
    "session/queue": (),
    "session/rendition_switcher": ("tests/session/test_deck.py",),
    "session/session": (
        "tests/session/test_ending_planner.py",
        "tests/session/test_glance.py",
        "tests/session/test_rendition_switcher.py",
    ),
    "session/session_clock": (),
    "session/session_recorder": ("tests/session/test_continuing.py",),
    "session/sing_along_player": (
        "tests/contracts/test_sing_along_player.py",
        "tests/session/test_vocal_mode.py",
    ),
    "session/speed_pitch_steps": ("tests/session/test_transitions.py",),
    "session/state": (),
    "session/timer": (),
    "session/transitions": (),
    "session/vocal_mode": (),
    "session/volume": (),
    "session/wind_down": (),
    "together/admission": (),
    "together/anchor": (),
    "together/guests": ("tests/together/test_room.py",),
    "together/messages": (),
    "together/rate_limits": (),
    "together/room": (),
    "together/shared_timer": (),
    "together/shared_words": (),
}
"""Each module's tests are those of its name, as `tests/session/test_fade.py`, and these."""

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
OTHER_ENDS = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Fate(Enum):
    KILLED = "killed"
    SURVIVED = "survived"
    UNKNOWN = "unknown"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small mistake: `new` where `old` stands, from `start` to `end` (bytes of the source)."""

    line: int
    start: int
    end: int
    old: str
    new: str
    source_line: str

    def __str__(self) -> str:
        return f"{self.line}: {_short(self.old)} -> {_short(self.new)}"


@dataclass(frozen=True, slots=True)
class Exempt:
    """What somebody has said about a mutant that behaves as the original does."""

    module: str
    source_line: str
    old: str
    new: str

    def fits(self, module: str, mutant: Mutant) -> bool:
        return (module, mutant.source_line, _short(mutant.old), _short(mutant.new)) == (
            self.module,
            self.source_line,
            self.old,
            self.new,
        )


def _short(code: str) -> str:
    return " ".join(code.split())


def mutants(source: str) -> list[Mutant]:
    """Every small mistake that can be made in this module, in the order of its lines."""
    data = source.encode()
    begins = [0]
    for line in data.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    rows = source.splitlines()
    found: list[Mutant] = []
    for node, changed in _changes(ast.parse(source)):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = begins[node.lineno - 1] + node.col_offset
        end = begins[node.end_lineno - 1] + node.end_col_offset
        old, new = data[start:end].decode(), ast.unparse(changed)
        if isinstance(node, ast.expr) and not isinstance(node, ast.Constant | ast.Name):
            new = f"({new})"
        found.append(Mutant(node.lineno, start, end, old, new, rows[node.lineno - 1].strip()))
    return sorted(found, key=lambda each: (each.start, each.end, each.new))


def apply(source: str, mutant: Mutant) -> str:
    data = source.encode()
    return (data[: mutant.start] + mutant.new.encode() + data[mutant.end :]).decode()


Located = ast.expr | ast.stmt


def _changes(tree: ast.AST) -> Iterator[tuple[Located, ast.AST]]:
    """Each piece of code that decides something, with what it may be changed to."""
    for node in _deciding(tree):
        if isinstance(node, ast.expr):
            yield from ((node, changed) for changed in _other_expressions(node))
        elif isinstance(node, ast.stmt):
            yield from ((node, changed) for changed in _other_statements(node))


def _deciding(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but annotations, docstrings, decorators, assertions and the words of errors."""
    yield tree
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.operand, ast.Constant):
        return
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list", "type_params", "bases"}:
            continue
        children = value if isinstance(value, list) else [value]
        for child in children:
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue
            if isinstance(child, ast.Raise | ast.Assert | ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.AST):
                yield from _deciding(child)


def _other_expressions(node: ast.expr) -> Iterable[ast.expr]:
    match node:
        case ast.Compare(left, ops, comparators):
            for at, op in enumerate(ops):
                for other in COMPARISONS[type(op)]:
                    yield ast.Compare(left, [*ops[:at], other(), *ops[at + 1 :]], comparators)
        case ast.BinOp(left, op, right) if type(op) in SUMS:
            yield ast.BinOp(left, SUMS[type(op)](), right)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            yield ast.Constant(value + 1)
            if isinstance(value, float) and value:
                yield ast.Constant(value * 1.1)
        case ast.Constant(str() as value) if value:
            yield ast.Constant("")
        case ast.Call(ast.Name(name), arguments, keywords) if name in OTHER_ENDS:
            yield ast.Call(ast.Name(OTHER_ENDS[name]), arguments, keywords)
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)


def _other_statements(node: ast.stmt) -> Iterable[ast.stmt]:
    match node:
        case ast.Expr(ast.Call()) | ast.AugAssign():
            yield ast.Pass()
        case ast.Return(value) if value is not None and not (
            isinstance(value, ast.Constant) and value.value is None
        ):
            yield ast.Return(ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def drawn(source: str, module: str, count: int, seed: int) -> list[Mutant]:
    """The sample of a module; the same for the same text and seed."""
    every = mutants(source)
    chosen = random.Random(f"{seed} {module}").sample(every, min(count, len(every)))
    return sorted(chosen, key=lambda each: (each.start, each.end, each.new))


def own_tests(module: str) -> list[str]:
    """The test files that belong to a module."""
    room, _, name = module.partition("/")
    own = f"tests/{room}/test_{name}.py"
    return [path for path in (own, *MODULES.get(module, ())) if (ROOT / path).exists()]


def judged_equivalent() -> list[Exempt]:
    """The lines `module ¦ source line ¦ old -> new ¦ why` of the list beside this file."""
    exempt: list[Exempt] = []
    for row in EQUIVALENT.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            module, source_line, change, why = (part.strip() for part in row.split(" ¦ "))
            assert why
            old, _, new = change.partition(" -> ")
            exempt.append(Exempt(module, source_line, old, new))
    return exempt


def copy_of_the_tree(folder: Path) -> Path:
    """What the tests need, in `folder`; large files that nobody changes are links."""
    for name in ("lullaby", "tests", "benchmarks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "tmp").mkdir()
    for name in ("assets", "docs", "packaging"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    return folder


@dataclass(frozen=True, slots=True)
class Place:
    """A function or method: its name in the module, the line where it begins, and its body."""

    name: str
    first_line: int
    start: tuple[int, int]
    end: tuple[int, int]


def places(source: str) -> list[Place]:
    """The functions of a module and the methods of its classes, with all that is in them."""
    return list(_places(ast.parse(source).body, ""))


def _places(body: list[ast.stmt], prefix: str) -> Iterator[Place]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _places(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            begin, end = node.body[0], (node.end_lineno or 0, node.end_col_offset or 0)
            yield Place(f"{prefix}{node.name}", first, (begin.lineno, begin.col_offset), end)


def place_of(source: str, mutant: Mutant) -> Place | None:
    """The function whose body holds the mutant; None if it is executed on import."""
    before = source.encode()[: mutant.start]
    at = (before.count(b"\n") + 1, mutant.start - (before.rfind(b"\n") + 1))
    return next((each for each in places(source) if each.start <= at < each.end), None)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def code_of(source: str, path: str, place: Place) -> CodeType | None:
    """The code of a function in a module whose text is `source`."""
    whole = compile(source, path, "exec", dont_inherit=True)
    wanted = (place.name, place.first_line)
    return next((c for c in _codes(whole) if (c.co_qualname, c.co_firstlineno) == wanted), None)


class Entered:
    """A trace function that notes which functions of a module are entered."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.names: set[str] = set()

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        if frame.f_code.co_filename == self._path:
            self.names.add(frame.f_code.co_qualname.partition(".<locals>")[0])


@dataclass
class Outcome:
    """What became of a module's mutants in forks of one process."""

    seconds: dict[str, float] = field(default_factory=dict)
    """Processor time of each test without any mutant."""
    fates: dict[int, str] = field(default_factory=dict)
    """By the mutant's place in the sample; the others have to be written into the tree."""


class Forks:
    """A plugin of pytest that, instead of running the tests, tries mutants with them."""

    def __init__(self, path: str, source: str, tried: dict[int, Mutant], at_once: int) -> None:
        self._path = path
        self._source = source
        self._tried = tried
        self._at_once = at_once
        self._imported = Entered(path)
        self.outcome = Outcome()
        sys.settrace(self._imported)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.settrace(None)
        entered = self._measure(session)
        if entered is None:
            session.testsfailed = 1
            return True
        seconds = self.outcome.seconds
        functions = self._functions()
        running: dict[int, int] = {}
        for at, mutant in self._tried.items():
            place = place_of(self._source, mutant)
            if place is None or place.name in self._imported.names:
                continue
            code = code_of(apply(self._source, mutant), self._path, place)
            changed = functions.get((place.name, place.first_line), [])
            if code is None or any(
                len(each.__code__.co_freevars) != len(code.co_freevars) for each in changed
            ):
                continue
            reaching = self._quickest(
                [each for each in session.items if place.name in entered[each.nodeid]]
            )
            if not reaching or not changed:
                self.outcome.fates[at] = Fate.SURVIVED.value
                continue
            patience = sum(seconds[each.nodeid] for each in reaching) * PATIENCE + GRACE_S
            pid = os.fork()
            if pid == 0:
                for function in changed:
                    function.__code__ = code
                _try(session, reaching, int(patience) + 1)
            running[pid] = at
            while len(running) >= self._at_once:
                self._wait(running)
        while running:
            self._wait(running)
        return True

    def _quickest(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """The quickest of these tests, as many as together take `ENOUGH_S`, but at least one."""
        seconds = self.outcome.seconds
        items = sorted(items, key=lambda item: seconds[item.nodeid])
        until = accumulate(seconds[each.nodeid] for each in items)
        return [each for each, so_far in zip(items, until, strict=True) if so_far <= ENOUGH_S] or (
            items[:1]
        )

    def _measure(self, session: pytest.Session) -> dict[str, list[str]] | None:
        """Which functions each test enters, from a fork of this process; None if one fails."""
        told = Path("measured.json")
        told.unlink(missing_ok=True)
        pid = os.fork()
        if pid == 0:
            _measure(session, self._path, told)
        os.waitpid(pid, 0)
        if not told.exists():
            return None
        measured = json.loads(told.read_text(encoding="utf-8"))
        self.outcome.seconds = {name: seconds for name, (seconds, _) in measured.items()}
        return {name: entered for name, (_, entered) in measured.items()}

    def _functions(self) -> dict[tuple[str, int], list[FunctionType]]:
        """The functions of the module by their name and first line."""
        found: dict[tuple[str, int], list[FunctionType]] = {}
        gc.unfreeze()
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename == self._path:
                code = each.__code__
                found.setdefault((code.co_qualname, code.co_firstlineno), []).append(each)
        gc.freeze()
        return found

    def _wait(self, running: dict[int, int]) -> None:
        pid, status = os.wait()
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
            fate = Fate.UNKNOWN
        else:
            passed = os.WIFEXITED(status) and os.WEXITSTATUS(status) == TOLD
            fate = Fate.SURVIVED if passed else Fate.KILLED
        self.outcome.fates[running.pop(pid)] = fate.value


def _bound(seconds: int) -> None:
    """Bound this process in memory and in processor time."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _try(session: pytest.Session, items: list[pytest.Item], seconds: int) -> NoReturn:
    """Run these tests up to the first that fails, and end this process."""
    code = TOLD + 1
    try:
        os.setsid()
        _bound(seconds)
        signal.alarm(LONGEST_S)
        if all(_passes(session, item, after) for item, after in _with_next(items)):
            code = TOLD
    finally:
        os._exit(code)


def _measure(session: pytest.Session, path: str, told: Path) -> NoReturn:
    """Write down what each test takes and which functions it enters, and end this process."""
    try:
        measured: dict[str, tuple[float, list[str]]] = {}
        for item, after in _with_next(session.items):
            entered, began = Entered(path), time.process_time()
            sys.settrace(entered)
            passed = _passes(session, item, after)
            sys.settrace(None)
            if not passed:
                Path("told").write_text(_said(session), encoding="utf-8")
                break
            measured[item.nodeid] = (time.process_time() - began, sorted(entered.names))
        else:
            told.write_text(json.dumps(measured), encoding="utf-8")
    finally:
        os._exit(0)


def _with_next(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=True)


def _passes(session: pytest.Session, item: pytest.Item, after: pytest.Item | None) -> bool:
    session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
    return not session.testsfailed


def _said(session: pytest.Session) -> str:
    """What the tests that failed say."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    stats = {} if reporter is None else reporter.stats
    return "\n".join(each.longreprtext for each in stats.get("failed", []) + stats.get("error", []))


class QuickestFirst:
    """A plugin of pytest that sorts the tests by the time that they are known to take."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds = seconds

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self._seconds.get(item.nodeid, 0.0))


def _pytest(tree: str, tests: list[str], plugin: object) -> int:
    """Run pytest in the copy `tree` of the tree, in a process of its own."""
    os.setsid()
    os.chdir(tree)
    silent = os.open(f"{tree}/told", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    tempfile.tempdir = os.environ["TMPDIR"] = f"{tree}/tmp"
    sys.path[:] = [tree, *(each for each in sys.path if Path(each or ".").resolve() != ROOT)]
    sys.dont_write_bytecode = True
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutants",
        deadline=None,
        derandomize=True,
        max_examples=50,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    quick = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "--hypothesis-profile=mutants"]
    return int(pytest.main([*quick, "-m", "not long and not sound", *tests], plugins=[plugin]))


def _run_forks(tree: str, module: str, tests: list[str], tried: dict[int, Mutant], n: int) -> None:
    """Write down what became of mutants in `n` forks at once of this process."""
    path = f"{tree}/lullaby/{module}.py"
    forks = Forks(path, Path(path).read_text(encoding="utf-8"), tried, n)
    code = _pytest(tree, tests, forks)
    told = {"seconds": forks.outcome.seconds, "fates": forks.outcome.fates}
    Path(tree, "outcome.json").write_text(json.dumps(told), encoding="utf-8")
    os._exit(TOLD + code)


def _run_tests(tree: str, tests: list[str], order: dict[str, float], seconds: int) -> None:
    """End this process with pytest's code and `TOLD`, or by the processor limit."""
    _bound(seconds)
    os._exit(TOLD + _pytest(tree, tests, QuickestFirst(order)))


class Bench:
    """One copy of the tree, in which one mutant after another is tried."""

    def __init__(self, tree: Path, context: ForkServerContext) -> None:
        self._tree = tree
        self._context = context

    def source(self, module: str) -> str:
        """The text of a module in this copy; in the tree itself it may change meanwhile."""
        return (self._tree / "lullaby" / f"{module}.py").read_text(encoding="utf-8")

    def fork(
        self, module: str, tests: list[str], tried: dict[int, Mutant], at_once: int
    ) -> Outcome | None:
        """Try the mutants of functions in forks of one process; None if a test fails without."""
        process = self._context.Process(
            target=_run_forks, args=(str(self._tree), module, tests, tried, at_once)
        )
        process.start()
        process.join()
        if process.exitcode != TOLD:
            return None
        told = json.loads((self._tree / "outcome.json").read_text(encoding="utf-8"))
        return Outcome(told["seconds"], {int(at): fate for at, fate in told["fates"].items()})

    def passes(self, tests: list[str], order: dict[str, float], seconds: float) -> bool | None:
        """The tests pass within so much processor time; None if that took too long to be known."""
        process = self._context.Process(
            target=_run_tests, args=(str(self._tree), tests, order, int(seconds) + 1)
        )
        process.start()
        process.join(LONGEST_S)
        if process.exitcode is None:
            assert process.pid is not None
            os.killpg(process.pid, signal.SIGKILL)
            process.join()
            return None
        if process.exitcode in range(TOLD):
            raise RuntimeError(f"no test was run: {self.output()}")
        return process.exitcode == TOLD

    def output(self) -> str:
        """The end of what pytest said."""
        return (self._tree / "told").read_text(encoding="utf-8", errors="replace")[-3_000:]

    def fate(self, module: str, mutant: Mutant, tests: list[str], order: dict[str, float]) -> Fate:
        """What all tests do to a mutant that is written into the tree."""
        path = self._tree / "lullaby" / f"{module}.py"
        source = path.read_text(encoding="utf-8")
        path.write_text(apply(source, mutant), encoding="utf-8")
        try:
            passed = self.passes(tests, order, sum(order.values()) * PATIENCE + GRACE_S)
        finally:
            path.write_text(source, encoding="utf-8")
        if passed is None:
            return Fate.UNKNOWN
        return Fate.SURVIVED if passed else Fate.KILLED


def try_module(module: str, benches: list[Bench], count: int, seed: int) -> float | None:
    """Print what the module's tests let pass; the share they kill, None without tests."""
    tests = own_tests(module)
    if not tests:
        print(f"{module}: no tests of its own", flush=True)
        return None
    source = benches[0].source(module)
    began = time.monotonic()
    sample = drawn(source, module, count, seed)
    judged = [exempt for exempt in judged_equivalent() if exempt.module == module]
    fates = {
        at: Fate.EQUIVALENT
        for at, mutant in enumerate(sample)
        if any(exempt.fits(module, mutant) for exempt in judged)
    }
    tried = {at: mutant for at, mutant in enumerate(sample) if at not in fates}
    outcome = benches[0].fork(module, tests, tried, len(benches))
    if outcome is None:
        print(f"{module}: its tests fail without any mutant", flush=True)
        print(benches[0].output(), flush=True)
        return None
    fates |= {at: Fate(fate) for at, fate in outcome.fates.items()}
    waiting = [at for at in tried if at not in fates]

    def work(bench: Bench) -> None:
        while waiting:
            at = waiting.pop(0)
            fates[at] = bench.fate(module, sample[at], tests, outcome.seconds)

    with ThreadPoolExecutor(len(benches)) as pool:
        list(pool.map(work, benches))
    count_of = Counter(fates.values())
    killed, different = count_of[Fate.KILLED], count_of[Fate.KILLED] + count_of[Fate.SURVIVED]
    share = killed / different if different else 1.0
    print(
        f"{module}: {killed} of {different} killed ({share:.0%}),"
        f" {count_of[Fate.EQUIVALENT]} equivalent, {count_of[Fate.UNKNOWN]} unknown,"
        f" {time.monotonic() - began:.0f} s",
        flush=True,
    )
    for at, mutant in enumerate(sample):
        if fates[at] in {Fate.SURVIVED, Fate.UNKNOWN}:
            print(f"  {fates[at].value:8}  {mutant.source_line}\n            {mutant}", flush=True)
    return share


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(MODULES), help="as session/fade")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--at-once", type=int, default=1, help="how many processes")
    given = parser.parse_args([] if arguments is None else arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        benches = [
            Bench(copy_of_the_tree(Path(folder) / str(at)), context) for at in range(given.at_once)
        ]
        shares = {
            module: try_module(module, benches, given.count, given.seed) for module in given.modules
        }
    below = [module for module, share in shares.items() if share is None or share < AIM]
    print(f"below {AIM:.0%}: {', '.join(below) or 'none'}")


if __name__ == "__main__":
    main(sys.argv[1:])
