"""An article of an export as a document of our own JSON, for systems whose form nobody else reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def article_json(values: Mapping[str, Any]) -> bytes:
    """The document of these keys; what is empty is left out. The form is that of ``syndicate articles schema``."""
    filled = {key: value for key, value in values.items() if value not in (None, "", [], ())}
    return json.dumps(filled, ensure_ascii=False).encode("utf-8", "surrogatepass")
