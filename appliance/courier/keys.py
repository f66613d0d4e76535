"""The keys of the link: the box signs its ledger, and holds the hub's answers against the hub's key."""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from appliance.errors import BadSettings
from hub.contract import envelope


class Keys:
    """The ledger's private key and the hub's public one."""

    def __init__(self, ledger: Ed25519PrivateKey, hub: Ed25519PublicKey) -> None:
        self._ledger = ledger
        self._hub = hub

    def sign(self, message: envelope.M) -> envelope.M:
        """The message with this box's signature."""
        return envelope.sign(message, self._ledger.sign)

    def is_of_hub(self, message: envelope.Ack | envelope.FeedBatch) -> bool:
        """Whether the hub signed it."""
        try:
            self._hub.verify(bytes.fromhex(message.sig), envelope.to_be_signed(message))
        except InvalidSignature:
            return False
        return True


def load(ledger_key: Path, hub_key: Path) -> Keys:
    """Read both keys from their files. Raises BadSettings."""
    try:
        ledger = load_pem_private_key(ledger_key.read_bytes(), password=None)
        hub = Ed25519PublicKey.from_public_bytes(bytes.fromhex(hub_key.read_text(encoding="ascii").strip()))
    except (OSError, ValueError, TypeError) as error:
        raise BadSettings(setting=f"{ledger_key.name}, {hub_key.name}", reason=str(error)) from error
    if not isinstance(ledger, Ed25519PrivateKey):
        raise BadSettings(setting=ledger_key.name, reason="an Ed25519 key is wanted")
    return Keys(ledger, hub)
