"""A row of the table, and how times are taken."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ours beside the bare limit or a peer, both of this run, and what is to be reached.

    ``met`` is None where a goal is told without being held.
    """

    what: str
    ours: str
    limit: str
    ratio: str
    goal: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Times:
    """What an act took, each time it was done, in nanoseconds and in ascending order."""

    each_ns: tuple[int, ...]

    @classmethod
    def of(cls, each_ns: Iterable[int]) -> Self:
        """Put times in their order."""
        return cls(tuple(sorted(each_ns)))

    @property
    def p50_ns(self) -> int:
        """Half of them took less."""
        return self.each_ns[len(self.each_ns) // 2]

    @property
    def p99_ns(self) -> int:
        """One in a hundred took more."""
        return self.each_ns[min(len(self.each_ns) - 1, len(self.each_ns) * 99 // 100)]

    def told(self) -> str:
        """Both, in the unit that fits.

        >>> Times((64_000, 64_000, 131_000)).told()
        '64 / 131 µs'
        """
        return f"{span(self.p50_ns)[0]} / {' '.join(span(self.p99_ns, of_ns=self.p50_ns))}"


def span(time_ns: int, of_ns: int = 0) -> tuple[str, str]:
    """A time and its unit, chosen by ``of_ns`` where two stand side by side.

    >>> span(4_200), span(64_000), span(2_100_000)
    (('4.2', 'µs'), ('64', 'µs'), ('2.1', 'ms'))
    """
    unit_ns, unit = (1_000, "µs") if (of_ns or time_ns) < 1_000_000 else (1_000_000, "ms")
    value = time_ns / unit_ns
    return (f"{value:.1f}" if value < 10 else f"{value:,.0f}"), unit


def timed(act: Callable[[], object]) -> int:
    """What one act took, in nanoseconds."""
    began_ns = time.perf_counter_ns()
    act()
    return time.perf_counter_ns() - began_ns
