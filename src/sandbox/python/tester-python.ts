/**
 * Python of the tester: runs the data set's helpers and tests. The program is elsewhere; what stands for its entry
 * point here sends the arguments there and makes a value of exact builtin types of what comes back.
 */
export const TESTER = String.raw`
import ast, builtins, linecache, random, warnings

class _Faulty(BaseException):
    """The tests themselves cannot run."""

class _Gone(BaseException):
    """The program's process has ended."""

class UnfitResult(Exception):
    """What the program returned is not plain data."""

warnings.simplefilter('ignore')

def check_program(text, ask):
    job = from_text(text)
    return to_text(_Check_of(job, ask).verdict())

def _one_line(text, limit=300):
    return ' '.join(str(text).split())[:limit]

def _named(error):
    message = _one_line(error)
    return type(error).__name__ + (': ' + message if message else '')

class _Check_of:
    def __init__(self, job, ask):
        self.job = job
        self.ask = ask
        self.last_raised = None
        # Whether anything of the program's has come in: from then on it may be what tests stumble over.
        self.spoken = False

    def verdict(self):
        try:
            self.run()
        except _Faulty as fault:
            return {'state': 'faulty', 'detail': _one_line(fault)}
        except _Gone:
            return {'state': 'crashed', 'detail': None}
        except BaseException as error:
            return self.lost(error)
        return {'state': 'passed', 'detail': None}

    def lost(self, error):
        if error is self.last_raised:
            state = 'memory' if isinstance(error, MemoryError) else 'error'
            return {'state': state, 'detail': 'the program raised ' + _named(error)}
        if not self.spoken and not isinstance(error, AssertionError):
            return {'state': 'faulty', 'detail': 'the tests raised ' + _named(error)}
        if isinstance(error, UnfitResult):
            return {'state': 'failed', 'detail': _one_line(error)}
        line = self.line_of(error)
        return {'state': 'failed', 'detail': _named(error) + (' at: ' + line if line else '')}

    def line_of(self, error):
        lines = self.job['tests'].split('\n')
        found = ''
        step = error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == '<tests>' and step.tb_lineno <= len(lines):
                found = lines[step.tb_lineno - 1]
            step = step.tb_next
        return _one_line(found, 200)

    def run(self):
        job = self.job
        random.seed(0)
        kind = self.kind_of_program()
        helpers = self.compiled(job['helpers'], '<helpers>')
        tests = self.compiled(job['tests'], '<tests>')
        space = {'__name__': 'tests'}
        try:
            exec(helpers, space)
        except Exception as error:
            raise _Faulty('the helpers raised ' + _named(error))
        self.settle(self.ask(kind, to_text({'program': job['program'], 'entry': job['entry']})))
        space[job['entry']] = space['candidate'] = self.entry()
        space.pop('check', None)
        exec(tests, space)
        if callable(space.get('check')) and 'def check' in job['tests']:
            space['check'](space[job['entry']])

    def kind_of_program(self):
        try:
            tree = compile(self.job['program'], '<program>', 'exec', ast.PyCF_ONLY_AST, dont_inherit=True)
            return 'w' if wild(tree) else 'l'
        except Exception as error:
            self.last_raised = error
            raise

    def compiled(self, source, name):
        try:
            return compile(source, name, 'exec', dont_inherit=True)
        except Exception as error:
            raise _Faulty(f'{name[1:-1]}: ' + _named(error))

    def entry(self):
        def entry_point(*args, **kwargs):
            try:
                text = to_text(encode([list(args), kwargs]))
            except NotPlain as reason:
                raise (UnfitResult if self.spoken else _Faulty)(f'an argument {reason}')
            return self.settle(self.ask('c', text), [list(args), kwargs])
        entry_point.__name__ = entry_point.__qualname__ = self.job['entry']
        return entry_point

    def settle(self, text, asked=None):
        """The value of an answer, whoever wrote it."""
        if text is None:
            raise _Gone()
        self.spoken = self.spoken or asked is not None or text != _NOTHING
        try:
            answer = from_text(text)
            if type(answer) is not dict:
                raise NotPlain('is no value')
            if answer.get('changed') is not None:
                _apply(asked, decode(answer['changed']))
            if 'returned' in answer:
                return decode(answer['returned'])
            failure = UnfitResult('the result ' + str(answer['unfit'])) if 'unfit' in answer else _error_of(answer)
        except (NotPlain, RecursionError, LookupError) as reason:
            failure = UnfitResult('the result ' + str(reason))
        if not isinstance(failure, UnfitResult):
            self.last_raised = failure
        raise failure

# The answer to a program that loads without a word.
_NOTHING = to_text({'returned': None, 'changed': None})

def _error_of(answer):
    kind = getattr(builtins, str(answer.get('raised')), None)
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        kind = Exception
    try:
        args = decode(answer.get('with'))
        return kind(*args)
    except Exception:
        return kind('?') if kind in (SystemExit, MemoryError, RecursionError) else Exception(str(answer.get('raised')))

def _apply(old, new):
    """Makes what was passed by reference what the program made of it; True where the old object now is the new."""
    if type(old) is not type(new):
        return False
    if type(old) is list:
        old[:] = [_kept(old[place] if place < len(old) else None, value) for place, value in enumerate(new)]
        return True
    if type(old) is dict:
        made = {key: _kept(old.get(key), value) for key, value in new.items()}
        old.clear()
        old.update(made)
        return True
    if type(old) is set:
        old.clear()
        old.update(new)
        return True
    if type(old) is bytearray:
        old[:] = new
        return True
    if type(old) is tuple and len(old) == len(new):
        return all([_apply(before, after) for before, after in zip(old, new)])
    return False

def _kept(old, new):
    return old if _apply(old, new) else new
`
