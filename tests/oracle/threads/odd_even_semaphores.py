# set: first
# Odd and even numbers from two threads, by two semaphores.
import threading

odd, even = threading.Semaphore(1), threading.Semaphore(0)


def odds():
    for n in range(1, 10, 2):
        odd.acquire()
        print("odd ", n)
        even.release()


def evens():
    for n in range(2, 11, 2):
        even.acquire()
        print("even", n)
        odd.release()


threads = [threading.Thread(target=f) for f in (evens, odds)]
[t.start() for t in threads]
[t.join() for t in threads]
