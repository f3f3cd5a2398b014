"""Every package that narrator asks for stands in docs/licences.md, with a licence.

What those packages ask for in turn changes with their releases; the page lists it as of the day it was made.
"""

import re

from tests.reliability.licences import ROOT, asked_for, licence


def test_every_package_is_listed_with_its_licence():
    written = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \[([\w.-]+)\]\([^)]*\) \| ([^|]+?) \|", written, re.M))
    there = {name for name in asked_for() if licence(name)}
    assert "click" in there and "espeakng-loader" in there
    assert there <= set(rows), f"not listed: {sorted(there - set(rows))}; see the page for how to write it"
    assert all(rows[name].strip() for name in there)
