"""Words of the books and the boxes in the reader's language. What is not known here is shown as it is."""

from flask_babel import lazy_gettext as _l

WORDS = {
    # why a feed wants looking at
    "never-heard": _l("Never heard of"),
    "alarm": _l("Alarm"),
    "unsent-long": _l("Unsent for long"),
    "link-down": _l("Link down"),
    "aside": _l("Events put aside"),
    "unsent": _l("Unsent events"),
    "device-fault": _l("Device fault"),
    "clock-guess": _l("Clock is a guess"),
    "clock-skew": _l("Clock is wrong"),
    # alarms, and why something was refused
    "unknown-key": _l("Key of a box that nobody registered"),
    "unknown-epoch": _l("Ledger that nobody registered"),
    "bad-signature": _l("Signature does not fit"),
    "wrong-branch": _l("Another branch's name"),
    "broken-chain": _l("Chain of events is broken"),
    "fork": _l("Two boxes write one ledger"),
    "unreadable": _l("Message cannot be read"),
    # why an event was put aside
    "unknown-kind": _l("Unknown kind of event"),
    "bad-fact": _l("Fields do not fit"),
    "unknown-item": _l("Unknown item"),
    "wrong-unit": _l("Wrong unit"),
    "unknown-member": _l("Unknown member"),
    "unknown-round": _l("Unknown round"),
    "round-closed": _l("Round is closed"),
    "bad-figure": _l("Figures do not add up"),
    "already-booked": _l("Booked already"),
    # events
    "sale.closed": _l("Sale"),
    "shift.opened": _l("Shift opened"),
    "shift.closed": _l("Shift closed"),
    "goods.received": _l("Goods received"),
    "demand.requested": _l("Joint-purchase request"),
    "applied": _l("booked"),
    "duplicate": _l("known already"),
    # clocks
    "ntp": _l("network time"),
    "rtc": _l("battery clock"),
    "guess": _l("guess"),
    # devices
    "scale": _l("Scale"),
    "card-reader": _l("Card reader"),
    "ledger": _l("Ledger"),
    "refused": _l("refused by the hub"),
    "diverged": _l("differs from the hub's"),
    "printer": _l("Printer"),
    "ready": _l("ready"),
    "reading": _l("ready"),
    "moving": _l("in use"),
    "over": _l("overloaded"),
    "under": _l("below zero"),
    "paper-low": _l("paper low"),
    "silent": _l("silent"),
    "garbled": _l("garbled"),
    "absent": _l("none"),
    "unknown": _l("unknown"),
    "no-paper": _l("no paper"),
    "cover-open": _l("cover open"),
    "offline": _l("offline"),
    "unreachable": _l("unreachable"),
    "no-reader": _l("no reader"),
    "no-service": _l("no service"),
    # rounds
    "SURVEY_OPEN": _l("Open for requests"),
    "CLOSED": _l("Closed"),
    # the hub's link
    "up": _l("Broker connected"),
    "down": _l("Broker not reachable"),
    "off": _l("No broker set"),
    # payment
    "cash": _l("Cash"),
    # colours, for who does not see them
    "red": _l("Act now"),
    "amber": _l("Look at it"),
    "green": _l("Good"),
    "grey": _l("Not in use yet"),
}


def say(word: str) -> str:
    """A word in the reader's language."""
    return str(WORDS.get(word, word))


def split_reason(reason: str | None) -> tuple[str, str]:
    """A stored reason as its word in the reader's language, and what it is about."""
    word, _, about = (reason or "").partition(": ")
    return say(word), about
