# set: first
# A sort that uses a thread for each half, down to a depth.
import threading


def merge(a, b):
    out = []
    while a and b:
        out.append(a.pop(0) if a[0] <= b[0] else b.pop(0))
    return out + a + b


def sort(items, depth, out, key):
    if len(items) < 2:
        out[key] = items
        return
    middle = len(items) // 2
    halves = {}
    if depth > 0:
        threads = [threading.Thread(target=sort, args=(part, depth - 1, halves, i))
                   for i, part in enumerate((items[:middle], items[middle:]))]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    else:
        sort(items[:middle], 0, halves, 0)
        sort(items[middle:], 0, halves, 1)
    out[key] = merge(halves[0], halves[1])


data = [(i * 7919) % 101 for i in range(60)]
result = {}
sort(list(data), 2, result, "all")
print(result["all"] == sorted(data), result["all"][:5], result["all"][-1])
