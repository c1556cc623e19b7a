"""The file itself: its table, and where everything in it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.config.positions import scan
from syndicate.errors import Complaint, ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from syndicate.config.positions import KeyPath, Span

#: A configuration is written by hand; what is longer is another file.
SIZE_LIMIT = 1_000_000

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")

_REMEDY = "texts stand in quotation marks, a key and its value on one line, a section in brackets"
_REMEDY_FOR_REPEATED = "a section and each key in it may stand once"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfigFile:
    """A TOML file that was understood as TOML; whether it makes sense is not known yet."""

    tree: dict[str, object]
    spans: Mapping[KeyPath, Span]


def read_file(file: Path) -> ConfigFile:
    """Read the file.

    Raises:
        ConfigError: it cannot be read, or is no TOML.
    """
    text = _text(file)
    try:
        return ConfigFile(tree=tomllib.loads(text), spans=scan(text))
    except tomllib.TOMLDecodeError as error:
        raise _syntax(file, text, str(error)) from None
    except RecursionError:
        raise _refusal(str(file), "brackets are nested too deeply; no setting needs more than three") from None
    except ValueError:  # tomllib leaves int()'s own error on thousands of digits
        raise _refusal(str(file), "a number in it has thousands of digits; no setting needs it") from None


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        message = (
            "there is no such file; name it with --config or SYNDICATE_CONFIG, or make a newsroom: syndicate init DIR"
        )
        raise _refusal(str(file), message) from None
    except OSError as error:
        raise _refusal(str(file), f"cannot be read: {error.strerror}; check the path and its permissions") from None
    if len(content) > SIZE_LIMIT:
        raise _refusal(str(file), f"is larger than {SIZE_LIMIT:,} bytes; is it the right file?")
    return _decoded(file, content)


def _decoded(file: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode()) + 1
        where = f"{file}:{line}:{column}"
        raise _refusal(where, "is not UTF-8 here; save the file as UTF-8") from None


def _syntax(file: Path, text: str, message: str) -> ConfigError:
    match = _PLACE.search(message)
    reason = message[: match.start()] if match else message
    line, column = _end(text) if not match or not match["line"] else (int(match["line"]), int(match["column"]))
    is_repeated = "overwrite" in reason or "twice" in reason
    remedy = _REMEDY_FOR_REPEATED if is_repeated else _REMEDY
    return _refusal(f"{file}:{line}:{column}", f"this is not TOML: {reason[:1].lower()}{reason[1:]}; {remedy}")


def _end(text: str) -> tuple[int, int]:
    lines = text.rstrip().split("\n")
    return len(lines), len(lines[-1]) + 1


def _refusal(where: str, message: str) -> ConfigError:
    return ConfigError((Complaint(where=where, message=message),))
