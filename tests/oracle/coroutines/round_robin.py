# set: first
# Generators as tasks, a list as the scheduler.

def task(name, steps):
    for i in range(steps):
        print(name, i)
        yield
    print(name, "ends")


def run(tasks):
    while tasks:
        current = tasks.pop(0)
        try:
            next(current)
            tasks.append(current)
        except StopIteration:
            print("one less,", len(tasks), "left")


run([task("A", 3), task("B", 1), task("C", 2)])
