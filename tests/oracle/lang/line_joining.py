# set: first
# Long lines, semicolons, odd layouts, comments in odd places.
x = 1 + \
    2 + \
    3
y = (1 +
     2    # a comment inside
     + 3)
z = [
    1,

    2,
]; w = {"a": 1,
        "b": 2,}
print(x, y, z, w); print("same line")
if x: print("one-line if")
else: print("one-line else")
for i in range(2): print(i); print("-")
while False: pass
def one(): return 1
class Empty: pass
class Also: a = 1; b = 2
print(one(), Also.a, Also.b, Empty.__name__)
def f(a,
      b=2,
      *args,
      c):
    return (a,
            b, args, c)


print(f(
    1,
    c=3,
))
if (x and
        y):

    # a comment before the body

    print("body after a blank line")
	# a comment with a tab
try: 1/0
except ZeroDivisionError: print("short except")
finally: print("short finally")
if True:
        print("eight spaces")
        if True:
         print("one more space")
s = "a" \
    "b"
print(s, "#not a comment")  # a comment
lambda_in_list = [lambda: 1, lambda x: x,]
print(len(lambda_in_list), (1,), (1), ())
print(1 if x else 2, not x, -x, +x, ~x, - -x, not not x)
with open("made.txt", "w") as f: f.write("x")
print({**{"a": 1}}, [*[1], ])
