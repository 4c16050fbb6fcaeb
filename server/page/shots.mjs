// node shots.mjs FOLDER [SCREEN]...: a picture of each screen, light and dark, wide and narrow.
import { mkdir } from 'node:fs/promises'
import { firstOf, open, settled } from './browser.mjs'

const [folder = 'shots', ...wanted] = process.argv.slice(2)
/** @type {[string, string][]} */
const SCREENS = [
  ['overview', '/'], ['search', '/search'], ['search-event', '/search?q=error%3A*&event=FIRST'], ['event', '/event?id=FIRST'], ['hostile', '/event/hostile-3'],
  ['who', '/who?name=ben&from=2026-05-08T00:00:00Z&to=2026-05-15T00:00:00Z'], ['sql', '/sql?run=1#sql=SELECT+eventName%2C+count(*)+AS+n%0AFROM+events%0AGROUP+BY+eventName'],
  ['sql-chart', "/sql?run=1&view=line#sql=SELECT+date_trunc('hour'%2C+eventTime)+AS+t%2C+count(*)+AS+n%0AFROM+events"],
  ['sql-error', '/sql?run=1#sql=SELECT+eventnme%0AFROM+events'],
  ['dashboards', '/dashboards'], ['dashboard', '/dashboards/overview'], ['dashboard-edit', '/dashboards/mine?edit=1'],
  ['findings', '/findings'], ['finding', '/findings/FIRST'], ['suppressions', '/findings?view=suppressions'], ['coverage', '/coverage'], ['sources', '/sources'], ['saved', '/saved'], ['login', '/login']
]
await mkdir(folder, { recursive: true })
const { url, page: make, close } = await open()
for (const [kind, width, height] of /** @type {const} */ ([['wide', 1440, 900], ['narrow', 400, 800]])) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    if (process.env.ONLY && !process.env.ONLY.split(',').every(each => each === kind || each === colorScheme)) {
      continue
    }
    const { page, wrongs, context } = await make({ viewport: { width, height }, colorScheme })
    for (const [name, path] of SCREENS) {
      if (wanted.length && !wanted.includes(name)) {
        continue
      }
      const id = !path.includes('FIRST') ? '' : await (path.startsWith('/findings') ? firstOf(url, page, 'findings', { states: [], levels: [], limit: 3 }) : firstOf(url, page, 'search', { q: 'error:* -address:198.51.100.77', limit: 3 }))
      await page.goto(url + path.replace('FIRST', id))
      if (name !== 'login') {
        await settled(page)
        await page.waitForTimeout(Number(process.env.PAUSE ?? 500))
      }
      await page.screenshot({ path: `${folder}/${name}-${kind}-${colorScheme}.png` })
    }
    console.log(kind, colorScheme, wrongs.length ? wrongs : 'quiet')
    await context.close()
  }
}
await close()
