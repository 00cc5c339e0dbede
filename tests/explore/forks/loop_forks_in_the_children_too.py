# A child that does not leave the loop forks as well: two rounds make three children and grandchildren.
# finds: nothing
# outcomes: "2 children"
import os

mine = 0
for i in range(2):
    if os.fork() == 0:
        mine = 0
    else:
        mine += 1
for _ in range(mine):
    os.wait()
if mine == 2:
    print(mine, "children")
