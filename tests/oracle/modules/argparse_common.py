# set: first
import argparse
import sys


def build():
    p = argparse.ArgumentParser(prog="tool", description="Does things to files, more than one if it must, and tells what it did at the end.", epilog="See also: other tools.")
    p.add_argument("files", nargs="+", help="what to work on")
    p.add_argument("-v", "--verbose", action="count", default=0, help="say more")
    p.add_argument("-o", "--output", metavar="FILE", default="out.txt", help="where to (default: %(default)s)")
    p.add_argument("--level", type=int, choices=[1, 2, 3], default=1)
    p.add_argument("--ratio", type=float, required=False)
    p.add_argument("-D", "--define", action="append", metavar="NAME=VALUE")
    p.add_argument("--pair", nargs=2, type=int)
    p.add_argument("--opt", nargs="?", const="const", default="default")
    g = p.add_mutually_exclusive_group()
    g.add_argument("--fast", action="store_true")
    g.add_argument("--slow", action="store_true")
    p.add_argument("--color", action=argparse.BooleanOptionalAction, default=True)
    p.add_argument("--no-write", dest="write", action="store_false")
    p.add_argument("--version", action="version", version="%(prog)s 1.0")
    return p


def attempt(parser, words):
    sys.stderr = sys.stdout
    try:
        print(words, "->", parser.parse_args(words.split()))
    except SystemExit as e:
        print(words, "-> exit", e.code)
    sys.stderr = sys.__stderr__


for words in ["a", "a b -vv", "-v a --output=x -o y", "a --level 2 --ratio 0.5", "-Da=1 -D b=2 a", "a --pair 1 2 --opt", "a --opt x --fast", "a --no-color --no-write",
              "", "a --level 5", "a --level x", "a --fast --slow", "a --unknown", "a --pair 1", "a -o", "--version", "a --verb --out z", "-h", "a -- -b", "a -vo z", "a --ratio -1.5", "a --fa=3"]:
    attempt(build(), words)
print(build().format_usage())
s = argparse.ArgumentParser(prog="git")
s.add_argument("--quiet", action="store_true")
sub = s.add_subparsers(dest="command", required=True, help="what to do")
a = sub.add_parser("add", help="add files")
a.add_argument("path", nargs="*")
a.set_defaults(func="do_add")
c = sub.add_parser("commit", help="record", aliases=["ci"])
c.add_argument("-m", "--message", required=True)
for words in ["add x y", "--quiet commit -m hi", "ci -m ho", "commit", "push", "", "-h", "add -h", "add"]:
    attempt(s, words)
m = argparse.ArgumentParser(prog="mini", add_help=False, argument_default=argparse.SUPPRESS, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
m.add_argument("one", type=int)
m.add_argument("two", nargs="?")
m.add_argument("rest", nargs=argparse.REMAINDER)
m.add_argument("-x", default=5, help="the x")
group = m.add_argument_group("special", "about them")
group.add_argument("--y", help=argparse.SUPPRESS)
group.add_argument("--z", help="the z")
for words in ["1", "1 2", "1 2 3 -x 4", "x", "-x 3 7"]:
    attempt(m, words)
print(m.format_help(), m.parse_known_args(["1", "--q"]), m.get_default("x"))


def positive(text):
    n = int(text)
    if n <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return n


t = argparse.ArgumentParser(prog="t")
t.add_argument("-n", type=positive)
attempt(t, "-n 0")
attempt(t, "-n a")
for bad in [lambda: t.add_argument("-n"), lambda: t.add_argument("x", dest="y"), lambda: t.add_argument("--k", action="nope"), lambda: t.add_argument("--l", type="int")]:
    try:
        bad()
    except (ValueError, argparse.ArgumentError) as e:
        print(type(e).__name__, e)
print(argparse.Namespace(a=1, b="x"), argparse.Namespace(a=1) == argparse.Namespace(a=1), vars(argparse.Namespace(q=2)))
