# finds: assertion
# outcomes: 1
from multiprocessing import Process


def work():
    assert False


if __name__ == "__main__":
    p = Process(target=work)
    p.start()
    p.join()
    print(p.exitcode)
