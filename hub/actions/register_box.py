"""A technician registers a branch's box: from now on the hub takes what this key signs."""

from hub.clock import unix_ms
from hub.desk import Desk
from hub.errors import BadBox, UnknownBranch
from hub.store import boxes
from hub.store.boxes import Box
from hub.store.views import branches

KEY_BYTES = 32


def register_box(desk: Desk, *, branch: str, epoch: str, kid: str, public_key: bytes) -> bool:
    """Write down the key for one epoch of a branch's ledger. False where it was written down before.

    Raises UnknownBranch, and BadBox for a key that is none or another key for an epoch that is known.
    """
    if len(public_key) != KEY_BYTES:
        raise BadBox(reason=f"an Ed25519 public key has {KEY_BYTES} bytes, this one {len(public_key)}")
    with desk.store.write() as connection:
        number = branches.number_of(connection, branch)
        if number is None:
            raise UnknownBranch(branch=branch)
        wanted = Box(number, epoch, kid, public_key, "active")
        for known in boxes.of_branch(connection, branch):
            if known.epoch == epoch and known != wanted:
                raise BadBox(reason=f"epoch {epoch} of {branch} has another key")
            if known == wanted:
                return False
        boxes.register(connection, wanted, unix_ms(desk.clock.now()))
    return True
