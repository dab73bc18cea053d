/**
 * Python: values as JSON text and back, the same in the tester and in the candidate. `null`, booleans, floats (with
 * NaN and Infinity), strings, lists and ints within 2^53 stand for themselves; anything else is an object with one
 * key, its tag. Only exact builtin types come out of `decode`, whatever goes in.
 */
export const PLAIN_DATA = `
import base64, json

class NotPlain(Exception):
    """A value that cannot cross, or a text that is no value."""

MAX_DEPTH = 200
MAX_NODES = 1_000_000
EXACT = 2 ** 53

class _Encoder:
    def __init__(self):
        self.left = MAX_NODES

    def spend(self, nodes):
        self.left -= nodes
        if self.left < 0:
            raise NotPlain('is too large')

    def many(self, values, depth):
        plain = self.plain
        return [plain(value, depth) for value in values]

    def plain(self, value, depth=0):
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is str:
            return value
        if kind is int:
            return value if -EXACT < value < EXACT else {'i': hex(value)}
        self.spend(1)
        if depth > MAX_DEPTH:
            raise NotPlain('is nested too deeply')
        depth += 1
        if isinstance(value, list):
            self.spend(list.__len__(value))
            return self.many(list.__iter__(value), depth)
        if isinstance(value, tuple):
            self.spend(tuple.__len__(value))
            return {'t': self.many(tuple.__iter__(value), depth)}
        if isinstance(value, dict):
            self.spend(2 * dict.__len__(value))
            return {'d': [self.many(pair, depth) for pair in dict.items(value)]}
        if isinstance(value, set):
            self.spend(set.__len__(value))
            return {'s': self.many(set.__iter__(value), depth)}
        if isinstance(value, frozenset):
            self.spend(frozenset.__len__(value))
            return {'z': self.many(frozenset.__iter__(value), depth)}
        return self.rest(value, kind, depth)

    def rest(self, value, kind, depth):
        if isinstance(value, (bytes, bytearray)):
            return {'b' if isinstance(value, bytes) else 'y': base64.b64encode(value).decode()}
        if isinstance(value, complex):
            value = complex.__complex__(value)
            return {'c': [value.real, value.imag]}
        if isinstance(value, int):
            return self.plain(int.__int__(value), depth)
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, str):
            return str.__str__(value)
        if kind is range:
            return {'r': self.many([value.start, value.stop, value.step], depth)}
        if kind in ITERATORS:
            return {'g': self.taken(value, depth)}
        raise NotPlain(f'is of type {kind.__name__}, not plain data')

    def taken(self, values, depth):
        items = []
        for value in values:
            self.spend(1)
            items.append(self.plain(value, depth))
        return items

ITERATORS = (
    type(_ for _ in ()), map, filter, zip, enumerate, reversed, type(iter([])), type(iter(())), type(iter({})),
    type(iter(set())), type(iter(range(0))), type(iter('')), type({}.keys()), type({}.values()), type({}.items()),
)

def to_text(plain):
    return json.dumps(plain, separators=(',', ':'))

def encode(value):
    return _Encoder().plain(value)

def decode(plain):
    kind = type(plain)
    if kind is list:
        return [decode(value) for value in plain]
    if kind is not dict:
        return plain
    if len(plain) != 1:
        raise NotPlain('is no value')
    (tag, body), = plain.items()
    try:
        return _REVIVED[tag](body)
    except NotPlain:
        raise
    except Exception as cause:
        raise NotPlain('is no value') from cause

_REVIVED = {
    'i': lambda body: int(body, 16),
    't': lambda body: tuple(decode(value) for value in body),
    'd': lambda body: {decode(key): decode(value) for key, value in body},
    's': lambda body: {decode(value) for value in body},
    'z': lambda body: frozenset(decode(value) for value in body),
    'b': lambda body: base64.b64decode(body, validate=True),
    'y': lambda body: bytearray(base64.b64decode(body, validate=True)),
    'c': lambda body: complex(float(body[0]), float(body[1])),
    'r': lambda body: range(*(decode(value) for value in body)),
    'g': lambda body: iter([decode(value) for value in body]),
}

def from_text(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise NotPlain('is no value') from cause
`
