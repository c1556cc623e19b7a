"""Debian's Postfix, an instance of its own on loopback, which hands all that it takes to a mail server of the tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where Debian keeps it, not everybody looks.
POSTFIX_PROGRAM = shutil.which("postfix") or shutil.which("postfix", path="/usr/sbin:/usr/local/sbin") or "postfix"
PATIENCE = 60.0

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = postfix.example
mydestination =
local_recipient_maps =
alias_maps =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_relay_restrictions = permit_mynetworks, reject
relayhost = [127.0.0.1]:{relay}
disable_dns_lookups = yes
smtp_host_lookup = native
smtp_tls_security_level = none
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


#: Nobody else may start it.
_AS_ROOT = () if os.geteuid() == 0 else ("sudo", "-n")


def may_run() -> bool:
    """Whether it is here, and this user may start it."""
    if shutil.which(POSTFIX_PROGRAM) is None or (_AS_ROOT and shutil.which(_AS_ROOT[0]) is None):
        return False
    return subprocess.run([*_AS_ROOT, "true"], capture_output=True, check=False).returncode == 0


@contextmanager
def postfix(relay: int) -> Iterator[int]:
    """The port of an instance that relays to a port of 127.0.0.1, as long as the block runs."""
    folder, port = Path(tempfile.mkdtemp(prefix="postfix-")), _free_port()
    folder.chmod(0o755)  # its parts run as a user of their own
    for part in ("queue", "data"):
        (folder / part).mkdir()
    facts = {"folder": folder, "relay": relay, "port": port}
    (folder / "main.cf").write_text(_MAIN.format(**facts), encoding="utf-8")
    (folder / "master.cf").write_text(_MASTER.format(**facts), encoding="utf-8")
    _run("chown", "-R", "root", str(folder))
    _run("chown", "postfix", str(folder / "data"))
    program = (*_AS_ROOT, POSTFIX_PROGRAM, "-c", str(folder), "start-fg")
    process = subprocess.Popen(program, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process, port, folder / "log")
        yield port
    finally:
        # The program that was started is a script's parent, and the server its grandchild.
        _run(POSTFIX_PROGRAM, "-c", str(folder), "abort")
        process.wait(PATIENCE)
        _run("rm", "-r", str(folder))


def _run(*command: str) -> None:
    subprocess.run([*_AS_ROOT, *command], capture_output=True, check=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as talk:
                if talk.recv(3) == b"220":
                    return
        except OSError:
            time.sleep(0.05)
    said = log.read_text(encoding="utf-8") if log.exists() else "it says nothing"
    message = f"Postfix does not begin: {said}"
    raise RuntimeError(message)
