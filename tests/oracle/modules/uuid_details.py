# set: first
import uuid

u = uuid.UUID("{12345678-1234-5678-1234-567812345678}")
print(u, repr(u), u.hex, u.int, u.urn, u.fields, u.bytes, u.bytes_le, u.variant, u.version, u.time_low, u.clock_seq, u.node)
print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "x"), uuid.UUID(bytes=b"\x12" * 16), uuid.UUID(fields=(1, 2, 3, 4, 5, 6)), uuid.uuid4().version, uuid.uuid1().version)
print(u == uuid.UUID(int=u.int), u < uuid.UUID(int=0), hash(u) == hash(uuid.UUID(str(u))), int(u) == u.int, uuid.uuid1(node=5).node, uuid.UUID(bytes_le=u.bytes_le) == u)
for bad in (lambda: uuid.UUID("x"), lambda: uuid.UUID(), lambda: uuid.UUID(int=-1), lambda: uuid.UUID(bytes=b"x"), lambda: setattr(u, "int", 5)):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
