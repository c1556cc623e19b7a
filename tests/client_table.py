"""Writes ``client_support.json`` of the data of the npm package caniemail: the newest answer for each client alone.

``npm pack caniemail@2.0.2 && tar xzf caniemail-2.0.2.tgz``, then
``python -m tests.client_table package/data/caniemail.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "src/syndicate/mail/judge/client_support.json"
VERSION = "2.0.2"
#: A client of which less than this share of the features was tested tells nothing.
_LEAST_TESTED = 0.5


def table_of(data: dict[str, Any]) -> dict[str, Any]:
    """The clients in a fixed order, and of each feature its title with a letter for each of them."""
    features = [feature for feature in data["data"] if feature["category"] in {"css", "html", "image"}]
    newest = {feature["slug"]: _newest(feature["stats"]) for feature in features}
    tested: dict[str, int] = {}
    for answers in newest.values():
        for client in answers:
            tested[client] = tested.get(client, 0) + 1
    clients = sorted(client for client, count in tested.items() if count >= _LEAST_TESTED * len(features))
    return {
        "version": VERSION,
        "tested_until": data["last_update_date"][:10],
        "clients": clients,
        "features": {
            feature["slug"]: [feature["title"].strip(), _letters(newest[feature["slug"]], clients)]
            for feature in sorted(features, key=lambda feature: feature["slug"])
        },
    }


def _letters(answers: dict[str, str], clients: list[str]) -> str:
    return "".join(answers.get(client, "u") for client in clients)


def _newest(stats: dict[str, dict[str, dict[str, str]]]) -> dict[str, str]:
    return {
        f"{family}.{platform}": list(versions.values())[-1][0]
        for family, platforms in stats.items()
        for platform, versions in platforms.items()
    }


if __name__ == "__main__":
    lines = json.dumps(table_of(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), ensure_ascii=False)
    TABLE.write_text(lines.replace('"], "', '"],\n"').replace(": {", ":\n{") + "\n", encoding="utf-8")
