// Each widget of each dashboard shows what `trailhouse query` answers to the statement behind it.
// PAGE_QUERY is the command that answers statements of its standard input as JSON, as a JSON list.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { open, settled } from '../browser.mjs'

const app = '../../src/main/resources/io/trailhouse/page/app/'
const { shapeOf } = await import(`${app}shape.js`)
const { brief, count } = await import(`${app}text.js`)
const { parse, utc } = await import(`${app}time.js`)
const command = JSON.parse(process.env.PAGE_QUERY ?? '[]')

/** @type {Awaited<ReturnType<typeof open>>} */
let at
before(async () => void (at = await open()))
after(() => at.close())

test('every dashboard shows what query answers', { skip: !command.length && 'needs a real server and its program' }, async t => {
  const { page, wrongs, context } = await at.page()
  /** @type {any[]} */
  const shown = []
  /** @type {any} */
  let answer = null
  page.on('response', async response => response.url().endsWith('/page/dashboards') && (answer = await response.json()))
  await page.goto(`${at.url}/dashboards`)
  await settled(page)
  const dashboards = answer.filter((/** @type {any} */ each) => !each.own)
  assert.equal(dashboards.length, 15)
  for (const { id, widgets } of dashboards) {
    await page.goto(`${at.url}/dashboards/${id}?from=2026-05-06T00:00:00Z&to=2026-05-20T12:00:00Z`)
    await settled(page)
    assert.equal(await page.locator('.trouble').count(), 0, `${id}: ${await page.locator('.trouble').allInnerTexts()}`)
    const seen = await page.locator('.widget').evaluateAll(drawn)
    assert.deepEqual(seen.map(each => each.title), widgets.map((/** @type {any} */ each) => each.title))
    for (const [i, each] of seen.entries()) {
      each.said = widgets[i].chart === 'line' ? await pointed(page, i) : ''
      shown.push({ ...each, name: `${id}/${widgets[i].id}`, widget: widgets[i] })
    }
  }
  const told = spawnSync(command[0], command.slice(1), { input: shown.map(each => `${each.sql};`).join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.equal(told.status, 0, told.stderr)
  const answers = arrays(told.stdout)
  assert.equal(answers.length, shown.length)
  let numbers = 0
  for (const [i, each] of shown.entries()) {
    numbers += same(each, answers[i])
  }
  t.diagnostic(`${shown.length} widgets of ${dashboards.length} dashboards, ${numbers} values compared`)
  assert.ok(numbers > 3000, `${numbers} values`)
  assert.deepEqual(wrongs, [])
  await context.close()
})

/** What widgets have drawn; runs in the browser.
 * @param {Element[]} widgets */
function drawn(widgets) {
  const texts = (/** @type {Element} */ within, /** @type {string} */ query) => [...within.querySelectorAll(query)].map(each => each.textContent ?? '')
  return widgets.map(widget => ({
    title: texts(widget, 'h2')[0],
    sql: new URLSearchParams(/** @type {HTMLAnchorElement | null} */ (widget.querySelector('header a'))?.hash.slice(1)).get('sql') ?? '',
    said: '',
    numbers: texts(widget, '.numbers dd'),
    bars: [...widget.querySelectorAll('.bars li:has(.label)')].map(each => [texts(each, '.label')[0], texts(each, '.n')[0]]),
    table: [...widget.querySelectorAll('table.plain tbody tr')].map(each => texts(each, 'td')),
    heat: [...widget.querySelectorAll('.heat tbody tr')].map(each => texts(each, 'td .away'))
  }))
}

/** What a line says where the mouse is.
 * @param {import('playwright-core').Page} page @param {number} index */
async function pointed(page, index) {
  const widget = page.locator('.widget').nth(index)
  await widget.scrollIntoViewIfNeeded()
  const box = await widget.locator('.u-over').boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2)
  const text = widget.locator('.said')
  await text.filter({ hasText: /\d/ }).waitFor()
  return text.innerText()
}

/** The arrays of a text that has one after the other.
 * @param {string} text @returns {any[][]} */
const arrays = text => JSON.parse(`[${text.trim().replace(/^\]\n\[/gm, '],[')}]`)

/** A value as a table shows it, but for the separators of thousands.
 * @param {any} value */
function plain(value) {
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(value) ? utc(parse(value)) : ''
  return time || (value === null ? 'null' : typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** Compares one widget; answers how many values that were.
 * @param {any} widget @param {any[]} objects rows of the other answer, by their columns' names @returns {number} */
function same({ name, widget, sql, numbers, bars, table, heat, said }, objects) {
  assert.ok(objects.length > 0, `${name} is empty`)
  const columns = Object.keys(objects[0]).map(each => ({ name: each, type: '' }))
  const rows = objects.map(each => Object.values(each))
  const bare = (/** @type {string} */ text) => text.replace(/(?<=\d),(?=\d{3})/g, '')
  const { label, value, series } = shapeOf(columns, rows, widget, widget.chart)
  switch (widget.chart) {
    case 'number':
      assert.deepEqual(numbers.map(bare), rows[0].map(plain), name)
      return numbers.length
    case 'bar':
      assert.deepEqual(bars, rows.slice(0, 30).map(row => [plain(row[label]), brief(Number(row[value]))]), name)
      return bars.length
    case 'heatmap': {
      const numeric = (/** @type {any} */ a, /** @type {any} */ b) => (typeof a === 'number' ? a - b : String(a) < String(b) ? -1 : 1)
      const all = (/** @type {number} */ i) => [...new Set(rows.map(row => row[i]))].sort(numeric)
      const cell = (/** @type {any} */ y, /** @type {any} */ x) => count(Number(rows.find(row => row[label] === y && row[series] === x)?.[value] ?? 0))
      assert.deepEqual(heat, all(label).slice(0, 60).map(y => all(series).slice(0, 100).map(x => cell(y, x))), name)
      return heat.flat().length
    }
    case 'line': {
      const [, time, values] = /^(\S+ \S+): (.*)$/s.exec(said) ?? []
      const then = rows.filter(row => utc(parse(row[label])) === time)
      for (const row of then) {
        const named = `${series >= 0 ? row[series] : columns[value].name} `
        const shown = Number(/^[\d,.]*/.exec(values.slice(values.indexOf(named) + named.length))?.[0].replaceAll(',', ''))
        // An approximate percentile depends on which thread has seen which row.
        const alike = /approx_percentile/i.test(sql) ? Math.abs(shown - row[value]) <= 0.001 * Math.abs(row[value]) : values.includes(named + count(row[value]))
        assert.ok(then.length > 8 || (values.includes(named) && alike), `${name}: ${named}${row[value]} is not in ${said}`)
      }
      assert.ok(then.length > 0, `${name}: ${said}`)
      return then.length
    }
    default:
      assert.equal(table.length, Math.min(200, rows.length), name)
      for (const [i, row] of table.entries()) {
        for (const [j, text] of row.entries()) {
          const wanted = plain(rows[i][j])
          assert.ok(wanted.startsWith(text.replace(/…$/, '')) || wanted === bare(text), `${name}: ${text} for ${wanted}`)
        }
      }
      return table.flat().length
  }
}
