# Threads end while another one collects.
import gc
from threading import Thread

stop = False


def collect():
    while not stop:
        gc.collect()


def short(depth):
    if depth:
        short(depth - 1)    # its stack is long by then


def start(n):
    for _ in range(n):
        threads = [Thread(target=short, args=(60,)) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()


collector = Thread(target=collect)
collector.start()
starters = [Thread(target=start, args=(400,)) for _ in range(2)]
for t in starters:
    t.start()
for t in starters:
    t.join()
stop = True
collector.join()
print('ok')
