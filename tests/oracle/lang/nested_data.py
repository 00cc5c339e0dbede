# set: first
# Lists in dicts in tuples: reading, changing, printing.
school = {
    "name": "No. 1",
    "classes": [
        {"id": 1, "pupils": [("Ann", [90, 85]), ("Bob", [70])]},
        {"id": 2, "pupils": []},
    ],
}
school["classes"][1]["pupils"].append(("Cy", [100]))
school["classes"][0]["pupils"][1][1].append(75)
for c in school["classes"]:
    for name, marks in c["pupils"]:
        print(c["id"], name, sum(marks) / len(marks))
print(school)
averages = {n: sum(m) / len(m) for c in school["classes"] for n, m in c["pupils"]}
print(averages, sorted(averages.items(), key=lambda kv: kv[1], reverse=True))
matrix = [[i * j for j in range(1, 4)] for i in range(1, 4)]
for row in matrix:
    print(" ".join("%3d" % x for x in row))
print([list(r) for r in zip(*matrix)], sum(sum(r) for r in matrix))
d = {}
for path in ("a/b/c", "a/b/d", "a/e"):
    at = d
    for part in path.split("/"):
        at = at.setdefault(part, {})
print(d)


def show(tree, depth=0):
    for k in sorted(tree):
        print("  " * depth + k)
        show(tree[k], depth + 1)


show(d)


def flatten(x):
    return [z for y in x for z in (flatten(y) if isinstance(y, list) else [y])]


print(flatten([1, [2, [3, [4]], 5], []]))
print(len(str(school)), school["classes"][0]["pupils"][0][0][::-1])
