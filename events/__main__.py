"""``python -m events``: the domain without a screen."""

import sys

from events.cli import main

if __name__ == "__main__":
    sys.exit(main())
