#!/usr/bin/env python3
"""Writes pow10.inc, the powers of ten that double_text() multiplies by.

Entry i is 10^(i - 292) scaled by a power of two so that it has 128 bits, rounded up.
"""
FIRST, LAST = -292, 324

print("/* Made by gen_pow10.py; do not edit. */")
print("static const uint64_t ten_scaled[%d][2] = { // high, low" % (LAST - FIRST + 1))
for k in range(FIRST, LAST + 1):
    num, den = (10**k, 1) if k >= 0 else (1, 10**-k)
    shift = 128 - (num.bit_length() - den.bit_length())
    scaled = (num << shift) // den if shift >= 0 else num // (den << -shift)
    while scaled.bit_length() > 128:
        shift -= 1
        scaled = (num << shift) // den if shift >= 0 else num // (den << -shift)
    while scaled.bit_length() < 128:
        shift += 1
        scaled = (num << shift) // den if shift >= 0 else num // (den << -shift)
    exact = scaled * den == num << shift if shift >= 0 else (scaled * den) << -shift == num
    scaled += 0 if exact else 1
    print("    { 0x%016x, 0x%016x }," % (scaled >> 64, scaled & (2**64 - 1)))
print("};")
