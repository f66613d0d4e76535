"""How the box is, for a person and for a program that watches it."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

import appliance
from appliance.store import outbox, papers, reference, shifts
from appliance.web import here, status

page = Blueprint("health", __name__)


@page.get("/health")
def show() -> ResponseReturnValue:
    """Every device and matter with what to do about it."""
    return render_template("health.html", facts=facts())


@page.get("/health.json")
def for_programs() -> ResponseReturnValue:
    """The same in figures; ``well`` is false where somebody has to do something."""
    return facts()


def facts() -> dict[str, Any]:
    """What is known of the box now."""
    till = here.till()
    books, catalogue = till.store.books.reader(), till.store.reference.reader()
    ledger, feed, link = outbox.position(books), reference.feed_position(catalogue), till.uplink.state()
    devices = till.devices()
    free = status.free_bytes(till)
    unsettled = papers.unsettled(books)
    return {
        "well": all(each.is_well for each in devices) and free >= status.DISK_LOW_BYTES and not link.problem.value,
        "version": appliance.__version__,
        "branch": ledger.branch,
        "epoch": ledger.epoch,
        "boot": till.clock.boot,
        "clock": {"now": till.now_text(), "quality": till.clock.quality()},
        "devices": {each.device: {"state": each.state, "well": each.is_well} for each in devices},
        "link": {
            "configured": link.configured,
            "connected": link.connected,
            "hub_here": link.hub_here,
            "waiting": link.waiting,
            "oldest_waiting_s": link.oldest_waiting_s,
            "problem": link.problem.value,
            "reason": link.reason,
        },
        "books": {"events": ledger.seq, "acknowledged": ledger.seq - link.waiting, "chain": ledger.chain.hex()},
        "feed": {"hub_epoch": feed.hub_epoch, "version": feed.version},
        "papers": {"waiting": sum(each.state == "queued" for each in unsettled), "unsettled": len(unsettled)},
        "shift": "open" if shifts.current(books) else "closed",
        "disk_free_bytes": free,
    }
