# finds: deadlock
# outcomes: deadlock
from multiprocessing import Process, Semaphore


def work(s):
    s.acquire()


if __name__ == "__main__":
    s = Semaphore(1)
    ps = [Process(target=work, args=(s,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print("done")
