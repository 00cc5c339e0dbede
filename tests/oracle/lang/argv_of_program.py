# set: first
# argv: one 2 --three 四
import sys

print(len(sys.argv), sys.argv[0].endswith("argv_of_program.py"), sys.argv[1:])
name, *rest = sys.argv
print([a.startswith("--") for a in rest], int(rest[1]) + 1)
for i, a in enumerate(rest):
    print(i, a)
