# set: first
# Each child computes; the exit code is the answer.
import os
from multiprocessing import Process


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def child(n):
    os._exit(fib(n))


if __name__ == "__main__":
    children = [Process(target=child, args=(n,), name="fib-%d" % n) for n in range(3, 11)]
    for c in children:
        c.start()
    for c in children:
        c.join()
    for c in children:
        print(c.name, c.exitcode)
