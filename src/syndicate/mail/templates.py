"""The mail templates: Jinja2 in a sandbox, confined to one folder, with errors that name file and line.

Tags, comments and the lines of style sheets are marked with their place while a template is read, so that a
mistake in the MJML that comes out can be told in terms of the file that an editor has open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2 import select_autoescape as escape_except
from jinja2.environment import Environment
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from syndicate.errors import BadDataError
from syndicate.mail.dressing import dressed
from syndicate.mail.lines import wrap
from syndicate.mail.markup.marking import mark
from syndicate.mail.placeholders import ink_on
from syndicate.text.plain import clean

#: Letters of a word that a headline of 26 px cannot hold in a line of 280 px.
LONG_WORD = 18

# What evaluating an expression of a template can raise beside Jinja's own errors.
_FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


class Templates:
    """Reads and fills the templates below one folder."""

    def __init__(self, root: Path) -> None:
        """Take the folder, such as ``templates/email``."""
        self._root = root.resolve()
        self._environment = _environment(self._root)

    def render(self, name: str, **context: object) -> str:
        """The template filled; values are escaped, except in ``*.txt.j2``.

        Raises:
            BadDataError: the template is missing, malformed, or asks for something that is not there.
        """
        try:
            return self._environment.get_template(name).render(**context)
        except TemplateSyntaxError as error:
            place = f"{error.name or name}:{error.lineno}"
            raise _broken(error.message or "syntax error", place) from error
        except _FAULTS as error:
            raise _broken(_sentence(error), self._place(error) or name) from error

    def table(self, name: str) -> dict[str, Any]:
        """A TOML file beside the templates: colours, fonts, words.

        Raises:
            BadDataError: it is missing or malformed.
        """
        try:
            return tomllib.loads((self._root / name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise _broken(str(error), name) from error

    def _place(self, error: BaseException) -> str | None:
        """Template and line of the innermost frame of a template; Jinja rewrites tracebacks so that there is one."""
        place, trace = None, error.__traceback__
        while trace is not None:
            path = Path(trace.tb_frame.f_code.co_filename)
            if path.is_relative_to(self._root):
                place = f"{path.relative_to(self._root).as_posix()}:{trace.tb_lineno}"
            trace = trace.tb_next
        return place


class _ConfinedLoader(FileSystemLoader):
    """Reads templates of one folder; what leads out of it by a link does not exist."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._root = root

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_fresh = super().get_source(environment, template)
        if not Path(path).resolve().is_relative_to(self._root):
            raise TemplateNotFound(template)
        return source, path, is_fresh


class _Marks(Extension):
    """Writes where tags, and what is in them, stand in their template."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's signature
        if name is None or name.endswith(".txt.j2"):
            return source
        return mark(source, name)


def _environment(root: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=_ConfinedLoader(root),
        autoescape=escape_except(enabled_extensions=(), disabled_extensions=("txt.j2",), default=True),
        undefined=StrictUndefined,
        extensions=[_Marks],
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"wrap": wrap, "ink_on": ink_on, "dressed": dressed}
    environment.tests |= {"cased": has_case, "heavy": has_long_word}
    return environment


def has_case(text: str) -> bool:
    """Whether the script of the text knows upper and lower case."""
    return text.upper() != text.lower()


def has_long_word(text: str) -> bool:
    """Whether a word is so long that it may not fit a line of a phone: break it by hyphens."""
    return any(len(word) >= LONG_WORD for word in text.split())


def _finalize(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _sentence(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}"
    return str(error) or type(error).__name__


def _broken(message: str, where: str) -> BadDataError:
    hint = "Correct the template; docs/mail.md lists what it is given."
    return BadDataError(message, code="template-broken", where=where, hint=hint)
