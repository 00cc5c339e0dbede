#!/usr/bin/env python3
"""Writes cases.inc, what strcase.c knows about characters beyond ASCII: python3 gen_cases.py > cases.inc

To be run with the Python whose answers conch gives (3.11, Unicode 14); the result is kept in the tree.
"""
import sys
import unicodedata

FIRST = 0x80
ALL = [c for c in map(chr, range(FIRST, 0x110000))]


def ranges(holds):
    """The maximal runs of code points for which holds(character) is true."""
    first = None
    for cp in range(FIRST, 0x110000):
        if holds(chr(cp)):
            first = cp if first is None else first
        elif first is not None:
            yield first, cp - 1
            first = None
    if first is not None:
        yield first, 0x10FFFF


def lines(pieces):
    line = "   "
    for piece in pieces:
        if len(line) + len(piece) > 92:
            print(line)
            line = "   "
        line += piece
    print(line)


def property_table(name, comment, holds):
    print(f"/* {comment} */")
    print(f"static const struct cp_range {name}[] = {{")
    lines(" { 0x%x, 0x%x }," % r for r in ranges(holds))
    print("};")


def decimal_table():
    starts = [cp for cp in range(FIRST, 0x110000) if unicodedata.decimal(chr(cp), None) == 0]
    for start in starts:
        assert all(unicodedata.decimal(chr(start + d)) == d for d in range(10))
    assert 10 * len(starts) == sum(c.isdecimal() for c in ALL)
    print("/* zeros, each with its nine digits after it */")
    print("static const uint32_t decimal_zeros[] = {")
    lines(" 0x%x," % s for s in starts)
    print("};")


def simple_maps(change):
    """Runs of characters with one image at the same distance, every one or every second of them."""
    pairs = [(ord(c), ord(change(c)) - ord(c)) for c in ALL if len(change(c)) == 1 and change(c) != c]
    run = None  # first, last, stride, delta
    for cp, delta in pairs:
        if run and run[3] == delta and (cp - run[1] == run[2] or (run[0] == run[1] and cp - run[1] <= 2)):
            run = (run[0], cp, cp - run[1], delta)
        else:
            if run:
                yield run
            run = (cp, cp, 1, delta)
    yield run


def map_table(name, change):
    print(f"static const struct case_run {name}_runs[] = {{ // first, last, stride, distance")
    lines(" { 0x%x, 0x%x, %d, %d }," % r for r in simple_maps(change))
    print("};")
    print(f"static const struct case_special {name}_specials[] = {{ // several characters")
    lines(" { 0x%x, { %s } }," % (ord(c), ", ".join("0x%x" % ord(i) for i in change(c)))
          for c in ALL if len(change(c)) > 1)
    print("};")


def is_ignorable(c):
    """Case_Ignorable: a sigma before it looks further, to a letter or the end."""
    return ("A\u03a3" + c + "A").lower()[1] == "\u03c3" and ("A\u03a3" + c).lower()[1] == "\u03c2"


assert sys.version_info[:2] == (3, 11)
print(f"/* Made by gen_cases.py from Unicode {unicodedata.unidata_version}; do not edit. */")
property_table("alpha", "letters", str.isalpha)
property_table("lower", "Lowercase", str.islower)
property_table("upper", "Uppercase", str.isupper)
property_table("title", "title case letters", lambda c: unicodedata.category(c) == "Lt")
property_table("space", "blanks", str.isspace)
property_table("digit", "digits that are not decimal", lambda c: c.isdigit() and not c.isdecimal())
property_table("numeric", "numbers that are not digits", lambda c: c.isnumeric() and not c.isdigit())
property_table("unprintable", "escaped by repr()", lambda c: not c.isprintable())
property_table("ignorable", "Case_Ignorable", is_ignorable)
decimal_table()
map_table("to_upper", str.upper)
map_table("to_lower", str.lower)
map_table("to_title", str.title)
map_table("to_fold", str.casefold)
