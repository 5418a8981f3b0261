"""What a figure was measured on, and when."""

import os
import platform
from datetime import date
from pathlib import Path


def described() -> str:
    """One line: the date, the processor, its cores, the load on them, the version of Python."""
    cores = os.cpu_count()
    python = platform.python_version()
    load = f"load {os.getloadavg()[0]:.1f}"
    return f"{date.today()}, {_processor()}, {cores} cores, {load}, Python {python}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()
