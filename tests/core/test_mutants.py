"""The mutants that `benchmarks.mutants` makes, and its list of equivalent ones."""

import ast
from pathlib import Path

import pytest

from benchmarks.mutants import MODULES, apply, drawn, judged_equivalent, mutants, own_tests

SOURCE = '''"""A module."""

LIMIT = 3


def near(a: int | None, names: list[str]) -> bool:
    """Whether it is near."""
    if a is None or not names:
        return False
    names.sort()
    return LIMIT - 1 <= max(a, 0) and "é" in names
'''

CHANGED = {
    *("3 -> 4", "a is None or not names -> (a is None and (not names))"),
    *("a is None -> (a is not None)", "not names -> (names)"),
    *("False -> True", "return False -> return None", "names.sort() -> pass"),
    *("LIMIT - 1 -> (LIMIT + 1)", "1 -> 2", "max(a, 0) -> (min(a, 0))", "0 -> 1", "'' for é"),
    *("LIMIT - 1 <= max(a, 0) -> (LIMIT - 1 < max(a, 0))",),
    *("LIMIT - 1 <= max(a, 0) -> (LIMIT - 1 > max(a, 0))",),
    *("\"é\" in names -> ('é' not in names)",),
}


def test_each_kind_of_mutation_is_made_once_at_its_position() -> None:
    made = mutants(SOURCE)
    names = {str(each).split(": ", 1)[1] for each in made}
    names = {"'' for é" if each.endswith("-> ''") else each for each in names}
    assert names >= CHANGED
    assert not any("int | None" in each or "near" in each for each in names), "types and words stay"
    for each in made:
        changed = apply(SOURCE, each)
        ast.parse(changed)
        assert changed != SOURCE
        assert changed.splitlines()[: each.line - 1] == SOURCE.splitlines()[: each.line - 1]


def test_a_sample_is_the_same_each_time() -> None:
    assert drawn(SOURCE, "a/b", 5, 17) == drawn(SOURCE, "a/b", 5, 17)
    assert drawn(SOURCE, "a/b", 5, 17) != drawn(SOURCE, "a/b", 5, 18)
    assert len(drawn(SOURCE, "a/b", 5, 17)) == 5


@pytest.mark.parametrize("module", MODULES)
def test_each_module_has_tests_and_its_listed_mutants_still_apply(module: str) -> None:
    source = (Path(__file__).parents[2] / "lullaby" / f"{module}.py").read_text(encoding="utf-8")
    made = mutants(source)
    assert own_tests(module)
    for exempt in judged_equivalent():
        if exempt.module == module:
            assert any(exempt.fits(module, each) for each in made), exempt
