# Two swaps should undo each other. A swap reads b, then a, then writes both: whoever reads the new b reads the new a.
# finds: race, lost-update
# outcomes: "1 2" "2 1" "2 2"
from threading import Thread

a = 1
b = 2


def work():
    global a, b
    a, b = b, a


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(a, b)
