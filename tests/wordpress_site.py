"""A real WordPress on loopback: Debian's, with a MariaDB and a folder of its own, set up by its own installer."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORDPRESS = Path("/usr/share/wordpress")
_SERVER = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "mariadbd"
PATIENCE = 60.0

_CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{folder}/db.sock'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{address}'); define('WP_SITEURL', '{address}'); define('WP_CONTENT_DIR', '{folder}/www/wp-content');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('DISABLE_WP_CRON', true);
define('WP_POST_REVISIONS', false); define('WP_DEBUG_DISPLAY', false);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {{
  define($name . '_KEY', 'tests'); define($name . '_SALT', 'tests');
}}
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
"""
#: Links are followed where PHP looks for itself, so the folder of the site is named before WordPress looks.
#: The schedule would then take WordPress for loaded.
_BEFORE = """<?php define('ABSPATH', '{folder}/www/');
if ($_SERVER['SCRIPT_NAME'] === '/wp-cron.php') require_once ABSPATH . 'wp-load.php';
"""
#: What editors do by the pages of the administration, called by its name; and a way to close the REST API.
_DRIVE = """<?php
add_filter('rest_authentication_errors', function ($before) {
  return get_option('tests_closed') ? new WP_Error('rest_forbidden', 'Closed.', ['status' => 401]) : $before;
});
function tests_sql($statement) { global $wpdb; return $wpdb->query(wp_unslash($statement)); }
add_action('wp_loaded', function () {
  if (!isset($_POST['tests_call'])) return;
  wp_set_current_user(1);
  foreach (['export', 'image', 'media', 'file', 'taxonomy', 'user'] as $part) {
    require_once ABSPATH . "wp-admin/includes/$part.php";
  }
  $call = json_decode(wp_unslash($_POST['tests_call']), true);
  $given = call_user_func_array($call['name'], wp_slash($call['arguments']));
  $answer = is_wp_error($given) ? ['error' => $given->get_error_message()] : ['given' => $given];
  if ($call['name'] !== 'export_wp') echo json_encode($answer);
  exit;
});
"""


def is_there() -> bool:
    """Whether the packages are installed."""
    programs = all(shutil.which(name) for name in ("php", "mariadb-install-db")) and Path(_SERVER).exists()
    return programs and (WORDPRESS / "wp-load.php").is_file()


@dataclass(frozen=True)
class WordPress:
    """A site that runs; ``address`` is its own, without a slash at the end."""

    address: str
    folder: Path

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a function of WordPress as its administrator; what it gave, as JSON has it."""
        answer = json.loads(self.ask(json.dumps({"name": name, "arguments": arguments})))
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["given"]

    def export(self) -> bytes:
        """The export of the whole site (WXR), as Tools, Export gives it."""
        return self.ask(json.dumps({"name": "export_wp", "arguments": []}))

    def post(self, title: str, text: str, **fields: Any) -> int:
        """Write a post, published unless its fields say otherwise; its id."""
        fields = {"post_status": "publish", "post_title": title, "post_content": text, "post_author": 1, **fields}
        return int(self.call("wp_insert_post", fields, True))

    def edit(self, post: int, **fields: Any) -> None:
        """Change a post."""
        self.call("wp_update_post", {"ID": post, **fields}, True)

    def picture(self, name: str, content: bytes, **fields: str) -> int:
        """Put a picture into the library, in all its sizes; its id."""
        file = self.call("wp_upload_bits", name, None, "")["file"]
        Path(file).write_bytes(content)
        attachment = {"post_mime_type": "image/jpeg", "post_title": name, "post_status": "inherit", **fields}
        number = int(self.call("wp_insert_attachment", attachment, file))
        self.call("wp_update_attachment_metadata", number, self.call("wp_generate_attachment_metadata", number, file))
        return number

    def let_come_due(self, post: int) -> None:
        """Let the schedule publish a post, as its time has come, long after it was changed last."""
        changed = "post_modified='2020-01-01 00:00:00', post_modified_gmt='2020-01-01 00:00:00'"
        due = "post_date=post_date - INTERVAL 2 HOUR, post_date_gmt=post_date_gmt - INTERVAL 2 HOUR"
        self.call("tests_sql", f"UPDATE wp_posts SET {changed}, {due} WHERE ID={post}")
        self.call("wp_clear_scheduled_hook", "publish_future_post", [post])
        self.call("wp_schedule_single_event", 1, "publish_future_post", [post])
        self._open("/wp-cron.php?doing_wp_cron")

    def ask(self, call: str) -> bytes:
        """Hand a call to the site; what it printed."""
        return self._open("/index.php", {"tests_call": call})

    def _open(self, path: str, form: Mapping[str, str] | None = None) -> bytes:
        data = urllib.parse.urlencode(form).encode() if form else None
        with urllib.request.urlopen(f"{self.address}{path}", data, timeout=PATIENCE) as answer:  # noqa: S310 - ours
            content: bytes = answer.read()
        return content


@contextmanager
def wordpress() -> Iterator[WordPress]:
    """A new site, gone with all that it has when left."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wp-")))
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        site = WordPress(f"http://127.0.0.1:{port}", folder)
        _lay_out(site)
        stack.enter_context(_running(_database(folder), folder, (folder / "db.sock").exists))
        _sql(folder, "CREATE DATABASE wordpress")
        stack.enter_context(
            _running(_php(folder, port), folder, lambda: _listens(port), {"PHP_CLI_SERVER_WORKERS": "2"})
        )
        _install(site)
        yield site


def _lay_out(site: WordPress) -> None:
    """WordPress's own files by links, and beside them what is this site's."""
    www = site.folder / "www"
    (www / "wp-content" / "mu-plugins").mkdir(parents=True)
    (www / "wp-content" / "themes").symlink_to(WORDPRESS / "wp-content" / "themes")
    for file in WORDPRESS.iterdir():
        if file.name not in {"wp-content", "wp-config.php"}:
            (www / file.name).symlink_to(file)
    (www / "wp-config.php").write_text(_CONFIG.format(folder=site.folder, address=site.address))
    (www / "wp-content" / "mu-plugins" / "drive.php").write_text(_DRIVE)
    (site.folder / "before.php").write_text(_BEFORE.format(folder=site.folder))


def _database(folder: Path) -> list[str]:
    data, user = f"--datadir={folder}/data", f"--user={_user()}"
    install = ["mariadb-install-db", "--no-defaults", data, user, "--auth-root-authentication-method=normal"]
    subprocess.run([*install, "--skip-test-db"], check=True, capture_output=True, timeout=PATIENCE)
    spared = ("--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=24M", "--skip-log-bin")
    return [_SERVER, "--no-defaults", data, user, f"--socket={folder}/db.sock", "--skip-networking", *spared]


def _user() -> str:
    return subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()


def _php(folder: Path, port: int) -> list[str]:
    settings = {
        "auto_prepend_file": f"{folder}/before.php",
        "sendmail_path": "/bin/true",  # the installer writes to its administrator
        "opcache.enable_cli": "1",
        "memory_limit": "256M",
    }
    options = [part for name, value in settings.items() for part in ("-d", f"{name}={value}")]
    return ["php", *options, "-S", f"127.0.0.1:{port}", "-t", f"{folder}/www"]


def _sql(folder: Path, statement: str) -> None:
    command = ["mariadb", "--no-defaults", "-uroot", f"--socket={folder}/db.sock", "-e", statement]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)


@contextmanager
def _running(
    command: list[str], folder: Path, is_ready: Any, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    with (folder / f"{Path(command[0]).name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env={**os.environ, **(environment or {})}, start_new_session=True
        )
        try:
            deadline = time.monotonic() + PATIENCE
            while not is_ready():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(Path(log.name).read_text()[-2_000:])
                time.sleep(0.05)
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # PHP's workers, too
            process.wait(timeout=PATIENCE)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _install(site: WordPress) -> None:
    form = {
        "weblog_title": "The Quay",
        "user_name": "ann",
        "admin_password": "a long password of tests",
        "admin_password2": "a long password of tests",
        "admin_email": "ann@quay.example",
        "blog_public": "1",
    }
    page = site._open("/wp-admin/install.php?step=2", form).decode()  # noqa: SLF001
    if not re.search(r"Success", page):
        raise AssertionError(page[-2_000:])
    site.call("update_option", "permalink_structure", "/%year%/%monthnum%/%postname%/")
    site.call("flush_rewrite_rules")
