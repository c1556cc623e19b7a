"""The mail templates: Jinja2 in a sandbox, confined to one folder, with errors that name file and line.

Tags, comments and the lines of style sheets are marked with their place while a template is read, so that a
mistake in the MJML that comes out can be told in terms of the file that an editor has open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, TemplateError, TemplateNotFound, TemplateSyntaxError
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
from syndicate.mail.tables import read_table
from syndicate.mail.template_faults import (
    Strict,
    explain_fault,
    explain_syntax,
    place_of,
    place_of_missing,
    sentence,
)
from syndicate.text.plain import clean

_NO_FILE, _NO_TEXT = "there is no such file, or it cannot be read", "this is no text in UTF-8"
#: Letters of a word that a headline of 26 px cannot hold in a line of 280 px.
LONG_WORD = 18

# What evaluating an expression of a template can raise beside Jinja's own errors.
_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    SyntaxError,  # Python's own: blocks nested too deep
)


class Templates:
    """Reads and fills the templates below one folder."""

    def __init__(self, root: Path) -> None:
        """Take the folder, such as ``templates/email``."""
        self._root = root.resolve()
        self._environment = _environment(self._root)

    @property
    def environment(self) -> Environment:
        """What templates may use: for who reads them without filling them."""
        return self._environment

    def render(self, name: str, **context: object) -> str:
        """The template filled; values are escaped, except in ``*.txt.j2``.

        Raises:
            BadDataError: the template is missing, malformed, or asks for something that is not there.
        """
        try:
            return self._environment.get_template(name).render(**context)
        except TemplateSyntaxError as error:
            broken = self._name(error) or name
            source = self._source(broken)
            slip = explain_syntax(error, source, self._environment)
            raise _broken(slip.message, place_of(broken, source, slip)) from error
        except _FAULTS as error:
            raise self._fault(error, name, context) from error

    def table(self, name: str) -> dict[str, Any]:
        """A TOML file beside the templates: colours, fonts, words.

        Raises:
            BadDataError: it is missing or malformed, or asked for a table that it does not have.
        """
        try:
            text = (self._root / name).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise _broken(_NO_FILE, name) from error
        except UnicodeDecodeError as error:
            raise _broken(_NO_TEXT, name) from error
        return read_table(text, name)

    def _name(self, error: TemplateSyntaxError) -> str:
        """The template that cannot be read; of some mistakes Jinja knows the file alone."""
        return Path(self._root, error.name or error.filename or "").relative_to(self._root).as_posix().removeprefix(".")

    def _source(self, name: str) -> str:
        return (self._root / name).read_text(encoding="utf-8-sig")

    def _fault(self, error: Exception, name: str, context: Mapping[str, object]) -> BadDataError:
        place = self._place(error)
        if place is None:
            return _broken(sentence(error), name)
        template, line = place
        source = self._source(template)
        slip = explain_fault(error, source, line, self._environment, context)
        where = place_of(template, source, slip)
        missing = place_of_missing(error)
        if missing:
            return _broken(f"{slip.message}, for which {where} asks", missing)
        return _broken(slip.message, where)

    def _place(self, error: BaseException) -> tuple[str, int] | None:
        """Template and line of the innermost frame of a template; Jinja rewrites tracebacks so that there is one."""
        place, trace = None, error.__traceback__
        while trace is not None:
            path = Path(trace.tb_frame.f_code.co_filename)
            if path.is_relative_to(self._root):
                place = (path.relative_to(self._root).as_posix(), trace.tb_lineno)
            trace = trace.tb_next
        return place


class _ConfinedLoader(FileSystemLoader):
    """Reads templates of one folder; what leads out of it by a link does not exist."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, encoding="utf-8-sig")
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


@lru_cache(maxsize=8)
def _environment(root: Path) -> ImmutableSandboxedEnvironment:
    """That of a folder, once a process: what was compiled is kept until its file changes."""
    environment = ImmutableSandboxedEnvironment(
        loader=_ConfinedLoader(root),
        autoescape=escape_except(enabled_extensions=(), disabled_extensions=("txt.j2",), default=True),
        undefined=Strict,
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


def _broken(message: str, where: str) -> BadDataError:
    hint = "Correct the template; docs/mail.md lists what it is given."
    return BadDataError(message, code="template-broken", where=where, hint=hint)
