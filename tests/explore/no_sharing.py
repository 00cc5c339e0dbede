# finds: nothing
# outcomes: 0
from multiprocessing import Process

count = 0


def work():
    global count
    count += 1


if __name__ == "__main__":
    ps = [Process(target=work) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(count)
