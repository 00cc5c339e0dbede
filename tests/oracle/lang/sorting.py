# set: first
# Sorting with keys, stably, and other ways to order.

students = [("Ann", 90, 20), ("Bob", 75, 22), ("Cy", 90, 19), ("Di", 75, 20)]
print(sorted(students, key=lambda s: s[1]))
print(sorted(students, key=lambda s: (-s[1], s[0])))
print(sorted(students, key=lambda s: s[1], reverse=True))
students.sort(key=lambda s: s[2])
print([s[0] for s in students])
print(sorted(["b", "A", "a", "B"]), sorted(["b", "A", "a", "B"], key=str.lower))
print(sorted({"z": 1, "y": 2}), sorted("hello", reverse=True), sorted((3, 1, 2)))
print(min(students, key=lambda s: s[2]), max(students, key=lambda s: len(s[0])))
print(min([], default="none"), max("abc", "abd"), max([1, 5, 3], key=lambda x: -x))
print(sorted([True, 0, 2, 1.5]), sorted([[2, 1], [1, 9], [1]]))
try:
    sorted([1, "a"])
except TypeError as e:
    print(e)


class Card:
    def __init__(self, rank):
        self.rank = rank

    def __lt__(self, other):
        return self.rank < other.rank

    def __repr__(self):
        return "C%d" % self.rank


print(sorted([Card(5), Card(2), Card(9)]), min(Card(3), Card(1)), max([Card(3), Card(7)]))


def bubble(a):
    a = list(a)
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a


def quick(a):
    if len(a) < 2:
        return a
    p = a[0]
    return quick([x for x in a[1:] if x < p]) + [p] + quick([x for x in a[1:] if x >= p])


data = [5, 2, 9, 1, 5, 6, -3]
print(bubble(data), quick(data), data)
