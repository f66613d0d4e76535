#!/bin/sh
# Place what the operating system runs for a box or a hub, on Debian 12 or Raspberry Pi OS 12.
#
#   sudo sh firmware_scripts/install.sh box     in a branch
#   sudo sh firmware_scripts/install.sh kiosk   in a branch whose box has the touch screen: box and browser
#   sudo sh firmware_scripts/install.sh hub     at the province's centre: hub and broker
#
# Run it again after an update: it places the newest files. Nothing is started that has no settings yet.
# ROOT places everything under another folder and changes nothing else (an image, a test).
set -eu

ROOT=${ROOT:-}
here=$(cd "$(dirname "$0")" && pwd)

refuse() {
    echo "install: $1" >&2
    exit 2
}

place() { # file folder
    install -D -m 0644 "$here/$1" "$ROOT$2/$(basename "$1")"
}

what=${1:-}
case $what in
box) units="sahakorn-box" ;;
kiosk) units="sahakorn-box sahakorn-kiosk" ;;
hub) units="sahakorn-broker sahakorn-hub" ;;
*) refuse "say what this machine is: install.sh box, kiosk or hub" ;;
esac

if [ -z "$ROOT" ]; then
    [ "$(id -u)" -eq 0 ] || refuse "only root can do this: put sudo before it"
    [ -x /opt/sahakorn/.venv/bin/python ] || refuse "put the program into /opt/sahakorn and run 'make setup' there first"
    [ "$what" != kiosk ] || [ -x /usr/bin/cage ] || refuse "install the browser's packages first: apt install cage chromium"
    [ "$what" != hub ] || [ -x /usr/sbin/mosquitto ] || refuse "install the broker first: apt install mosquitto"
fi

place sysusers.d/sahakorn.conf /etc/sysusers.d
for unit in $units; do
    place "systemd/$unit.service" /etc/systemd/system
done
if [ "$what" != hub ]; then
    place udev/60-sahakorn.rules /etc/udev/rules.d
    place modprobe.d/sahakorn.conf /etc/modprobe.d
    install -d -m 0755 "$ROOT/etc/sahakorn/devices/scale" "$ROOT/etc/sahakorn/devices/printer"
fi
[ -z "$ROOT" ] || exit 0

systemd-sysusers
systemctl daemon-reload
if [ "$what" != hub ]; then
    systemctl enable pcscd.socket
    udevadm control --reload
    udevadm trigger --subsystem-match=tty --subsystem-match=usb --subsystem-match=usbmisc
else
    systemctl disable --now mosquitto.service
fi
for unit in $units; do
    systemctl enable "$unit.service"
done
echo "placed. Next: firmware_scripts/README.md, from 'A box gets its folder'."
