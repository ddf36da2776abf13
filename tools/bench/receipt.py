# SPDX-FileCopyrightText: 2026 Pratica contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes the receipt of receipt.typ N times with Typst in this process, each with another number, as receipts have; prints
the microseconds of one, and its bytes."""
import sys
import time

import typst

source, n = open(sys.argv[1], encoding="utf-8").read(), int(sys.argv[2])
compiler = typst.Compiler(source.encode())


def write(number: int) -> bytes:
    text = source.replace("123/2026", f"{number}/2026").replace("ABCD-EFGH-J", f"ABCD-{number:04d}-J")
    return compiler.compile(input=text.encode(), format="pdf", pdf_standards=["a-2a", "ua-1"])


written = write(0)
began = time.perf_counter()
for i in range(1, n + 1):
    written = write(i)
print(f"{(time.perf_counter() - began) / n * 1e6:.1f} {len(written)}")
