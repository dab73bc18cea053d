/** Python of the candidate: runs a program and answers calls of its entry point. It knows nothing of tests. */
export const CANDIDATE = `
import builtins, gc, random, sys, types

class _Loaded:
    space = None
    entry = None

def load(text, tame):
    job = from_text(text)
    random.seed(0)
    module = types.ModuleType('program')
    _Loaded.space = module.__dict__
    if tame:
        _Loaded.space['__builtins__'] = tame_builtins()
    else:
        sys.modules['program'] = module
    return _answer(lambda: _run(job))

def _run(job):
    exec(compile(job['program'], '<program>', 'exec', dont_inherit=True), _Loaded.space)
    _Loaded.entry = _Loaded.space[job['entry']] if job['entry'] in _Loaded.space else None
    if _Loaded.entry is None:
        raise NameError('the program defines no ' + job['entry'])

def call(text):
    args, kwargs = decode(from_text(text))
    before = _changeable(args, kwargs)
    return _answer(lambda: _Loaded.entry(*args, **kwargs), lambda: _changes(before, args, kwargs))

def forget():
    if _Loaded.space is not None:
        _Loaded.space.clear()
    _Loaded.space = _Loaded.entry = None
    gc.collect()

def _answer(run, changes=lambda: None):
    try:
        result = run()
    except BaseException as error:
        return _text({'raised': _builtin_name(type(error)), 'with': _arguments(error), 'changed': changes()})
    try:
        return _text({'returned': encode(result) if result is not None else None, 'changed': changes()})
    except NotPlain as reason:
        return _text({'unfit': str(reason), 'changed': changes()})
    except BaseException as error:
        return _text({'raised': _builtin_name(type(error)), 'with': [], 'changed': None})

def _text(answer):
    return to_text(answer)

def _changeable(args, kwargs):
    if any(isinstance(value, (list, dict, set, tuple, bytearray)) for value in (*args, *kwargs.values())):
        return encode([args, kwargs])
    return None

def _changes(before, args, kwargs):
    """The arguments as they are now, where they are not as they were."""
    if before is None:
        return None
    try:
        after = encode([args, kwargs])
    except Exception:
        return None
    return None if to_text(after) == to_text(before) else after

def _builtin_name(kind):
    for base in type.mro(kind):
        if base.__module__ == 'builtins' and getattr(builtins, base.__name__, None) is base:
            return base.__name__
    return 'Exception'

def _arguments(error):
    try:
        return encode([str(value)[:2000] if isinstance(value, str) else value for value in error.args[:5]])
    except BaseException:
        return []
`
