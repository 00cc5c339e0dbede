# set: first
# order: lines
# A loop in which the children go on too: 2 ** 3 processes.
import os

kids = 0
for i in range(3):
    if os.fork() == 0:
        kids = 0
    else:
        kids += 1
print("one of eight")
for _ in range(kids):
    os.wait()
