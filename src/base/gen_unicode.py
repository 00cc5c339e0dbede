#!/usr/bin/env python3
"""Writes width.inc, the ranges that text.c searches: python3 gen_unicode.py > width.inc

Only needed again when a newer Unicode shall be followed; the result is kept in the tree,
so that a build needs no generator and every build has the same pictures.
"""
import sys
import unicodedata


def ranges(holds):
    """The maximal runs of code points for which holds(character) is true."""
    first = None
    for cp in range(0x80, 0x110000):
        if holds(chr(cp)):
            if first is None:
                first = cp
        elif first is not None:
            yield first, cp - 1
            first = None
    if first is not None:
        yield first, 0x10FFFF


def is_assigned_or_wide_block(cp):
    # The planes of ideographs are wide as a whole, also where nothing is assigned yet.
    return 0x20000 <= cp <= 0x2FFFD or 0x30000 <= cp <= 0x3FFFD


def takes_no_cell(c):
    cp = ord(c)
    if cp == 0xAD:  # a soft hyphen is shown by terminals
        return False
    if 0x1160 <= cp <= 0x11FF:  # vowels and finals that join the syllable before them
        return True
    return unicodedata.category(c) in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp")


def takes_two_cells(c):
    if takes_no_cell(c):
        return False
    return unicodedata.east_asian_width(c) in "WF" or is_assigned_or_wide_block(ord(c))


def table(name, comment, holds):
    print(f"/* {comment} */")
    print(f"static const struct cp_range {name}[] = {{")
    line = "   "
    for first, last in ranges(holds):
        piece = f" {{ {first:#x}, {last:#x} }},"
        if len(line) + len(piece) > 92:
            print(line)
            line = "   "
        line += piece
    print(line)
    print("};")


print(f"/* Made by gen_unicode.py from Unicode {unicodedata.unidata_version}; do not edit. */")
table("zero_width", "combining, format and control characters", takes_no_cell)
table("double_width", "East Asian wide and full-width, emoji", takes_two_cells)
table("unprintable", "what repr() escapes: controls, blanks but ' ', unassigned",
      lambda c: not c.isprintable())
table("name_start", "XID_Start", str.isidentifier)
table("name_more", "XID_Continue without XID_Start",
      lambda c: ("a" + c).isidentifier() and not c.isidentifier())
