"""A box without a hub: it sells and keeps everything until one is set."""

import datetime as dt

from appliance.ports import Clock, LinkState
from appliance.store import outbox, views
from appliance.store.opening import Store


def age_s(since: str | None, now: dt.datetime) -> int:
    """Seconds since a time of the books; 0 where there is none, or where the clock went back."""
    if since is None:
        return 0
    return max(0, int((now - dt.datetime.fromisoformat(since)).total_seconds()))


class Alone:
    """The uplink of a box that has no hub set."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def state(self) -> LinkState:
        """Not configured; everything that was booked waits."""
        db = self._store.books.reader()
        position = outbox.position(db)
        oldest_s = age_s(views.ts_of(db, position.acked + 1), self._clock.now())
        return LinkState(False, False, False, position.waiting, oldest_s)
