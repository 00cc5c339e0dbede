# set: first
data = [5, 3, 8, 1]
while (n := data.pop()) != 8:
    print("n is", n)
print(n, data)
if (size := len(data)) > 1:
    print("size", size)
print([y for x in range(5) if (y := x * x) > 3])
print((a := 1) + (b := 2), a, b)
lines = iter(["one", "two", ""])
while line := next(lines):
    print(line)


def f():
    if (k := 5) and (m := k + 1):
        return k, m


print(f())
print(f"{(w := 3)} {w}")
total = 0
print([total := total + v for v in [1, 2, 3]], total)
print(max(len(last := s) for s in ["a", "bb"]), last)
