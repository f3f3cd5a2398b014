import shlex
import sys

import pytest

from narrator.errors import pip_install


def test_what_is_missing_is_installed_where_the_program_runs():
    """A bare `pip` may be the system's, for which the name narrator is a stranger's package."""
    assert shlex.split(pip_install("narrator[serve]")) == [
        sys.executable,
        "-m",
        "pip",
        "install",
        "narrator[serve]",
    ]
    assert pip_install("--upgrade numpy").endswith(" -m pip install --upgrade numpy")


@pytest.mark.parametrize(("python", "typed"), [("/a b/python", '"/a b/python" -m'), ("", "python -m")])
def test_the_command_can_be_pasted_wherever_python_is(monkeypatch, python, typed):
    monkeypatch.setattr(sys, "executable", python)
    assert pip_install("numpy").startswith(typed)
