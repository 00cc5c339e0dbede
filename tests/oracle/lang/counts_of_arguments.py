# set: first
# Native methods name their class when they are given too many or too few arguments; super() outside a class.
calls = [lambda: "a".lower(1), lambda: [].append(), lambda: {}.keys(1), lambda: "a".join(), lambda: [].insert(1), lambda: len(),
         lambda: sorted("é", key="".lower), lambda: {1}.add(), lambda: (1).bit_length(2), lambda: b"".upper(1), lambda: [].clear(1),
         lambda: super(), lambda: super(1, 2), lambda: super(int, "a"), lambda: super(ValueError, KeyError())]
for call in calls:
    try:
        print(call())
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__, e)


class Base:
    def who(self):
        return "base"

    @classmethod
    def kind(cls):
        return "kind of " + cls.__name__


class Child(Base):
    def who(self):
        return "child of " + super().who() + " or " + super(Child, self).who()

    @classmethod
    def kind(cls):
        return super().kind() + super(Child, cls).kind()


print(Child().who(), Child.kind())
try:
    raise KeyError("first")
except KeyError:
    try:
        0 in Child()
    except TypeError as e:
        print(e, repr(e.__context__), e.__cause__)
