# set: first
# order: lines
import multiprocessing
import os


class Greeter(multiprocessing.Process):
    def __init__(self, name, times):
        super().__init__()
        self.greeting = "hello " + name
        self.times = times

    def run(self):
        for i in range(self.times):
            print(i, self.greeting)
        self.times = 1000
        print("own pid:", self.pid == os.getpid())


if __name__ == "__main__":
    people = [Greeter(n, 2) for n in ("Ann", "Bob")]
    for p in people:
        p.start()
    for p in people:
        p.join()
    print([p.times for p in people], [p.exitcode for p in people])
