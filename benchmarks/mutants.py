"""Which small mistakes in the pure modules their own tests would let pass.

A mutant is the module with one small mistake: another comparison, sum, number, word or end of a
range, `and` for `or`, a condition turned round, a call left out, nothing returned. From each
module `COUNT` are drawn by a seed, written one by one into a copy of the tree, and the tests
that belong to the module are run there, in a process bounded in time and memory. What they let
pass is printed with its line. Those in `mutants_equivalent.txt` behave as the original does, as
somebody has judged and said why; they are left out of the share.
"""

import argparse
import ast
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
from dataclasses import dataclass
from enum import Enum
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

COUNT = 40
SEED = 17
PATIENCE = 5.0
"""A mutant may take so many times as much processor time as the module itself, and `GRACE_S`
more, so that a busy machine does not kill any."""

GRACE_S = 15.0
LONGEST_S = 900.0
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
    "session/fade": (),
    "lyrics/lrc": (),
    "library/calm": (),
    "journal/summary": (),
    "journal/shrinkage": (),
    "journal/merging": (),
    "journal/helps": (),
    "session/timer": (),
    "session/queue": (),
    "session/finish": (),
    "session/levels": (),
    "session/volume": (),
    "session/wind_down": (),
    "session/transitions": (),
    "session/loudness": (),
    "session/session_clock": (),
    "session/ending_planner": ("tests/session/test_finish.py",),
    "lyrics/cursor": (),
    "lyrics/lrc_scan": ("tests/lyrics/test_lrc.py", "tests/lyrics/test_corpus.py"),
    "lyrics/model": ("tests/lyrics/test_glance.py", "tests/lyrics/test_lrc.py"),
    "lyrics/ultrastar": ("tests/lyrics/test_corpus.py",),
    "audio/loudness": (),
    "together/admission": (),
    "together/guests": ("tests/together/test_room.py",),
    "together/messages": (),
    "together/rate_limits": (),
    "together/room": (),
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
    for name in ("assets", "docs", "packaging"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    return folder


def _run_tests(tree: str, tests: list[str], seconds: int) -> None:
    """In a process of its own; ends it with pytest's code and `TOLD`, or by the processor limit."""
    os.setsid()
    os.chdir(tree)
    silent = os.open(f"{tree}/told", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.path[:] = [tree, *(each for each in sys.path if Path(each or ".").resolve() != ROOT)]
    sys.dont_write_bytecode = True
    import pytest
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
    code = int(pytest.main([*quick, "-m", "not long and not sound", *tests]))
    Path(tree, "took").write_text(str(time.process_time()), encoding="utf-8")
    os._exit(TOLD + code)


class Bench:
    """One copy of the tree, in which one mutant after another is tried."""

    def __init__(self, tree: Path, context: ForkServerContext) -> None:
        self._tree = tree
        self._context = context

    def passes(self, tests: list[str], seconds: float) -> bool | None:
        """The tests pass within so much processor time; None if that took too long to be known."""
        process = self._context.Process(
            target=_run_tests, args=(str(self._tree), tests, int(seconds) + 1)
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

    def took(self) -> float:
        """Processor time of the last tests that came to their end, in seconds."""
        return float((self._tree / "took").read_text(encoding="utf-8"))

    def output(self) -> str:
        """The end of what pytest said."""
        return (self._tree / "told").read_text(encoding="utf-8", errors="replace")[-3_000:]

    def fate(self, module: str, mutant: Mutant, tests: list[str], seconds: float) -> Fate:
        """What the tests do to a mutant."""
        path = self._tree / "lullaby" / f"{module}.py"
        source = path.read_text(encoding="utf-8")
        path.write_text(apply(source, mutant), encoding="utf-8")
        try:
            passed = self.passes(tests, seconds)
        finally:
            path.write_text(source, encoding="utf-8")
        if passed is None:
            return Fate.UNKNOWN
        return Fate.SURVIVED if passed else Fate.KILLED


def try_module(module: str, benches: list[Bench], count: int, seed: int) -> float | None:
    """Print what the module's tests let pass; the share they kill, None without tests."""
    source = (ROOT / "lullaby" / f"{module}.py").read_text(encoding="utf-8")
    tests = own_tests(module)
    if not tests:
        print(f"{module}: no tests of its own", flush=True)
        return None
    began = time.monotonic()
    if not benches[0].passes(tests, LONGEST_S):
        print(f"{module}: its tests fail, or never end, without any mutant", flush=True)
        print(benches[0].output(), flush=True)
        return None
    seconds = benches[0].took() * PATIENCE + GRACE_S
    sample = drawn(source, module, count, seed)
    judged = [exempt for exempt in judged_equivalent() if exempt.module == module]
    fates: dict[Mutant, Fate] = {}
    waiting = list(sample)

    def work(bench: Bench) -> None:
        while waiting:
            mutant = waiting.pop(0)
            if any(exempt.fits(module, mutant) for exempt in judged):
                fates[mutant] = Fate.EQUIVALENT
            else:
                fates[mutant] = bench.fate(module, mutant, tests, seconds)

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
    for mutant in sample:
        if fates[mutant] in {Fate.SURVIVED, Fate.UNKNOWN}:
            print(
                f"  {fates[mutant].value:8}  {mutant.source_line}\n            {mutant}", flush=True
            )
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
