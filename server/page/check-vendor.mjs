// Fails when a vendored file is not what its table says, or not what the lock file makes.
import { readFile } from 'node:fs/promises'
import { parts, sha256, vendor } from './vendored.mjs'

const table = await readFile(vendor + 'README.md', 'utf8')
let bad = 0
for (const part of parts) {
  const shipped = await readFile(vendor + part.file, 'utf8')
  const row = table.split('\n').find(line => line.startsWith(`| ${part.file} |`)) ?? ''
  const listed = row.includes(sha256(shipped))
  const fresh = shipped === (await part.make())
  console.log(`${listed && fresh ? 'ok  ' : 'BAD '} ${part.file}${listed ? '' : ': not the listed SHA-256'}${fresh ? '' : ': not what the lock file makes'}`)
  bad += listed && fresh ? 0 : 1
}
process.exit(bad ? 1 : 0)
