# set: first
# A scheduler that runs the task with the least time used.
def task(name, costs):
    for cost in costs:
        print(name, "works", cost)
        yield cost
    return name + " is done"


def run(tasks):
    used = {i: 0 for i in range(len(tasks))}
    alive = dict(enumerate(tasks))
    while alive:
        i = min(alive, key=lambda k: (used[k], k))
        try:
            used[i] += next(alive[i])
        except StopIteration as e:
            del alive[i]
            print("--", e.value, "after", used[i])
    return used


print(run([task("long", [5, 5]), task("short", [1, 1, 1]), task("none", [])]))
