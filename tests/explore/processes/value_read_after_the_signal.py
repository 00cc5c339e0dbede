# What main reads when the child is gone may in another order be read before the child has written.
# outcomes: 0 1
# verdict: holds
from multiprocessing import Process, Semaphore, Value


def work(s, v):
    s.release()
    v.value = 1


if __name__ == "__main__":
    s = Semaphore(0)
    v = Value("i", 0)
    p = Process(target=work, args=(s, v))
    p.start()
    s.acquire()
    seen = v.value
    p.join()
    print(seen)
