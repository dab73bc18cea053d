/** Python: a function that tries every way out from a program's place, and returns the ways that are open as JSON. */
export const ESCAPES_IN_PYTHON = String.raw`
def _try_escapes(text):
    import json, os, socket, subprocess
    targets = json.loads(text)
    open_ways = []

    def way(name, run):
        try:
            if run() is not False:
                open_ways.append(name + ' from Python')
        except BaseException:
            pass

    def connect():
        with socket.create_connection(('127.0.0.1', targets['port']), 0.2) as link:
            link.sendall(b'GET / HTTP/1.0\r\n\r\n')
            return len(link.recv(1)) > 0

    def of_process(name, *args):
        import pyodide_js
        import js
        for owner in (js, pyodide_js):
            process = getattr(owner, 'process', None)
            if process is not None:
                getattr(process, name)(*args)
                return True
        return False

    def mount():
        import pyodide_js
        pyodide_js.FS.mkdir('/outside')
        pyodide_js.FS.mount(pyodide_js.FS.filesystems.NODEFS, {'root': targets['folder']}, '/outside')
        return len(os.listdir('/outside')) > 0

    def eval_js():
        from pyodide.code import run_js
        run_js('process.getBuiltinModule("node:fs").readdirSync("/")')

    way('read a file', lambda: open(targets['file']).read())
    way('list a folder', lambda: os.listdir(targets['folder']))
    way('mount a folder', mount)
    way('start a process', lambda: subprocess.run(['true']))
    way('start a shell', lambda: os.system('true') == 0)
    way('open a connection', connect)
    way('signal a process', lambda: of_process('kill', targets['pid'], 0))
    way('load a Node module', lambda: of_process('getBuiltinModule', 'node:fs'))
    way('run JavaScript on Node', eval_js)
    return json.dumps(open_ways)

_try_escapes
`
