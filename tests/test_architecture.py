"""The table of rooms in ARCHITECTURE.md is the truth about who imports whom."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "narrator"


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_in_the_tree() -> set[str]:
    return {room_of(p) for p in PACKAGE.rglob("*.py")} - {"__init__", "__main__"}


def table() -> dict[str, set[str]]:
    """Room → rooms it imports, as drawn."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", text, re.M)
    return {room: set(re.findall(r"`(\w+)`", imports)) for room, imports in rows}


def imports_in_the_tree() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {room: set() for room in rooms_in_the_tree()}
    for path in PACKAGE.rglob("*.py"):
        room = room_of(path)
        if room in ("__init__", "__main__"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == "narrator":
                names = [f"narrator.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 1 and path.parent != PACKAGE, f"{path}: imports out of its room by dots"
            for name in names:
                parts = name.split(".")
                if parts[0] == "narrator" and len(parts) > 1 and parts[1] in found and parts[1] != room:
                    found[room].add(parts[1])
    return found


def test_every_room_is_in_the_table():
    assert set(table()) == rooms_in_the_tree()


def test_the_table_draws_the_imports_as_they_are():
    assert table() == imports_in_the_tree()


def test_imports_go_one_way():
    """No room can be reached from what it imports."""
    imports = imports_in_the_tree()

    def reachable(room: str, seen: frozenset[str] = frozenset()) -> set[str]:
        return set().union(*({other} | reachable(other, seen | {other}) for other in imports[room] - seen))

    for room in imports:
        assert room not in reachable(room), room


def test_the_model_knows_only_the_standard_library():
    tree = ast.parse((PACKAGE / "model.py").read_text(encoding="utf-8"))
    modules = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert modules <= {"__future__", "collections.abc", "dataclasses", "enum", "pathlib", "typing"}


def test_only_the_command_line_knows_click_and_nobody_prints():
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if not room_of(path).startswith("cli"):
            assert not re.search(r"^\s*(import|from) click", text, re.M), path
            assert not re.search(r"(?<![\w.])print\(", text), path


def test_pydub_stays_behind_one_module():
    users = [
        p.name for p in PACKAGE.rglob("*.py") if re.search(r"^\s*(import|from) pydub", p.read_text(), re.M)
    ]
    assert users == ["editing.py"]
