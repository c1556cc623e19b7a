import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.feed_corpus import golden_documents

ROOT = Path(__file__).parents[2]
_SCRIPT = """
import hashlib, locale
locale.setlocale(locale.LC_ALL, "")
before = locale.setlocale(locale.LC_ALL)
from tests.golden.feed_corpus import golden_documents
for one in golden_documents():
    print(one.path, hashlib.sha256(one.content).hexdigest())
assert locale.setlocale(locale.LC_ALL) == before
"""


@pytest.mark.parametrize(
    ("seed", "zone", "language"),
    [
        ("0", "UTC", "C"),
        ("1", "Asia/Kolkata", "C.UTF-8"),
        ("4242", "America/St_Johns", "POSIX"),
        ("99", "Pacific/Apia", "C.UTF-8"),
    ],
)
def test_no_hash_seed_time_zone_or_locale_changes_a_byte(seed: str, zone: str, language: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        cwd=ROOT,
        env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == [f"{one.path} {_digest(one.content)}" for one in golden_documents()]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
