"""One box reads the hub's whole feed and ends, so that its reference file can be copied to the others.

Run by ``replay`` as ``python -m tests.stage.replay_catalogue SETTINGS``.
"""

import sys
import time
from pathlib import Path

from appliance import settings as box_settings
from appliance.box import open_till
from appliance.courier.mqtt import MqttCourier
from appliance.store import reference

QUIET_S = 2.0
"""The feed is read when it has not moved for so long."""
LOOK_EVERY_S = 0.1


def main(settings_file: Path) -> int:
    """Connect, and wait until the feed has come and come to rest."""
    with open_till(box_settings.read(settings_file)) as till:
        courier = MqttCourier(till)
        courier.start()
        try:
            seen, since_s = 0, time.monotonic()
            while seen == 0 or time.monotonic() - since_s < QUIET_S:
                version = reference.feed_position(till.store.reference.reader()).version
                if version != seen:
                    seen, since_s = version, time.monotonic()
                time.sleep(LOOK_EVERY_S)
        finally:
            courier.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
