"""What each kind in the catalog is tried out on: a new kind gets its place here, and all tests of its sort with it."""

from appliance.devices.scale.toledo_8217.sim import VirtualScale
from appliance.devices.scale.toledo_8217.wire import TOLEDO_8217

SCALE_RIGS = {"toledo-8217": VirtualScale}
"""A virtual scale has put, over, under, mute, garble, unplug and plug, whatever its protocol."""

PROTOCOLS = {"toledo-8217": TOLEDO_8217}
"""What the driver is given for a kind of scale on a serial port."""
