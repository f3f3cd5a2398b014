"""What CI looks at in the packages that narrator needs."""

import json
import tomllib

import pytest

from tests.audit import verdict
from tests.lowest import PROJECT, lowest

WITHOUT_UPPER_BOUND = ["certifi"]
"""A list of who is to be trusted must not grow old."""


def test_every_package_has_a_lower_and_an_upper_bound():
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    lines = [line for group in groups for line in group if not line.startswith("narrator[")]
    assert len(lines) > 30
    open_ended = [line for line in lines if "<" not in line.partition(";")[0] or ">=" not in line]
    assert [line.partition(">")[0] for line in open_ended] == WITHOUT_UPPER_BOUND


def test_the_lowest_versions_are_the_lower_bounds():
    pins = list(lowest())
    assert "click==8.1" in pins and "audioop-lts==0.2.1; python_version >= '3.13'" in pins
    assert all(pin.count("==") == 1 and "<" not in pin.partition(";")[0] for pin in pins)


SOUND = {"name": "click", "version": "8.1.8", "vulns": []}
SKIPPED = {"name": "narrator", "skip_reason": "Dependency not found on PyPI"}
WEAK = {"name": "lxml", "version": "6.1.3", "vulns": [{"id": "PYSEC-1", "fix_versions": ["6.2"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND, SKIPPED], 0, "no known weakness in 1 of 2"),
        ([SOUND, WEAK], 1, "lxml 6.1.3: PYSEC-1, mended in 6.2"),
        ([SKIPPED], 0, "nobody looked"),
    ],
)
def test_a_known_weakness_fails_and_not_having_looked_is_said(packages, code, said):
    found, told = verdict(json.dumps({"dependencies": packages}), "")
    assert found == code and said in told


@pytest.mark.parametrize(
    ("err", "code"),
    [
        ("Traceback …\nrequests.exceptions.ConnectionError: Max retries exceeded", 0),
        ("usage: pip-audit\npip-audit: error: unrecognized arguments", 1),
        ("", 1),
    ],
)
def test_only_data_out_of_reach_is_passed_over(err, code):
    assert verdict("", err)[0] == code
