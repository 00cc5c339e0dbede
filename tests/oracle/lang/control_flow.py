# set: first
# if, while, for, else on loops, break, continue, conditional expressions.

def classify(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n < 10:
        return "small"
    else:
        return "big"


print([classify(n) for n in (-5, 0, 7, 10)])
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print(n, "is prime")
n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
else:
    print("steps", steps)
while True:
    steps -= 10
    if steps > 50:
        continue
    break
print(steps)
for i in range(3):
    pass
print("i stays", i)
for i in []:
    print("never")
else:
    print("else of an empty loop")
for c in "a-b":
    if c == "-":
        continue
    print(c, end=" ")
print()
total = 0
for i in range(10, 0, -3):
    total += i
print(total, "yes" if total > 20 else "no")
if 0 or "" or [] or {} or None or 0.0 or ():
    print("never")
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True)
print(not 0, None or "default", "a" and "b", 0 and 1)
