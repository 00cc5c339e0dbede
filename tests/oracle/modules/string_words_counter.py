# set: first
import string
from collections import Counter

TEXT = """It was the best of times, it was the worst of times; it was the age
of wisdom -- it was the age of foolishness!"""
clean = TEXT.lower().translate(str.maketrans("", "", string.punctuation))
words = clean.split()
print(len(words), Counter(words).most_common(4), sorted(set(words), key=lambda w: (-len(w), w))[:3])
letters = Counter(c for c in clean if c.isalpha())
print(letters.most_common(3), sum(letters.values()))
for length, group in sorted({n: sorted({w for w in words if len(w) == n}) for n in set(map(len, words))}.items()):
    print(length, group)
index = {}
for n, line in enumerate(TEXT.splitlines(), 1):
    for w in line.lower().split():
        index.setdefault(w.strip(string.punctuation), set()).add(n)
print({w: sorted(v) for w, v in sorted(index.items()) if len(v) > 1})
