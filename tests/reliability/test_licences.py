"""Every package that narrator runs with stands in docs/licences.md, with a licence."""

import re

from tests.reliability.licences import ROOT, licence, needed


def test_every_package_is_listed_with_its_licence():
    written = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \[([\w.-]+)\]\([^)]*\) \| ([^|]+?) \|", written, re.M))
    there = {name for name in needed() if licence(name)}
    assert "click" in there and "espeakng-loader" in there
    assert there <= set(rows), f"not listed: {sorted(there - set(rows))}; see the page for how to write it"
    assert all(rows[name].strip() for name in there)
