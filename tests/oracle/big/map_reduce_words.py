# set: full
# Map, shuffle, reduce over files, with processes for both phases.
import os
from multiprocessing import Pool, Process, Queue

TEXTS = {
    "one.txt": "the sea the shell the sand\nshe sells sea shells\n",
    "two.txt": "a shell on the sand\nthe tide takes the sand\n",
    "three.txt": "tide and time wait for no man\nno shell no sea\n",
    "empty.txt": "",
}


def write_texts(folder):
    os.mkdir(folder)
    for name, text in TEXTS.items():
        with open(os.path.join(folder, name), "w") as f:
            f.write(text)
    return sorted(os.path.join(folder, n) for n in os.listdir(folder))


def map_words(path):
    """path -> [(word, (file, line))]"""
    out = []
    with open(path) as f:
        for number, line in enumerate(f, 1):
            for word in line.split():
                out.append((word, (os.path.basename(path), number)))
    return out


def shuffle(mapped):
    groups = {}
    for part in mapped:
        for key, value in part:
            groups.setdefault(key, []).append(value)
    return sorted(groups.items())


def reduce_count(item):
    word, places = item
    return word, len(places)


def reduce_index(item):
    word, places = item
    files = {}
    for name, line in places:
        files.setdefault(name, set()).add(line)
    return word, sorted((n, sorted(l)) for n, l in files.items())


class MapReduce:
    def __init__(self, pool, mapper, reducer):
        self.pool, self.mapper, self.reducer = pool, mapper, reducer

    def run(self, inputs):
        return dict(self.pool.map(self.reducer, shuffle(self.pool.map(self.mapper, inputs))))


def partition(word, n):
    return sum(map(ord, word)) % n


def reducer_process(k, inbox, outbox):
    counts = {}
    for word in iter(inbox.get, None):
        counts[word] = counts.get(word, 0) + 1
    outbox.put((k, counts))


def mapper_process(path, inboxes):
    for word, _ in map_words(path):
        inboxes[partition(word, len(inboxes))].put(word)


def by_hand(paths, n):
    inboxes, outbox = [Queue() for _ in range(n)], Queue()
    reducers = [Process(target=reducer_process, args=(k, inboxes[k], outbox)) for k in range(n)]
    mappers = [Process(target=mapper_process, args=(p, inboxes)) for p in paths]
    for p in reducers + mappers:
        p.start()
    for p in mappers:
        p.join()
    for inbox in inboxes:
        inbox.put(None)
    parts = dict(outbox.get() for _ in reducers)
    for p in reducers:
        p.join()
    return parts


def main():
    paths = write_texts("texts")
    with Pool(3) as pool:
        counts = MapReduce(pool, map_words, reduce_count).run(paths)
        index = MapReduce(pool, map_words, reduce_index).run(paths)
    top = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
    for word, n in top[:5]:
        print("%-6s %d %s" % (word, n, "*" * n))
    print("words", len(counts), "in all", sum(counts.values()))
    for word in ("shell", "no", "tide"):
        print(word, index[word])
    parts = by_hand(paths, 2)
    merged = {}
    for k in sorted(parts):
        print("reducer", k, "had", len(parts[k]), "words")
        merged.update(parts[k])
    print("the same by hand:", merged == counts)


if __name__ == "__main__":
    main()
