"""The application's texts that are marked for translation, read from its source."""

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import lullaby

SOURCE = Path(lullaby.__file__).parent


@dataclass(frozen=True, slots=True)
class Marked:
    context: str
    text: str
    comment: str
    plural: bool
    """Whether it has plural forms."""


@dataclass
class _Finder(ast.NodeVisitor):
    """Finds calls of `translate` and `self.tr`; `wrong` lists unreadable ones."""

    file: Path
    classes: list[str] = field(default_factory=list)
    found: list[Marked] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.classes.append(node.name)
        self.generic_visit(node)
        self.classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name("translate")):
                self._keep(node, node.args)
            case ast.Call(func=ast.Attribute(ast.Name("self"), "tr")) if self.classes:
                self._keep(node, [ast.Constant(self.classes[-1]), *node.args])
            case ast.Call(func=ast.Attribute(attr="tr" | "trUtf8") | ast.Name("tr" | "_tr" | "_")):
                self._refuse(node)

    def _keep(self, node: ast.Call, arguments: list[ast.expr]) -> None:
        match arguments:
            case [ast.Constant(str(context)), ast.Constant(str(text)), *more] if not node.keywords:
                comment, plural = "", len(more) == 3
                match more:
                    case [] | [ast.Constant(None), ast.Name("PLURAL"), _]:
                        pass
                    case [ast.Constant(str(comment))]:
                        pass
                    case [ast.Constant(str(comment)), ast.Name("PLURAL"), _]:
                        pass
                    case _:
                        self._refuse(node)
                        return
                if ("%n" in text and not plural) or (plural and _calls(more[2])):
                    self._refuse(node)
                    return
                self.found.append(Marked(context, text, comment, plural))
            case _:
                self._refuse(node)

    def _refuse(self, node: ast.Call) -> None:
        self.wrong.append(f"{self.file}:{node.lineno}: {ast.unparse(node)}")


def source_files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def _calls(number: ast.expr) -> bool:
    """lupdate looks for the end of a call within a call, and with some arguments never finds it."""
    return any(isinstance(part, ast.Call) for part in ast.walk(number))


def wrong_in(source: str) -> list[str]:
    """The unreadable calls in a piece of source."""
    finder = _Finder(Path("piece.py"))
    finder.visit(ast.parse(source))
    return finder.wrong


@cache
def _read() -> tuple[frozenset[Marked], tuple[str, ...]]:
    found: set[Marked] = set()
    wrong: list[str] = []
    for file in source_files():
        finder = _Finder(file.relative_to(SOURCE))
        finder.visit(ast.parse(file.read_text("utf-8")))
        found |= set(finder.found)
        wrong += finder.wrong
    return frozenset(found), tuple(wrong)


def marked_texts() -> frozenset[Marked]:
    return _read()[0]


def wrongly_marked() -> tuple[str, ...]:
    """Calls that no tool can read: no literal, a private function, or a number in the wrong place
    or from a call."""
    return _read()[1]
