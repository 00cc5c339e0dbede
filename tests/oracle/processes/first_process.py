# set: first
# Start one process, wait for it.
from multiprocessing import Process


def work(name):
    print("hello from", name)


if __name__ == "__main__":
    print("main begins")
    p = Process(target=work, args=("the child",))
    p.start()
    p.join()
    print("main ends, exit code", p.exitcode)
