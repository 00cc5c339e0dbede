# Threads that allocate and drop, and new ones all the time, for as long as the argument says.
import sys
import threading
import time

END = time.monotonic() + float(sys.argv[1])


class Node:
    def __init__(self, next):
        self.next = next
        self.load = {"a": [1, 2, 3], "b": "x" * 200}


def drop(n):
    for _ in range(n):
        chain = None
        for _ in range(50):
            chain = Node(chain)
        ring = Node(None)
        ring.next = ring        # only a collector finds these
        big = [0] * 20000


def long():
    while time.monotonic() < END:
        drop(20)


def main():
    threads = [threading.Thread(target=long) for _ in range(3)]
    for t in threads:
        t.start()
    short = 0
    while time.monotonic() < END:
        t = threading.Thread(target=drop, args=(2,))
        t.start()
        t.join()
        short += 1
    for t in threads:
        t.join()
    print("dropped by", "many" if short > 3 else "few")


if __name__ == "__main__":
    main()
