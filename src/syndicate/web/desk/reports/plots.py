"""Plots as SVG that stands alone: nothing in it runs, moves or asks another host, and it wears the desk's colours.

pygal draws them. What it brings for a page of its own (a script, tooltips, a style, remarks) is taken out, so that
the same numbers give the same bytes.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pygal
from lxml import etree
from pygal.style import Style

from syndicate.theme.palette import DARK, LIGHT
from syndicate.web.desk.reports.views import PLOT_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syndicate.delivery.reporting.model import NewsletterReport

# pygal leaves a finder for plugins of its own in every later import of the process, of a kind that Python has given up.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]

MEDIA_TYPE = "image/svg+xml"
#: What a browser may do with a plot: wear the style inside it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
#: About so many words stand below a plot.
_LABELS = 6
#: About so many steps has a scale.
_STEPS = 6
_SVG = "{http://www.w3.org/2000/svg}"
_NOT_OURS = ("script", "style", "desc", "title")
_NOT_WORN = {"id", "style"}
_OVERLAYS = ("plot text-overlay", "plot tooltip-overlay")
#: Colours and dashes: of the series in their order, and of the lines that must not be crossed.
_SERIES = (("accent", "none"), ("muted", "8 3"), ("ink", "2 3"))
_LINES = (("ink", "2 3"), ("warn", "none"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Plot:
    """Series over the same places, by their names; each value is a number with that ``unit``, or ``None``.

    ``lines`` are drawn straight through: where it is warned, and where it is held. ``most`` is the end of the scale.
    """

    labels: Sequence[str]
    series: Mapping[str, Sequence[float | None]]
    lines: Mapping[str, float] = field(default_factory=dict)
    unit: str = ""
    most: float | None = None


def growth(report: NewsletterReport) -> Plot:
    """How many came and went, week by week."""
    weeks = report.weeks
    return Plot(
        labels=[f"{week.starts_on:%d %b}".lstrip("0") for week in weeks],
        series={
            "Came": [week.joined for week in weeks],
            "Went": [week.left for week in weeks],
            "Net": [week.net for week in weeks],
        },
    )


def polls(days: Sequence[tuple[str, int, int]]) -> Plot:
    """How often feeds were asked for, and how often nothing had to be sent: day (``2026-11-29``), polls, 304."""
    return Plot(
        labels=[f"{date.fromisoformat(day):%d %b}".lstrip("0") for day, _, _ in days],
        series={"Polls": [count for _, count, _ in days], "Nothing new": [unchanged for _, _, unchanged in days]},
    )


def delivery(report: NewsletterReport) -> Plot:
    """What part of the mails arrived."""
    return _of_editions(report, {"Delivered": "delivered"}, most=100)


def bounces(report: NewsletterReport) -> Plot:
    """What part came back, with the lines of the fuse for what comes back for good."""
    lines = {"Warns": report.limits.bounce_warn, "Holds": report.limits.bounce_hold}
    return _of_editions(report, {"Bounced": "bounced", "Came back": "returned"}, lines)


def complaints(report: NewsletterReport) -> Plot:
    """What part was called spam, with the lines of the fuse."""
    lines = {"Warns": report.limits.complaint_warn, "Holds": report.limits.complaint_hold}
    return _of_editions(report, {"Called spam": "complained"}, lines)


#: By the names in their addresses.
PLOTS = {"growth": growth, "delivery": delivery, "bounces": bounces, "complaints": complaints}


def drawn(plot: Plot) -> bytes:
    """The plot as SVG."""
    worn = [*zip(plot.series, _SERIES, strict=False), *zip(plot.lines, _LINES, strict=False)]
    chart = _chart(plot, len(worn))
    chart.x_labels = list(plot.labels)
    for name, values in plot.series.items():
        chart.add(name, list(values))
    for name, value in plot.lines.items():
        chart.add(name, [value] * len(plot.labels))
    chart.setup()
    return _bare(chart.render_tree(), [look for _, look in worn])


def _chart(plot: Plot, series: int) -> Any:
    return pygal.Line(
        width=PLOT_SIZE[0],
        height=PLOT_SIZE[1],
        explicit_size=True,
        js=(),
        css=(),
        style=Style(label_font_size=13, major_label_font_size=13, legend_font_size=14),
        show_dots=len(plot.labels) <= _LABELS,
        show_minor_x_labels=False,
        x_labels_major_every=max(1, -(-len(plot.labels) // _LABELS)),
        truncate_label=-1,
        truncate_legend=-1,
        legend_at_bottom=True,
        legend_at_bottom_columns=series,
        margin=8,
        range=None if plot.most is None else (0, plot.most),
        include_x_axis=True,
        y_labels=steps_of(plot),
        value_formatter=lambda value: f"{value:,.4g}{plot.unit}",
        no_data_text="Nothing yet",
    )


def steps_of(plot: Plot) -> list[float]:
    """The numbers that stand at the scale: about `_STEPS` of them, round, and whole where things are counted."""
    values = [value for each in plot.series.values() for value in each if value is not None]
    if not values:
        return []
    ends = (0.0, *values, *plot.lines.values(), plot.most or 0.0)
    least, most = min(ends), max(ends)
    if least == most:
        most = 1.0
    rough = (most - least) / _STEPS
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    step = step if plot.unit else max(1.0, step)
    return [number * step for number in range(math.floor(least / step), math.ceil(most / step) + 1)]


def _of_editions(
    report: NewsletterReport,
    told: Mapping[str, str],
    lines: Mapping[str, float] | None = None,
    most: float | None = None,
) -> Plot:
    """Shares of the mails that were taken, in percent, the oldest edition first."""
    editions = report.editions[::-1]
    shares = {
        name: [_percent(edition.share(getattr(edition, field))) if edition.is_heard else None for edition in editions]
        for name, field in told.items()
    }
    labels = [str(edition.number) for edition in editions]
    through = {name: share * 100 for name, share in (lines or {}).items()}
    return Plot(labels=labels, series=shares, lines=through, unit=" %", most=most)


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _bare(svg: etree._Element, looks: Sequence[tuple[str, str]]) -> bytes:
    """The drawing alone, under a style of ours."""
    for comment in list(svg.iter(etree.Comment)):
        _drop(comment)
    for element in list(svg.iter(etree.Element)):
        for name in _NOT_WORN & set(map(str, element.attrib)):
            del element.attrib[name]
        if element.tag.removeprefix(_SVG) in _NOT_OURS or element.get("class") in _OVERLAYS:
            _drop(element)
    style = etree.Element(f"{_SVG}style")
    style.text = _style(looks)
    svg.insert(0, style)
    etree.cleanup_namespaces(svg)
    written: bytes = etree.tostring(svg)
    return written


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _style(looks: Sequence[tuple[str, str]]) -> str:
    """Colours of both schemes, and how each series looks: apart by more than its colour."""
    own = "".join(
        f".color-{number}{{--own:var(--{colour})}}.plot .serie-{number} .line{{stroke-dasharray:{dashes}}}"
        for number, (colour, dashes) in enumerate(looks)
    )
    return (
        f":root{{{_colours(LIGHT, '#8a3b00')}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_colours(DARK, '#ffb27a')}}}}}"
        "text{font:14px -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif}"
        "text{fill:var(--ink)}"
        ".axis text{fill:var(--muted);font-size:13px}.axis.y text{text-anchor:end}"
        ".background,.plot_background{fill:none}.line{fill:none;stroke-width:2}"
        ".guide,.axis .line{stroke:var(--rule);stroke-width:1}.no_data{text-anchor:middle}"
        ".series .line,.series .dot{stroke:var(--own)}.series .dot,.legend rect{fill:var(--own)}" + own
    )


def _colours(scheme: Mapping[str, str], warn: str) -> str:
    named = ("ink", "muted", "rule", "accent")
    return "".join(f"--{name}:{scheme[name]};" for name in named) + f"--warn:{warn}"
