# finds: assertion, race
# outcomes: "0 0" "0 1" "1 0" "1 1"
# interleavings: 6
# switches: 1
from threading import Thread

data = 0
flag = 0
seen = None


def writer():
    global data, flag
    flag = 1
    data = 1


def reader():
    global seen
    f = flag
    seen = f, data


ts = [Thread(target=f) for f in (writer, reader)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(*seen)
assert seen != (1, 0)
