# set: first
class Shape:
    count = 0

    def __init__(self, name):
        self.name = name
        Shape.count += 1

    def area(self):
        return 0

    def __str__(self):
        return "%s of area %.2f" % (self.name, self.area())

    def __lt__(self, other):
        return self.area() < other.area()


class Circle(Shape):
    PI = 3.14159

    def __init__(self, r):
        super().__init__("circle")
        self.r = r

    def area(self):
        return self.PI * self.r ** 2


class Rectangle(Shape):
    def __init__(self, w, h):
        super().__init__("rectangle")
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)
        self.name = "square"


shapes = [Circle(1), Rectangle(2, 3.5), Square(2), Shape("nothing")]
for s in shapes:
    print(s)
print([str(s).split()[0] for s in sorted(shapes)], max(shapes).name, Shape.count)
print(sum(s.area() for s in shapes), isinstance(shapes[2], Rectangle), type(shapes[2]) is Rectangle)
