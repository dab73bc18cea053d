/**
 * Python: tells programs that provably reach no further than their own names from all others, by their syntax alone.
 * After a tame program the interpreter is as it was before; after any other, the process is thrown away. What is not
 * understood is not tame: that costs a process start, nothing else.
 *
 * Tame programs run with builtins and modules of which only harmless names are left, so that a name that is missed
 * here is missing there as well.
 */
export const TAME = `
import ast, builtins, importlib, types

_MODULES = (
    'math', 'cmath', 're', 'typing', 'collections', 'collections.abc', 'itertools', 'functools', 'string', 'heapq',
    'bisect', 'copy', 'fractions', 'random', 'datetime', 'hashlib', 'statistics', 'operator', 'numbers', 'time',
)
# What reads attributes by name, sets them, or registers things for everybody.
_HIDDEN = frozenset('''
    get_type_hints evaluate_forward_ref ForwardRef overload final override no_type_check no_type_check_decorator
    runtime_checkable dataclass_transform clear_overloads get_overloads update_wrapper wraps singledispatch
    singledispatchmethod total_ordering cached_property Formatter Template attrgetter methodcaller file_digest
    purge abc
'''.split())
_OF_SYS = ('maxsize', 'float_info', 'int_info', 'byteorder', 'maxunicode')
_BUILTINS = frozenset('''
    abs all any ascii bin bool bytearray bytes callable chr complex dict divmod enumerate filter float format frozenset
    hasattr hash hex id int isinstance issubclass iter len list map max min next oct ord pow print range repr reversed round
    set slice sorted str sum tuple type zip object None True False Ellipsis NotImplemented
'''.split()) | {
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
}
_ATTRIBUTE_STARTS = ('_', 'gi_', 'cr_', 'ag_', 'f_', 'tb_', 'co_')
_ATTRIBUTES = frozenset(('register', 'obj', 'mro', 'with_traceback'))

def _public(name):
    module = importlib.import_module(name)
    names = _OF_SYS if name == 'sys' else getattr(module, '__all__', None) or vars(module)
    found = {each: getattr(module, each) for each in names if each[0] != '_' and each not in _HIDDEN}
    shared = (types.ModuleType, list, dict, set, bytearray)
    return {each: value for each, value in found.items() if not isinstance(value, shared)}

PUBLIC = {name: _public(name) for name in (*_MODULES, 'sys')}

class _Wild(Exception):
    pass

_NEVER = (
    ast.ClassDef, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.TypeAlias, ast.TypeVar,
    ast.ParamSpec, ast.TypeVarTuple,
)

def wild(tree):
    """Why a program is not tame; None where it is."""
    try:
        _Check(tree)
    except _Wild as reason:
        return str(reason)
    return None

class _Check:
    def __init__(self, tree):
        self.docstrings = set()
        self.type_questions = set()
        self.of_modules = set()
        self.aliases = {}
        nodes = list(ast.walk(tree))
        for node in nodes:
            self.gather(node)
        for node in nodes:
            self.check(node)

    def gather(self, node):
        if isinstance(node, (ast.Module, ast.FunctionDef)):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                self.docstrings.add(id(first.value))
        elif isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                if isinstance(side, ast.Call) and len(side.args) == 1 and not side.keywords:
                    if not isinstance(side.args[0], ast.Starred):
                        self.type_questions.add(id(side.func))
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name not in PUBLIC or '.' in name.name:
                    raise _Wild(f'imports {name.name}')
                self.aliases.setdefault(name.asname or name.name, set()).add(name.name)

    def check(self, node):
        if isinstance(node, _NEVER):
            raise _Wild(f'has a {type(node).__name__}')
        for field, value in ast.iter_fields(node):
            if isinstance(value, str) and field not in ('value', 'kind', 'type_comment'):
                self.identifier(value)
            elif field == 'names' and isinstance(node, (ast.Global, ast.Nonlocal)):
                for each in value:
                    self.identifier(each)
        if isinstance(node, ast.Attribute):
            self.attribute(node)
        elif isinstance(node, ast.Name):
            self.name(node)
        elif isinstance(node, ast.ImportFrom):
            self.import_from(node)
        elif isinstance(node, ast.Constant):
            text = node.value
            if isinstance(text, str) and '__' in text and text != '__main__' and id(node) not in self.docstrings:
                raise _Wild('has a text with two underscores')
        elif isinstance(node, ast.MatchClass):
            for each in node.kwd_attrs:
                self.attribute_name(each)
        elif isinstance(node, (ast.Try, ast.TryStar, ast.With)):
            # Such code would run when an unfinished generator is thrown away, whenever that is.
            if any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in ast.walk(node)):
                raise _Wild('has a generator with a clean-up')

    def identifier(self, name):
        if '__' in name and name not in ('__name__', '__future__'):
            raise _Wild(f'names {name}')

    def attribute_name(self, name):
        if name.startswith(_ATTRIBUTE_STARTS) or name in _ATTRIBUTES:
            raise _Wild(f'reads .{name}')

    def attribute(self, node):
        if not isinstance(node.ctx, ast.Load):
            raise _Wild('sets an attribute')
        self.attribute_name(node.attr)
        if isinstance(node.value, ast.Name) and node.value.id in self.aliases:
            if any(node.attr not in PUBLIC[module] for module in self.aliases[node.value.id]):
                raise _Wild(f'reads {node.value.id}.{node.attr}')
            self.of_modules.add(id(node.value))

    def name(self, node):
        if node.id in self.aliases and isinstance(node.ctx, ast.Load) and id(node) not in self.of_modules:
            raise _Wild(f'hands on the module {node.id}')
        if node.id == 'type' and id(node) not in self.type_questions:
            raise _Wild('uses type')
        if node.id not in _BUILTINS and node.id != '__name__' and hasattr(builtins, node.id):
            raise _Wild(f'uses {node.id}')

    def import_from(self, node):
        if node.module == '__future__':
            return
        if node.level or node.module not in PUBLIC:
            raise _Wild(f'imports from {node.module}')
        for name in node.names:
            if name.name not in PUBLIC[node.module]:
                raise _Wild(f'imports {node.module}.{name.name}')

def tame_builtins():
    """What a tame program finds: made anew for each."""
    facades = {}

    def facade(name):
        if name not in facades:
            facades[name] = types.ModuleType(name)
            facades[name].__dict__.update(PUBLIC[name])
        return facades[name]

    def tame_import(name, globals=None, locals=None, fromlist=(), level=0):
        if name == '__future__':
            return importlib.import_module(name)
        if name not in PUBLIC:
            raise ImportError(name)
        return facade(name)

    return {**{name: getattr(builtins, name) for name in _BUILTINS}, '__import__': tame_import, '__name__': 'builtins'}
`
