"""The one place where a hub is built, and taken apart in reverse."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4
from wsgiref.types import WSGIApplication

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from hub.announce.feed import Announcer
from hub.clock import Clock, SystemClock
from hub.desk import Board, Desk, Voice
from hub.errors import BadSettings
from hub.intake.apply import Intake
from hub.intake.mqtt import Broker, MqttDoor
from hub.intake.reapply import reapply
from hub.settings import Settings
from hub.store.opening import Store, is_current, migrate
from hub.store.references import References
from hub.store.views import soundness
from hub.store.views.soundness import Finding
from hub.web import create_app


def _new_id() -> str:
    return str(uuid4())


@contextmanager
def open_desk(settings: Settings, clock: Clock | None = None) -> Iterator[Desk]:
    """The books without screens and link: what a command needs. Brings them to this program's version."""
    store = Store(settings.database_url())
    board = Board()
    try:
        migrate(store)
        yield Desk(store, clock or SystemClock(), _new_id, board, reapply)
    finally:
        board.close()
        store.close()


def read_voice(settings: Settings) -> Voice:
    """The key that the hub signs with.

    Raises BadSettings where the file does not hold an Ed25519 private key.
    """
    file = settings.path(settings.link.signing_key)
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise BadSettings(setting="link.signing_key", reason=str(error)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadSettings(setting="link.signing_key", reason="an Ed25519 private key is wanted")
    return Voice(settings.link.kid, key.sign)


def _door(settings: Settings, desk: Desk) -> MqttDoor:
    link = settings.link
    voice = read_voice(settings)
    announcer = Announcer(desk, voice)
    intake = Intake(desk, References(), voice, announcer.answer)
    files = [settings.path(name) for name in (link.authority, link.certificate, link.key)]
    for file in files:
        if not file.is_file():
            raise BadSettings(setting="link", reason=f"{file.name} is not there")
    broker = Broker(link.host, link.port, *files)
    return MqttDoor(broker, desk, intake, announcer.beat, settings.hub.batches_per_commit)


@contextmanager
def open_station(settings: Settings) -> Iterator[WSGIApplication]:
    """A whole hub: books, link (where a broker is set) and screens, which are what is yielded."""
    with ExitStack() as opened:
        desk = opened.enter_context(open_desk(settings))
        if settings.link.host:
            door = _door(settings, desk)
            door.open()
            opened.callback(door.close)
        yield create_app(desk, settings.hub.language)


def examine(settings: Settings) -> list[Finding]:
    """Look at settings, keys and books, and change nothing.

    Raises BooksNotReady where the books cannot be opened at all.
    """
    found = []
    if settings.link.host:
        try:
            found.append(Finding("signing key", True, read_voice(settings).kid))
        except BadSettings as error:
            found.append(Finding("signing key", False, str(error)))
    store = Store(settings.database_url())
    try:
        current = is_current(store)
        found.append(Finding("books", current, "of this version" if current else "of another version: run init"))
        if current:
            with store.read() as connection:
                found.extend(soundness.look(connection))
    finally:
        store.close()
    return found
