# set: first
# What is no pattern, and what is said of it.
import re

for p in ["(", ")", "a)", "*", "a**", "a{2}{3}", "[", "[a", "[]", "[z-a]", "\\", "a\\", r"\q", r"[\q]", "(?P<n", "(?P<1>a)", "(?P<n>a)(?P<n>b)",
          "(?P=x)", "(?Px)", "(?<x", "(?z)", "a(?i)b", "(?i", "(?i-", r"\1", r"(a)\2", r"(\1)", "x{5,2}", "^*", "|*", "(?", "(?P>", "(?#abc",
          r"\x1", r"\u12", "(?P<>a)", "(?P<a b>c)", "(?(1)a|b", "(?(x)a)", "(?<=a*)b", "(?:", "a{1,2}{3}", "(?-i)a", r"[\d-z]", "[a-\\d]",
          "x{99999999999999}", "ab\ncd(", "+", "?", "(+)"]:
    try:
        print(repr(p), "is one:", re.compile(p).groups)
    except re.error as e:
        print(repr(p), e, e.pos, e.msg if e.pos is None else "")
    except OverflowError as e:
        print(repr(p), "OverflowError")
for repl in [r"\2", r"\g<2>", r"\g<x>", r"\g<", r"\g", r"\q", "\\", r"\g<>", r"\g<a b>", r"\g<1", r"\400"]:
    try:
        print(repr(repl), re.sub("(a)", repl, "xay"))
    except (re.error, IndexError) as e:
        print(repr(repl), type(e).__name__, e)
for call in [lambda: re.match(3, "a"), lambda: re.match("a", 3), lambda: re.match("a", b"a"), lambda: re.match(b"a", "a"),
             lambda: re.compile(re.compile("a"), re.I), lambda: re.compile("a", re.L), lambda: re.compile("a", re.A | re.U),
             lambda: re.sub("a", 3, "a"), lambda: re.match("a", None), lambda: re.match("(a)", "a").group(2),
             lambda: re.match("(a)", "a").group("x"), lambda: re.match("(a)", "a").start(7)]:
    try:
        print(call())
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)
