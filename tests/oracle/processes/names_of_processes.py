# set: first
# order: lines
from multiprocessing import Process, current_process


def who():
    print("I am", current_process().name)


if __name__ == "__main__":
    print(current_process().name)
    ps = [Process(target=who), Process(target=who, name="worker"), Process(target=who)]
    for p in ps:
        print("made", p.name)
    for p in ps:
        p.start()
    for p in ps:
        p.join()
