# set: first
import sys

print(sys.platform, sys.maxsize == 2 ** 63 - 1, sys.version_info >= (3, 8), sys.version_info[0], sys.version_info.major)
print("sys" in sys.modules, sys.modules["__main__"].__name__)
sys.stdout.write("written\n")
print(sys.stdout.write("abc"), end="\n")
sys.stdout.flush()
print(sys.getrecursionlimit(), sys.byteorder, type(sys.version).__name__)
print("to stderr", file=sys.stderr)
print(sys.exc_info()[0])
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1])
print(sys.stdin.readline() == "", sys.stdout.isatty(), len(sys.argv))
print(isinstance(sys.getsizeof([]), int), sys.intern("x") == "x")
