# Whoever is ended by force does not give its lock back.
# finds: deadlock
# outcomes: deadlock done
from multiprocessing import Lock, Process


def work(lock):
    with lock:
        pass


if __name__ == "__main__":
    lock = Lock()
    p = Process(target=work, args=(lock,))
    p.start()
    p.terminate()
    p.join()
    with lock:
        print("done")
