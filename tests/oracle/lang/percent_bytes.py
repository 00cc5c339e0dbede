# set: first
# % on bytes formats bytes; chr() of what no C int holds.
for pattern, values in [
        (b'%s', 'x'), (b'%b', 5), (b'%c', 300), (b'%c', 'ab'), (b'%c', b'ab'), (b'%r', 'é'), (b'%a', [1]), (b'%(a)s', {b'a': b'1'}),
        (b'%y', 1), (b'%d', 'a'), (b'%x', 1.5), (b'%5s|%-4s|%.1s', (b'ab', b'c', b'xyz')), (b'%d %d', 1), (b'%d', (1, 2)),
        (bytearray(b'%i'), 3), (b'%', 1), (b'%s', bytearray(b'q')), (b'%f', 2), (b'%%', ()), (b'\xff%d', 1), (b'%*d', (5, 3)),
        (b'%(a)d', 5), (b'%c', 65), (b'%s', None), (b'%g', 'x'), (b'%s', (b'a',)), ('%b', 1)]:
    try:
        print(pattern, values, pattern % values)
    except Exception as e:
        print(pattern, values, type(e).__name__, e)
for n in [-1, 1114112, 2**31, 2**63, -2**31 - 1, 2**70, 1.5, 'a']:
    try:
        print(chr(n))
    except Exception as e:
        print(n, type(e).__name__, e)
