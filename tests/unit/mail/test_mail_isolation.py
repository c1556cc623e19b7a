"""Rendering opens no socket and no file of others: watched from outside by an audit hook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.unit.mail.quay import TEMPLATES

WATCHED = """
import sys
from pathlib import Path

# Importing them asks for the local time zone, and whether the machine has IPv6.
import babel.dates
import premailer

from tests.unit.mail.quay import DIGEST, TEMPLATES

allowed = [str(Path(p).resolve()) for p in (sys.prefix, sys.base_prefix, *sys.path) if p]
seen = []

def watch(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        seen.append((event, args))
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        seen.append((event, args))
    elif event == "open" and isinstance(args[0], (str, bytes)):
        path = str(Path(args[0] if isinstance(args[0], str) else args[0].decode()).resolve())
        if not any(path.startswith(root) for root in allowed):
            seen.append((event, path))

sys.addaudithook(watch)
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.pipeline import compile_mjml
from syndicate.mail.checks import check

renderer = DigestRenderer(TEMPLATES)
rendering = renderer.render(DIGEST)
assert check(rendering, DIGEST) == ()
HOSTILE = '''<mjml><mj-head><mj-raw><link rel="stylesheet" href="http://127.0.0.1:9/x.css"/>
<base href="http://127.0.0.1:9/"/></mj-raw>
<mj-style>@font-face { font-family: x; src: url(http://127.0.0.1:9/f) }
a { background: url(http://127.0.0.1:9/b) }</mj-style>
<mj-style inline="inline">.a { background: url("http://127.0.0.1:9/a.png") }
.b { background: url("/etc/hostname") }</mj-style>
</mj-head><mj-body><mj-section background-url="http://127.0.0.1:9/s.png"><mj-column>
<mj-text><p class="a b">x</p></mj-text><mj-image src="file:///etc/hostname" alt="x" />
</mj-column></mj-section></mj-body></mjml>'''
compile_mjml(HOSTILE)
print(seen)
"""


def test_rendering_opens_no_socket_and_no_file_of_others() -> None:
    root = TEMPLATES.parents[1]
    path = f"{root / 'src'}:{root}"
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={"PYTHONPATH": path, "PATH": str(Path(sys.executable).parent)},
    )
    assert done.stderr == ""
    assert done.stdout == "[]\n"
