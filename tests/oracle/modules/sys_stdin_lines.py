# set: first
# stdin: first line
# stdin: 2
# stdin: third
# stdin:
# stdin: last
import sys

print(repr(sys.stdin.readline()))
n = int(input())
for line in sys.stdin:
    print(n, repr(line))
print(repr(sys.stdin.read()))
