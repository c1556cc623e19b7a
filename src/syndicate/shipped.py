"""What comes with the program: a sample newsroom, and the templates of mails.

A wheel carries it inside the package; in a clone it lies in the folders that people edit, so that what they change is
what they see.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "newsroom"

#: The folder of ``config.toml``, ``articles/`` and ``templates/``.
NEWSROOM = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parents[1]
#: The templates of mails that are in force where the configuration names none.
TEMPLATES = NEWSROOM / "templates" / "email"

_CONFIG, _ARTICLES, _TEMPLATES = "config.toml", "articles", "templates"
_NAMED_NOWHERE, _NAMED = "[mail]\n# templates = ", "[mail]\ntemplates = "


def establish(folder: Path, *, with_templates: bool = False) -> tuple[str, ...]:
    """Make a newsroom in the folder, or add to one what it lacks; the paths of the files that are new, from there.

    No file that is there is changed. An ``articles/`` that is there gets none either: what an editor has taken out of
    it would be mailed. Templates are copied if asked for, and named in a configuration that is new.

    Raises:
        BadDataError: there is something in the folder that is no newsroom.
        OSError: a file cannot be written.
    """
    is_new = not (folder / _CONFIG).exists()
    if is_new and folder.is_dir() and any(folder.iterdir()):
        message = f"the folder is not empty, and no newsroom: it has no {_CONFIG}"
        raise BadDataError(message, code="folder-taken", where=str(folder), hint="Name a folder that is new or empty.")
    written = []
    for path in _lacking(folder, with_templates=with_templates):
        _write(folder / path, (NEWSROOM / path).read_bytes())
        written.append(path.as_posix())
    if is_new:  # last, for it makes the folder a newsroom
        _write(folder / _CONFIG, _config(with_templates=with_templates).encode())
        written.append(_CONFIG)
    return tuple(written)


def _lacking(folder: Path, *, with_templates: bool) -> Iterator[Path]:
    parts = [] if (folder / _ARTICLES).exists() else [_ARTICLES]
    parts += [_TEMPLATES] if with_templates else []
    for part in parts:
        for file in sorted((NEWSROOM / part).rglob("*")):
            path = file.relative_to(NEWSROOM)
            if file.is_file() and not (folder / path).exists():
                yield path


def _config(*, with_templates: bool) -> str:
    text = (NEWSROOM / _CONFIG).read_text(encoding="utf-8")
    return text.replace(_NAMED_NOWHERE, _NAMED, 1) if with_templates else text


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
