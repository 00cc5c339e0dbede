# A thread is called by the variable that holds it. To look for that among many takes no memory.
from threading import Thread


def peak():
    with open('/proc/self/status') as f:
        for line in f:
            if line.startswith('VmHWM:'):
                return int(line.split()[1])


def nothing():
    pass


def start_and_join(n):
    for _ in range(n):
        t = Thread(target=nothing)
        t.start()
        t.join()


many = [None] * 50000
start_and_join(5)
before = peak()
start_and_join(30)
grown = peak() - before
assert grown < 6000, '%d KiB' % grown     # a copy of the list for each would be 12 MB
print('ok')
