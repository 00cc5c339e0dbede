# set: first
# terminate ends with -15, kill with -9.
import time
from multiprocessing import Process


def forever():
    while True:
        time.sleep(0.01)


if __name__ == "__main__":
    p = Process(target=forever)
    p.start()
    print(p.is_alive(), p.exitcode)
    p.terminate()
    p.join()
    print(p.is_alive(), p.exitcode)
    q = Process(target=forever)
    q.start()
    q.kill()
    q.join()
    print(q.is_alive(), q.exitcode)
