# set: first
# What stands in a finally is compiled twice: its functions keep their variables apart in both.
def attempt(fails):
    try:
        if fails:
            raise KeyError("k")
    finally:
        def local(a, b=2, *rest):
            first = a * 10
            second = [x + first for x in (a, b)]
            third = (lambda q: q + first)(b)
            return first, second, third, rest

        def unset():
            value = value

        class Inside:
            def method(self, n):
                total = 0
                for i in range(n):
                    step = i * 2
                    total += step
                return total, step

        print(local(1), local(1, 3, 4), Inside().method(4), list(x * y for x in (1, 2) for y in (3, 4)))
        try:
            unset()
        except UnboundLocalError as e:
            print(e)


for fails in (False, True):
    try:
        attempt(fails)
    except KeyError as e:
        print("KeyError", e)
