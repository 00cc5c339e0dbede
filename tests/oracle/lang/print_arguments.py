# set: first
# print: sep, end, several values, and values of every kind.

print()
print("a", "b", "c", sep="")
print("a", "b", sep=", ", end="!\n")
print(1, 2.0, "three", None, True, [4], (5,), {6: 7}, sep="|")
for i in range(3):
    print(i, end=" ")
print()
print("no newline", end="")
print()
print("a\nb", "tab\there")
print(["it's", 'q"', "\n", "é", "中"], ("x",))
print(print("inner"))
print(*[1, 2, 3])
print(*"abc", sep="\n")
print("", "", "x")
print("sep none", 1, sep=None, end=None)
print({"k": [1, (2, 3)]}, [[], {}, ()])
print(str([1, "1", 1.0]), repr("a\\b"), "a\\b", r"raw\n")
print(len, type(len).__name__, int, str, list, ValueError)
print(NotImplemented, Ellipsis, ..., range(3), slice(1, 2))


def f():
    pass


print(f(), type(f).__name__, type(f()).__name__, type(None))
