# finds: assertion, lost-update, race
# outcomes: 2 3 4 5 6 7 8 9
# interleavings: 17153136
# switches: 1
from threading import Thread

count = 0


def work():
    global count
    for i in range(3):
        count += 1


ts = [Thread(target=work) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(count)
assert count == 9, "updates were lost"
