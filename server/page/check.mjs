// npm run check: the types of everything. The page imports its libraries as minified files; for
// the checker their published types stand in their places, in a copy that is made for it.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const page = new URL('../src/main/resources/io/trailhouse/page/', import.meta.url)
const copy = new URL('.check/', import.meta.url)
rmSync(copy, { recursive: true, force: true })
cpSync(new URL('app/', page), new URL('app/', copy), { recursive: true })
cpSync(new URL('types/vendor/', import.meta.url), new URL('vendor/', copy), { recursive: true })
const here = fileURLToPath(new URL('.', import.meta.url))
const checked = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'jsconfig.json'], { cwd: here, encoding: 'utf8' })
process.stdout.write((checked.stdout + checked.stderr).replaceAll('.check/app/', `${fileURLToPath(page)}app/`))
process.exit(checked.status ?? 1)
