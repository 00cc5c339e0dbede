# After the joins nothing is left to be at odds with.
# finds: nothing
# outcomes: 1
# interleavings: 1
from threading import Thread

n = 0


def work():
    global n
    n = 1


t = Thread(target=work)
t.start()
t.join()
print(n)
