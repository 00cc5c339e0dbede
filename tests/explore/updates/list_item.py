# finds: lost-update, race
# outcomes: 1 2
# interleavings: 6
from threading import Thread

seats = [0]


def work():
    seats[0] += 1


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(seats[0])
