# set: first
# A module that the program has just written, without closing the file; open() with a star.
import os

open("helper.py", "w").write("x = 1\ndef f(): return x\nprint('loaded', __name__)\nclass K: pass\n_private = 2\n")
import helper
import helper as h
from helper import f as g, x
from helper import *

print(helper.f(), h is helper, g(), x, K.__module__, "_private" in dir())
os.makedirs("pkg/sub")
open("pkg/__init__.py", "w").write("from . import mod\nversion = '1'\n")
open("pkg/mod.py", "w").write("from .sub import deep\ndef m(): return deep.d()\n")
open("pkg/sub/__init__.py", "w").write("")
open("pkg/sub/deep.py", "w").write("def d(): return __name__\n")
import pkg
import pkg.sub.deep as dd

print(pkg.mod.m(), dd.d(), pkg.version)
try:
    from helper import nope
except ImportError as e:
    print(str(e).split("(")[0])
try:
    import pkg.nothing
except ModuleNotFoundError as e:
    print(e)
for arguments in ("helper.py",), ["pkg/mod.py", "r"], ("missing.py",), ("helper.py", "x"), (".",), ("helper.py", "q"), (b"helper.py", "rb"), (None,):
    try:
        with open(*arguments) as f:
            print(f.readline())
    except Exception as e:
        print(type(e).__name__, e)
print(open(*["helper.py"], **{"mode": "r"}).readline(), open("helper.py", *["r"]).readline())
