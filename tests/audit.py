"""Known weaknesses of the installed packages, by pip-audit: `python tests/audit.py SITE-PACKAGES`.

Fails for a weakness that is known.  Where pip-audit's data can't be reached it says so in one line and
lets the rest go on: not having looked is no finding, and is not passed off as none.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

_UNREACHED = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "NameResolutionError", "ServiceError")


def audit(folder: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    return subprocess.run([*command, "--path", folder], capture_output=True, text=True, check=False)


def verdict(out: str, err: str) -> tuple[int, str]:
    """(exit code, what to say) for what pip-audit wrote."""
    if not out.strip():
        last = (err.strip().splitlines() or ["it said nothing"])[-1]
        if any(name in err for name in _UNREACHED):
            return 0, f"nobody looked for known weaknesses: pip-audit can't reach its data ({last[:120]})"
        return 1, f"pip-audit failed: {last}"
    packages: list[Mapping[str, Any]] = json.loads(out)["dependencies"]
    looked_at = [package for package in packages if "vulns" in package]
    if not looked_at:
        return 0, f"nobody looked for known weaknesses: pip-audit knows none of {len(packages)} packages"
    weak = [
        f"{package['name']} {package['version']}: {found['id']}, mended in "
        + (", ".join(found["fix_versions"]) or "no version")
        for package in looked_at
        for found in package["vulns"]
    ]
    if weak:
        return 1, "\n".join(weak)
    return 0, f"no known weakness in {len(looked_at)} of {len(packages)} packages"


def main() -> None:
    done = audit(sys.argv[1])
    code, said = verdict(done.stdout, done.stderr)
    sys.stdout.write(said + "\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
