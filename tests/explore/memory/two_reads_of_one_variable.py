# Values are seen in the order in which they were written.
# finds: race
# outcomes: "0 0" "0 1" "0 2" "1 1" "1 2" "2 2"
# interleavings: 6
from threading import Thread

x = 0
seen = None


def writer():
    global x
    x = 1
    x = 2


def reader():
    global seen
    first = x
    seen = first, x


ts = [Thread(target=f) for f in (writer, reader)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(*seen)
assert seen[0] <= seen[1]
