"""The figures of one finding on a common axis, as positioned HTML: a dot, a bar, or an arrow for an open bound."""

from __future__ import annotations

from dataclasses import dataclass

from events.amounts import Amount, Bound, number_words
from events.findings import Finding
from events.model import Claim


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``; places a number at a percentage of the width."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Percent from the left, with a margin so that marks at the ends stay whole."""
        return 6 + 84 * (value - self.low) / (self.high - self.low)

    def head(self) -> str:
        """A table row with the two ends and the middle of the scale."""
        middle = (self.low + self.high) / 2
        ticks = [self.low, self.high] if middle != int(middle) else [self.low, middle, self.high]
        marks = "".join(f'<i style="left:{self.at(tick):.1f}%">{number_words(tick)}</i>' for tick in ticks)
        return f'<tr class="sp-ticks" aria-hidden="true"><th></th><td><div>{marks}</div></td><td></td></tr>'

    def mark(self, claim: Claim) -> str:
        """The drawn value of one claim; its words stand beside it."""
        return f'<div class="sp-axis" aria-hidden="true">{self._mark(claim.amount)}</div>'

    def _mark(self, amount: Amount) -> str:
        left, right = self.at(amount.low), self.at(amount.high)
        match amount.bound:
            case Bound.AT_LEAST | Bound.MORE_THAN:
                kind = "sp-open" if amount.bound is Bound.MORE_THAN else "sp-dot"
                return f'<u class="sp-up" style="left:{left:.1f}%"></u><i class="{kind}" style="left:{left:.1f}%"></i>'
            case Bound.AT_MOST | Bound.LESS_THAN:
                dot = f'<i class="sp-open" style="left:{left:.1f}%"></i>'
                return f'<u class="sp-down" style="width:{left:.1f}%"></u>{dot}'
            case Bound.RANGE:
                return f'<u class="sp-bar" style="left:{left:.1f}%;width:{right - left:.1f}%"></u>'
            case Bound.ABOUT:
                return f'<i class="sp-open" style="left:{left:.1f}%"></i>'
        return f'<i class="sp-dot" style="left:{left:.1f}%"></i>'


def axis(finding: Finding) -> Axis | None:
    """An axis where there are at least two figures that differ, else None: one number needs no drawing."""
    if finding.low is None or finding.high is None or len(finding.claims) < 2:
        return None
    low, high = finding.low, finding.high
    return Axis(low, high) if high > low else None
