"""The shape of the house: what the import contracts in ``pyproject.toml`` cannot say."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

SOURCE = Path(__file__).parents[2] / "src"
PACKAGE = SOURCE / "syndicate"
#: How a standard calls itself is no repetition.
NAMES_OF_STANDARDS = frozenset({"json_feed"})


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name, but for migrations, which stay as they were written."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if "versions" not in path.parts]
    return {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.Module) -> Iterator[str]:
    """What a module imports, whenever it does, also for its types alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules())
        elif isinstance(node, ast.ImportFrom) and node.module in modules():
            whole = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in modules() else node.module for name in whole)


def cycles() -> list[list[str]]:
    """The groups of modules that import one another (Tarjan's strongly connected components)."""
    graph = {name: sorted(set(imports(tree)) - {name}) for name, tree in modules().items()}
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_modules: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        open_modules.append(name)
        for other in graph[name]:
            if other not in order:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in open_modules:
                lowest[name] = min(lowest[name], order[other])
        if lowest[name] == order[name]:
            start = open_modules.index(name)
            found.append(sorted(open_modules[start:]))
            del open_modules[start:]

    for name in graph:
        if name not in order:
            visit(name)
    return [group for group in found if len(group) > 1]


def test_no_modules_import_one_another_not_even_for_their_types() -> None:
    assert cycles() == []


def test_no_file_repeats_the_name_of_its_folder() -> None:
    repeated = {
        str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if repeats(path.stem, path.parent.name)
    }
    assert repeated == set()


def repeats(stem: str, folder: str) -> bool:
    names = {folder, folder.removesuffix("s")}
    return stem not in NAMES_OF_STANDARDS and any(
        stem == name or stem.startswith(f"{name}_") or stem.endswith(f"_{name}") for name in names
    )


def test_the_forms_of_articles_are_no_more_than_fourteen() -> None:
    entries = [path for path in (PACKAGE / "articles/formats").iterdir() if not path.name.startswith("__")]
    assert len(entries) <= 14, sorted(path.name for path in entries)


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def bodies() -> list[int]:
    """Lines of each function below its signature and its docstring."""
    functions = (
        node
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [length for function in functions if (length := body_of(function))]


def body_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    statements = function.body[ast.get_docstring(function) is not None :]
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1 if statements else 0


def test_functions_are_short() -> None:
    lengths = bodies()
    assert median(lengths) <= 6
    assert quantiles(lengths, n=10)[-1] <= 22


def test_no_two_public_classes_have_one_name() -> None:
    counts = Counter(
        node.name
        for tree in modules().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, count in counts.items() if count > 1} == set()


def nameless(tree: ast.Module) -> bool:
    """Whether something is gone through as ``one``, which says nothing of what it is."""
    targets = [node.target for node in ast.walk(tree) if isinstance(node, ast.For | ast.comprehension)]
    return any(isinstance(part, ast.Name) and part.id == "one" for target in targets for part in ast.walk(target))


def test_what_a_loop_goes_through_has_a_name() -> None:
    rooms = {name.split(".")[1] for name, tree in modules().items() if nameless(tree)}
    assert rooms == set()


@pytest.mark.parametrize(
    ("stem", "folder", "is_repeated"),
    [
        ("page_dates", "page", True),
        ("desk_views", "desk", True),
        ("feed_checks", "feeds", True),
        ("dates", "page", False),
        ("json_feed", "feeds", False),
        ("pages", "text", False),
    ],
)
def test_a_repeated_name_is_seen(stem: str, folder: str, is_repeated: bool) -> None:  # noqa: FBT001 - a case
    assert repeats(stem, folder) is is_repeated
