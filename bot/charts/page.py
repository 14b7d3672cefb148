"""The page that a picture is drawn on: measured in pixels from its top left corner, as wide as a phone shows well."""

import io
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from bot.charts.fonts import NOTHING, families, legible

WIDTH = 1280
MARGIN = 64
INNER = WIDTH - 2 * MARGIN
DPI = 100
POINTS = 72 / DPI  # in a pixel

# Heights of letters in pixels. A phone shows the page at a third of its width: the smallest is still ten of its pixels.
TITLE, HEADING, BODY, SMALL = 60, 44, 40, 34

PAPER, INK, SOFT, RULE = "#FFFFFF", "#1B2430", "#566270", "#D5DAE0"


@dataclass(frozen=True)
class Fill:
    """A colour, and the colour of its stripes where there are any: for eyes that see two colours as one."""

    colour: str
    stripes: str | None = None


# Told apart by their lightness too, and the worst by stripes.
GOOD, NEAR, BAD = Fill("#A9CCE8"), Fill("#E69F00"), Fill("#8C1D2F", "#E9B9C1")
PLAIN = Fill("#4A7FB5")
EMPTY = Fill("#EDF0F3")


class Page:
    """``height`` in pixels. Texts are what people wrote too: nothing in them is markup."""

    def __init__(self, height: int) -> None:
        # No pyplot: figures of its own register outlive their use, and are not made for threads.
        self._figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self._height = height
        self._ground = self._figure.add_axes((0, 0, 1, 1), zorder=-1)
        self._ground.set(xlim=(0, WIDTH), ylim=(height, 0))
        self._ground.axis("off")

    def write(
        self,
        x: float,
        baseline: float,
        text: str,
        size: int = BODY,
        *,
        colour: str = INK,
        align: str = "left",
        width: float = INNER,
    ) -> None:
        """``text`` shortened to ``width``; ``align``: what of it stands at ``x`` (left, center, right)."""
        self._ground.text(
            x,
            baseline,
            self.fitted(text, size, width),
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,
            fontproperties=font(size),
        )

    def fitted(self, text: str, size: int = BODY, width: float = INNER) -> str:
        """As much of ``text`` as fits into ``width`` pixels, with an ellipsis where something was left out."""
        whole = legible(text)
        if self.measured(whole, size) <= width:
            return whole
        least, most = 0, len(whole)
        while most - least > 1:
            middle = (least + most) // 2
            fits = self.measured(whole[:middle].rstrip() + NOTHING, size) <= width
            least, most = (middle, most) if fits else (least, middle)
        return whole[:least].rstrip() + NOTHING

    def measured(self, text: str, size: int) -> float:
        """How wide ``text`` is, in pixels."""
        width, _, _ = self._canvas.get_renderer().get_text_width_height_descent(text, font(size), False)
        return float(width)

    def bar(self, x: float, top: float, width: float, height: float, fill: Fill) -> None:
        """A bar that is at least as wide as can be seen."""
        patch = Rectangle((x, top), max(width, 3), height, facecolor=fill.colour, linewidth=0)
        if fill.stripes:
            patch.set(hatch="//", edgecolor=fill.stripes)
            patch.set_hatch_linewidth(3)
        self._ground.add_patch(patch)

    def rule(self, x: float, top: float, bottom: float) -> None:
        self._ground.plot([x, x], [top, bottom], color=RULE, linewidth=2, solid_capstyle="butt")

    def panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes for lines, with quiet rules across."""
        box = (left / WIDTH, 1 - (top + height) / self._height, width / WIDTH, height / self._height)
        axes = self._figure.add_axes(box, facecolor=PAPER)
        axes.grid(axis="y", color=RULE, linewidth=1.5)
        axes.set_axisbelow(True)
        for side, spine in axes.spines.items():
            spine.set(visible=side == "bottom", color=RULE, linewidth=2)
        axes.tick_params(length=0, pad=12, labelcolor=SOFT)
        return axes

    def png(self) -> bytes:
        file = io.BytesIO()
        self._figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
        return file.getvalue()


def font(size: int) -> FontProperties:
    """Letters of ``size`` pixels."""
    return FontProperties(family=families(), size=size * POINTS)
