# set: first
from multiprocessing import Manager, Process


def work(d, items, k):
    d[k] = k * k
    items.append(k)


if __name__ == "__main__":
    with Manager() as m:
        d, items = m.dict(), m.list([100])
        ps = [Process(target=work, args=(d, items, k)) for k in range(4)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        print(sorted(d.items()), sorted(items), len(items), 2 in d, d.get(9, "none"))
        d["list"] = [1]
        d["list"].append(2)
        print(d["list"])                # the change went to a copy
        x = d["list"]
        x.append(2)
        d["list"] = x
        print(d["list"])
        items[0] = "changed"
        items.extend([5, 6])
        print(items[0], items[-1], list(items)[:1], items.pop())
        d.update({"a": 1})
        del d["a"]
        print("a" in d, sorted(map(str, d.keys())))
        try:
            d["missing"]
        except KeyError as e:
            print("KeyError", e)
        print(str(m.list([1, 2])), isinstance(dict(d), dict), d.copy() == dict(d))
