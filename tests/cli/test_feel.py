"""What the command line does for whoever types at it: hints, completion, help."""

import subprocess
import sys

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from narrator.cli import cli
from narrator.errors import ScriptError


def refusal(*words: str) -> str:
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2
    return done.output


def test_a_command_that_there_is_not_is_answered_with_the_nearest():
    assert "Did you mean render?" in refusal("rendr", "scripts/a.md")
    assert "Did you mean" not in refusal("xylophone")


def test_the_list_of_commands_follows_the_work_and_cuts_no_sentence():
    listed = CliRunner().invoke(cli, ["--help"]).output.split("Commands:\n")[1]
    names = [line.split()[0] for line in listed.splitlines() if line.strip()]
    assert names == ["make", "script", "render", "voices", "check", "feed", "serve", "batch", "cache"]
    assert "..." not in listed
    assert "narrator --help" in refusal("help")


def test_an_article_without_a_command_is_answered_with_the_command(tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("The hall is open.")
    assert f"narrator make {article}" in refusal(str(article))
    assert "narrator make https://example.org/a" in refusal("https://example.org/a")


def test_an_article_that_is_taken_for_a_script_is_sent_the_other_way(tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("The hall is open.")
    done = CliRunner().invoke(cli, ["render", str(article)])
    assert isinstance(done.exception, ScriptError)
    assert f"narrator make {article}" in str(done.exception)


def completed(*words: str) -> list[str]:
    *before, last = words
    found = ShellComplete(cli, {}, "narrator", "_NARRATOR_COMPLETE").get_completions(before, last)
    return [f"{item.type}:{item.value}" if item.type != "plain" else item.value for item in found]


def test_the_shell_completes_commands_options_engines_and_files():
    assert completed("ma") == ["make"]
    assert completed("make", "--sing") == ["--single-voice"]
    assert completed("make", "-e", "es") == ["espeak"]
    assert completed("make", "-e", "a") == ["auto"]
    assert completed("voices", "--engine", "pi") == ["piper"]
    assert completed("make", "-f", "m4") == ["m4a", "m4b"]
    for command in ("make", "script", "render", "batch", "check"):
        assert completed(command, "art") == ["file:art"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_page_says_how_to_switch_completion_on(shell):
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'narrator'; from narrator.cli import main; main()"],
        env={"_NARRATOR_COMPLETE": f"{shell}_source", "PATH": "/bin:/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if shell == "bash" and "Bash" in done.stderr:
        pytest.skip(done.stderr)
    assert f"_NARRATOR_COMPLETE={shell}_complete" in done.stdout


def test_help_loads_nothing_heavy():
    """The start-up benchmark measures it; here is what would make it slow."""
    code = (
        "import sys; from narrator.cli import cli; "
        "cli.main(['make', '--help'], standalone_mode=False); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {
        "numpy",
        "av",
        "PIL",
        "lxml",
        "trafilatura",
        "requests",
        "gtts",
        "num2words",
        "tomllib",
    }
