"""One line per branch: what the books know of it and what its box last said, the worst first."""

import datetime as dt
from typing import NamedTuple

from hub.clock import unix_ms
from hub.desk import Desk, Presence
from hub.rules import feeds
from hub.rules.feeds import Colour, Feed, Why
from hub.store.views import branches
from hub.store.views.branches import BranchLine


class FeedLine(NamedTuple):
    """A branch on the screen of feeds."""

    branch: BranchLine
    feed: Feed
    colour: Colour
    reasons: tuple[Why, ...]
    version: str


def _feed(line: BranchLine, presence: Presence | None, now: dt.datetime) -> Feed:
    now_ms = unix_ms(now)
    heard_ms = max(line.heard_ms or 0, unix_ms(presence.heard_at) if presence else 0)
    heard_s = max(0, now_ms - heard_ms) // 1000 if heard_ms else None
    waiting = presence.waiting if presence else 0
    oldest_s = presence.oldest_waiting_s if presence else 0
    if presence and waiting and not presence.here:  # what waited when it went is waiting still
        oldest_s += int((now - presence.heard_at).total_seconds())
    said_at = presence.said_at if presence else None
    skew_s = int((said_at - presence.heard_at).total_seconds()) if presence and said_at else 0
    return Feed(
        branch=line.branch,
        present=presence.here if presence else None,
        heard_s=heard_s,
        waiting=waiting,
        oldest_waiting_s=oldest_s,
        clock=presence.clock if presence else "",
        skew_s=skew_s,
        devices=presence.devices if presence else (),
        alarms=line.alarms,
        aside=line.aside,
    )


def lines(desk: Desk) -> list[FeedLine]:
    """Every branch, the worst first."""
    now = desk.clock.now()
    with desk.store.read() as connection:
        every = branches.overview(connection)
    found = []
    for line in every:
        presence = desk.board.presences.get(line.branch)
        feed = _feed(line, presence, now)
        version = presence.version if presence else ""
        found.append(FeedLine(line, feed, feeds.colour(feed), feeds.reasons(feed), version))
    return sorted(found, key=lambda each: feeds.worst_first(each.feed))


def tally(every: list[FeedLine]) -> dict[Colour, int]:
    """How many branches are of each colour."""
    colours: tuple[Colour, ...] = ("red", "amber", "green", "grey")
    return {colour: sum(line.colour == colour for line in every) for colour in colours}
