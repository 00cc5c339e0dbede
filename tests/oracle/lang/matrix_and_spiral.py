# set: first
def spiral(m):
    m = [row[:] for row in m]
    out = []
    while m:
        out += m.pop(0)
        m = [list(r) for r in zip(*m)][::-1]
    return out


def rotate(m):
    return [list(r)[::-1] for r in zip(*m)]


def show(m):
    for row in m:
        print(" ".join("%2d" % x for x in row))


grid = [[r * 4 + c for c in range(4)] for r in range(3)]
show(grid)
print(spiral(grid))
show(rotate(grid))
print(rotate(rotate(rotate(rotate(grid)))) == grid)
identity = [[int(i == j) for j in range(3)] for i in range(3)]


def det(m):
    if len(m) == 1:
        return m[0][0]
    return sum((-1) ** c * m[0][c] * det([row[:c] + row[c + 1:] for row in m[1:]]) for c in range(len(m)))


print(det(identity), det([[2, 0, 1], [1, 3, 2], [1, 1, 1]]), det([[i * j + 1 for j in range(4)] for i in range(4)]))
pascal = [[1]]
for _ in range(6):
    pascal.append([a + b for a, b in zip([0] + pascal[-1], pascal[-1] + [0])])
for row in pascal:
    print(" ".join(map(str, row)).center(30).rstrip())
magic = [[2, 7, 6], [9, 5, 1], [4, 3, 8]]
sums = {sum(r) for r in magic} | {sum(c) for c in zip(*magic)} | {sum(magic[i][i] for i in range(3)), sum(magic[i][2 - i] for i in range(3))}
print(sums, len(sums) == 1)
