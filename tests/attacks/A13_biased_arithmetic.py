"""Modulo bias, floats, truncated hashes, a locale's own order · 取模偏差、浮点、截断、按地区排序
Rule: integers, rejection, full width, bytes.
Evidence: the known answers; a second implementation; the same verdict under any locale and time zone.
"""
import os
import subprocess
import sys

from world import ROOT, expect


def attack(world):
    check = subprocess.run([sys.executable, ROOT / "tests/vectors/check.py", world.bundle.folder], capture_output=True, text=True)
    expect(check.returncode == 0, check.stdout + check.stderr)
    for locale in ("tr_TR.UTF-8", "zh_CN.GB18030", "C"):
        environment = dict(os.environ, LC_ALL=locale, LANG=locale, TZ="America/St_Johns")
        code, words = world.bundle.verify(environment=environment)
        expect(code == 0, f"under {locale}:\n{words}")
    return "two implementations agree on every ticket and rank, under any locale and time zone"
