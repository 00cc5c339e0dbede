# Stores of one task are delayed, but they come in their order.
# options: --tso
# finds: race
# outcomes: "0 0" "0 1" "1 1"
from threading import Thread

data = 0
flag = 0
seen = None


def writer():
    global data, flag
    data = 1
    flag = 1


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
