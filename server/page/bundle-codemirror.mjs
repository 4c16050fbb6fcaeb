// Bundles CodeMirror, as the lock file names it, into the one file that the SQL screen loads.
import { writeFile } from 'node:fs/promises'
import { parts, vendor } from './vendored.mjs'

const part = parts.find(each => each.file === 'codemirror.js')
if (part) {
  await writeFile(vendor + part.file, await part.make())
}
