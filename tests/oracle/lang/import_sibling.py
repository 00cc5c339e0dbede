# set: first
# import in all its forms, of a module beside the program.
import geometry
import geometry as geo
from geometry import area, Square as Sq
from geometry import PI

print(geometry.area(2), geo is geometry, area(1), Sq(3).area(), PI)
geometry.set_pi(4)
print(geometry.PI, PI, area(1))
geometry.PI = 10
print(area(1))
print(geometry.__name__, geometry.__doc__, area.__doc__, geometry.loaded, __name__)
print(area.__name__, Sq.__name__, Sq.__module__, area.__module__)
try:
    geometry.missing
except AttributeError as e:
    print(e)
try:
    from geometry import nothing_there
except ImportError as e:
    print(str(e)[:55])
try:
    import no_such_module_here
except ModuleNotFoundError as e:
    print(e)
try:
    import no_such_module_here.sub
except ImportError as e:
    print(type(e).__name__)
