# Without a join main reads too early, or not.
# outcomes: 0 1
# verdict: holds
# options: --outputs
from multiprocessing import Process, Value


def work(v):
    v.value = 1


if __name__ == "__main__":
    v = Value("i", 0)
    Process(target=work, args=(v,)).start()
    print(v.value)
