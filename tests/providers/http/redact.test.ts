import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redact } from '../../../src/providers/http/redact.ts'
import { redactUrl } from '../../../src/providers/http/redact-url.ts'
import { separateCredentials } from '../../../src/providers/http/separate-credentials.ts'

describe('redact', () => {
  test.each([
    ['key tok-9876543210 is wrong', ['tok-9876543210'], 'key [redacted] is wrong'],
    ['sent a%2Fb%2Bc', ['a/b+c'], 'sent [redacted]'],
    [String.raw`{"key":"a\"bc"}`, ['a"bc'], '{"key":"[redacted]"}'],
    ['abcdef and abcd', ['abcd', 'abcdef'], '[redacted] and [redacted]'],
    ['Incorrect API key provided: sk-abcd****wxyz.', [], 'Incorrect API key provided: [redacted]'],
    ['got Bearer abcdefghijklmnopqr', [], 'got [redacted]'],
    ['Basic authentication is needed', [], 'Basic authentication is needed'],
    ['an x is an x', ['x', undefined, ''], 'an x is an x'],
  ])('%j without %j', (text, secrets, clean) => {
    expect(redact(text, secrets)).toBe(clean)
  })

  test('no secret of four characters or more survives, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'[redacted]'.includes(secret))
        expect(redact(before + secret + after, [secret]).replaceAll('[redacted]', '\0')).not.toContain(secret)
      }),
    )
  })
})

describe('redactUrl', () => {
  test.each([
    ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['https://user:pass@host:8443/v1#x', 'https://host:8443/v1'],
    ['https://token@host/v1', 'https://host/v1'],
    ['https://host/v1?api-version=2026&api-key=abc&sig=1', 'https://host/v1?api-version=2026'],
    ['https://host/v1?key=abc', 'https://host/v1'],
    ['//user:pass@host', '//host'],
    ['not a url', 'not a url'],
  ])('%s → %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })
})

describe('separateCredentials', () => {
  test('user and password become a Basic header, and are secrets', () => {
    expect(separateCredentials('http://me:p%40ss@host/v1')).toEqual({
      url: 'http://host/v1',
      authorization: `Basic ${btoa('me:p@ss')}`,
      secrets: ['p@ss', btoa('me:p@ss')],
    })
  })
  test('a URL without them stays as it is, and a key in its query is a secret', () => {
    const url = 'http://host/v1?api_key=abc&v=1'
    expect(separateCredentials(url)).toEqual({ url, authorization: undefined, secrets: ['abc'] })
  })
})
