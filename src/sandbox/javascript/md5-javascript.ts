/**
 * JavaScript: MD5 of a text's UTF-8 bytes as hexadecimal (RFC 1321), for programs that `require('js-md5')`: the one
 * package that HumanEval's solutions in JavaScript ask for.
 */
export const MD5 = `
function utf8(text) {
  const escaped = unescape(encodeURIComponent(text))
  const bytes = []
  for (let place = 0; place < escaped.length; place++) bytes.push(escaped.charCodeAt(place))
  return bytes
}

function md5(text) {
  const bytes = utf8(String(text))
  const bits = bytes.length * 8
  bytes.push(0x80)
  while (bytes.length % 64 !== 56) bytes.push(0)
  for (let place = 0; place < 8; place++) bytes.push(Math.floor(bits / 2 ** (8 * place)) % 256)
  const shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let block = 0; block < bytes.length; block += 64) {
    const word = (place) => bytes[block + 4 * place] | (bytes[block + 4 * place + 1] << 8) | (bytes[block + 4 * place + 2] << 16) | (bytes[block + 4 * place + 3] << 24)
    let [a, b, c, d] = [a0, b0, c0, d0]
    for (let step = 0; step < 64; step++) {
      const round = step >> 4
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round]
      const place = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] % 16
      const sum = (a + mixed + Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) + word(place)) | 0
      const shift = shifts[round][step % 4];
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0]
    }
    a0 = (a0 + a) | 0
    b0 = (b0 + b) | 0
    c0 = (c0 + c) | 0
    d0 = (d0 + d) | 0
  }
  let hex = ''
  for (const part of [a0, b0, c0, d0]) {
    for (let place = 0; place < 4; place++) hex += ((part >>> (8 * place)) & 255).toString(16).padStart(2, '0')
  }
  return hex
}
`
