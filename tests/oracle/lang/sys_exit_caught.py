# set: first
# SystemExit is an exception like others.
import sys

for code in (None, 0, 5, "text", True):
    try:
        sys.exit(code)
    except SystemExit as e:
        print(repr(e.code), repr(e))
try:
    try:
        sys.exit(1)
    except Exception:
        print("never: not an Exception")
except BaseException as e:
    print(type(e).__name__)
try:
    raise SystemExit
except SystemExit as e:
    print(e.code)
print("the end")
sys.exit()
