# set: first
def step(cells):
    counts = {}
    for r, c in cells:
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                if dr or dc:
                    counts[r + dr, c + dc] = counts.get((r + dr, c + dc), 0) + 1
    return {p for p, n in counts.items() if n == 3 or n == 2 and p in cells}


def show(cells, size=6):
    for r in range(size):
        print("".join("#" if (r, c) in cells else "." for c in range(size)))
    print()


glider = {(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)}
for generation in range(4):
    show(glider)
    glider = step(glider)
print(sorted(glider), len(glider))
