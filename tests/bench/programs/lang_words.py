TEXT = "the quick brown fox jumps over the lazy dog and the cat".split()


def run(n):
    counts = {}
    for i in range(n):
        word = TEXT[i % len(TEXT)]
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return sorted(counts.items())


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
