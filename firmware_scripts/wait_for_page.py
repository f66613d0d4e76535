"""Wait until the counter's page answers, so that the screen never begins with an error.

Runs before the browser, with the system's Python: standard library only. Ends with 0 once the page is there, and
with 1 when it is not after two minutes; systemd then tries again.
"""

import sys
import time
import urllib.error
import urllib.request

PATIENCE_S = 120
EVERY_S = 0.5


def answers(url: str) -> bool:
    """Whether a page is there; a page that asks for a sign-in is."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def main(url: str, patience_s: float = PATIENCE_S) -> int:
    """Look twice a second. Returns the exit code."""
    until_s = time.monotonic() + patience_s
    while not answers(url):
        if time.monotonic() > until_s:
            print(f"no page at {url} after {patience_s} s: see `journalctl -u sahakorn-box`", file=sys.stderr)
            return 1
        time.sleep(EVERY_S)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
