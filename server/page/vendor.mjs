// Writes the vendored files, their table and their licences anew. Run after a change of versions:
// npm ci && node vendor.mjs
import { writeFile } from 'node:fs/promises'
import { about, licence, parts, sha256, vendor } from './vendored.mjs'

const lines = [
  '# Libraries of the page', '',
  'Written by `server/page/vendor.mjs`, checked by `server/page/check-vendor.mjs`. All come from the npm registry;',
  '`server/page/package-lock.json` has the hash of each package.', '',
  '| file | packages | licence | made of | SHA-256 |', '|---|---|---|---|---|'
]
/** @type {Map<string, string>} */
const licences = new Map()
for (const part of parts) {
  const text = await part.make()
  await writeFile(vendor + part.file, text)
  const packages = await Promise.all(part.packages.map(about))
  const names = packages.map(each => `${each.name} ${each.version}`).join(', ')
  const kinds = [...new Set(packages.map(each => each.licence))].join(', ')
  lines.push(`| ${part.file} | ${names} | ${kinds} | ${part.how} | \`${sha256(text)}\` |`)
  for (const each of packages) {
    licences.set(`${each.name} (${each.licence})`, await licence(each.name))
  }
}
await writeFile(vendor + 'README.md', lines.join('\n') + '\n')

/** Packages of one author share a text: it stands once, under all their names.
 * @type {Map<string, string[]>} */
const byText = new Map()
for (const [name, text] of licences) {
  byText.set(text, [...(byText.get(text) ?? []), name])
}
const notice = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
await writeFile(vendor + 'NOTICE', notice.join('\n' + '-'.repeat(80) + '\n\n'))
