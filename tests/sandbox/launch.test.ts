import { expect, test } from 'vitest'
import { type Launch, launchCommand, type Wrapping } from '../../src/sandbox/launch.ts'
import { layersOf } from '../../src/sandbox/layers.ts'
import { layerLine } from '../../src/sandbox/sandbox.ts'

const LAUNCH: Launch = {
  nodePath: '/opt/node',
  script: '/app/python.child.js',
  setup: { role: 'tester' },
  reads: ['/app'],
  rootFolder: '/tmp/root',
  memoryBytes: 1000,
}
const BARE: Wrapping = { privateRoot: false, nodeOptions: [] }
const FULL: Wrapping = {
  setpriv: '/usr/bin/setpriv',
  prlimit: '/usr/bin/prlimit',
  unshare: { path: '/usr/bin/unshare', namespaces: ['user', 'net', 'mount', 'pid'] },
  privateRoot: true,
  nodeOptions: ['--permission'],
}

test('a machine with nothing starts Node alone', () => {
  expect(launchCommand(BARE, LAUNCH)).toEqual([
    '/opt/node',
    '--max-old-space-size=512',
    '/app/python.child.js',
    '{"role":"tester"}',
  ])
})

test('layers are put around Node from the outermost inwards', () => {
  const command = launchCommand(FULL, LAUNCH)
  const places = [
    '--pdeathsig',
    '/usr/bin/unshare',
    '--kill-child',
    '/bin/sh',
    '/usr/bin/prlimit',
    '--no-new-privs',
    '/opt/node',
    '--permission',
    '--allow-fs-read=/app',
    '/app/python.child.js',
  ].map((part) => command.lastIndexOf(part))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

test('without a user namespace the number of processes is left alone: it counts all of the user', () => {
  const { unshare, ...rest } = FULL
  expect(launchCommand(FULL, LAUNCH)).toContain('--nproc=64')
  expect(launchCommand({ ...rest, privateRoot: false }, LAUNCH)).not.toContain('--nproc=64')
})

test('without Node permissions no path is allowed: there is nothing to allow it', () => {
  expect(launchCommand(BARE, LAUNCH).some((part) => part.startsWith('--allow'))).toBe(false)
})

test.each([
  ['everything', FULL, [], 8],
  ['nothing but what needs no tool', BARE, [], 3],
  ['everything but what is switched off', FULL, ['namespaces', 'empty-environment'] as const, 6],
])('layers with %s are told, the missing ones with a reason', (_, wrapping, without, active) => {
  const layers = layersOf(wrapping, new Set(without))
  expect(layers.map(({ name }) => name)).toHaveLength(8)
  expect(layers.filter((layer) => layer.active)).toHaveLength(active)
  for (const layer of layers) expect(layerLine(layer)).toMatch(/^[+-] [a-z-]+: .+/)
})
