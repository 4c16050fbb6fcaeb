// What needs no browser: terms of the search box, hidden characters, times.
import assert from 'node:assert/strict'
import { test } from 'node:test'

const app = '../../src/main/resources/io/trailhouse/page/app/'
const { fieldOf, fieldOfColumn, split, term, toggle } = await import(`${app}terms.js`)
const { iso, length, parse, utc } = await import(`${app}time.js`)
const { Ends, plain, show } = await import(`${app}text.js`)

test('a value becomes a term that the search box reads as one', () => {
  assert.equal(term('call', 'PutObject'), 'call:PutObject')
  assert.equal(term('agent', 'aws cli/2'), 'agent:"aws cli/2"')
  assert.equal(term('error', 'say "no"', true), '-error:"say \\"no\\""')
  assert.equal(term(null, '-x'), '"-x"')
  assert.equal(term(null, 'a:b'), '"a:b"')
  assert.equal(term('agent', 'a\nb'), 'agent:a*b')
  assert.equal(term('agent', 'a b\\'), 'agent:"a b*"')
  for (const value of ['x', 'a b', '"', '\\"', 'tab\there', '<b a="c">', 'שלום', '\\']) {
    assert.equal(split(`one ${term('agent', value)} two`).length, 3, value)
  }
  assert.ok(term('agent', 'x'.repeat(200_000)).length < 250)
})

test('a click adds a term, its opposite replaces it, the same again takes it away', () => {
  assert.equal(toggle('', 'call:A'), 'call:A')
  assert.equal(toggle('word call:A', '-call:A'), 'word -call:A')
  assert.equal(toggle('word -call:A', '-call:A'), 'word')
  assert.equal(toggle('"two words" x', 'call:"a b"'), '"two words" x call:"a b"')
})

test('a place in a record has a name in a search where it can have one', () => {
  assert.equal(fieldOf(['eventName']), 'call')
  assert.equal(fieldOf(['userIdentity', 'arn']), 'principal')
  assert.equal(fieldOf(['requestParameters', 'bucketName']), 'requestparameters.bucketName')
  assert.equal(fieldOf(['resources', 0, 'ARN']), null)
  assert.equal(fieldOf(['requestParameters', 'we.ird"<b>']), null)
  assert.equal(fieldOf(['madeUp']), null)
  assert.equal(fieldOfColumn('awsRegion'), 'region')
  assert.equal(fieldOfColumn('__proto__'), null)
  assert.equal(fieldOfColumn('constructor'), null)
  assert.equal(fieldOfColumn('n'), null)
})

/** All text of what `show` gives, marks in brackets.
 * @param {any} made @returns {string} */
const flat = made => (Array.isArray(made) ? made.map(flat).join('') : typeof made === 'object' && made ? `[${flat(made.props.children)}]` : String(made))

test('what would act instead of being seen is shown as what it is', () => {
  assert.equal(flat(show('a\u202eb\u202cc')), 'a[\\u202E]b[\\u202C]c')
  assert.equal(flat(show('\u0000\u001b[31m')), '[\\u0000][\\u001B][31m')
  assert.equal(flat(show('\u0085\u200b\u2066\ufeff\ud800')), '[\\u0085][\\u200B][\\u2066][\\uFEFF][\\uD800]')
  assert.equal(flat(show('\u{e0041}x')), '[\\u{e0041}]x')
  assert.equal(flat(show('plain שלום 日本 😀')), 'plain שלום 日本 😀')
  // Twice: an expression that keeps its place must not lose the first character.
  assert.equal(flat(show('\u202ex')), '[\\u202E]x')
  assert.equal(flat(show('\u202ex')), '[\\u202E]x')
  assert.equal(plain('a\u202eb'), 'a\\u202Eb')
  assert.ok(Ends({ text: 'a/b' }))
})

test('times are UTC in both of the spellings that the server has', () => {
  assert.equal(iso(parse('2026-05-01 00:08:07')), '2026-05-01T00:08:07Z')
  assert.equal(iso(parse('2026-05-01T02:08:07+02:00')), '2026-05-01T00:08:07Z')
  assert.equal(utc(parse('2026-05-01')), '2026-05-01 00:00:00')
  assert.ok(Number.isNaN(parse('soon')) && Number.isNaN(parse(null)))
  assert.equal(length(90 * 60_000), '1 h 30 min')
})
