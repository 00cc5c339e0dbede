# finds: assertion, race
# switches: 0
# With one switch it takes 5 steps, without any 6.
import threading
x = y = 0
def t0():
    global x, y
    if y == 1:
        assert x >= 2
    x += 1
def t1():
    global x, y
    y = y
    y += 1
    if y == 2:
        x += 1
ts = [threading.Thread(target=f) for f in (t0, t1)]
for t in ts:
    t.start()
for t in ts:
    t.join()
