"""Runs a command and leaves its resources, all its descendants' included, as JSON in the file named first."""

import json
import resource
import subprocess
import sys
import time

started = time.monotonic()
code = subprocess.call(sys.argv[2:])
wall = time.monotonic() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# Kilobytes, but bytes on macOS.
unit = 1 if sys.platform == "darwin" else 1024
with open(sys.argv[1], "w") as file:
    json.dump(
        {
            "exitCode": code,
            "wallS": wall,
            "cpuS": used.ru_utime + used.ru_stime,
            "peakRssBytes": used.ru_maxrss * unit,
        },
        file,
    )
