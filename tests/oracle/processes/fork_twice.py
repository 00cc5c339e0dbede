# set: first
# order: lines
# Two forks, four processes.
import os

first = os.fork()
second = os.fork()
print("line from one of", 4)
if first and second:
    print("the first of all")
# everyone waits for its own children
children = (1 if first else 0) + (1 if second else 0)
for _ in range(children):
    os.wait()
