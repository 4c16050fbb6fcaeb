// What the page ships of others: where each file comes from and how it is made of it. Both the
// program that writes them and the one that checks them read this list.
import { build } from 'esbuild'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export const here = fileURLToPath(new URL('.', import.meta.url))
export const vendor = fileURLToPath(
  new URL('../src/main/resources/io/trailhouse/page/vendor/', import.meta.url)
)

/** @param {string} path */
const module = path => new URL(`node_modules/${path}`, import.meta.url)

/** A file as it was published, without the line that names a source map which is not shipped.
 * @param {string} path */
const plain = async path =>
  (await readFile(module(path), 'utf8')).replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '\n')

/** One minified module of what the lock file names.
 * @param {string} entry */
async function bundle(entry) {
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    write: false
  })
  return result.outputFiles[0].text
}

/** @typedef {{file: string, packages: string[], how: string, make: () => Promise<string>}} Part */

/** @type {Part[]} */
export const parts = [
  {
    file: 'preact.js',
    packages: ['preact'],
    how: '`dist/preact.module.js`',
    make: () => plain('preact/dist/preact.module.js')
  },
  {
    file: 'hooks.js',
    packages: ['preact'],
    how: '`hooks/dist/hooks.module.js`, its import made relative: an import map would be an inline script',
    make: async () =>
      (await plain('preact/hooks/dist/hooks.module.js')).replace('from"preact"', 'from"./preact.js"')
  },
  {
    file: 'htm.js',
    packages: ['htm'],
    how: '`dist/htm.module.js`',
    make: () => plain('htm/dist/htm.module.js')
  },
  {
    file: 'uplot.js',
    packages: ['uplot'],
    how: '`dist/uPlot.esm.js`, minified by `vendor.mjs`',
    make: () => bundle('node_modules/uplot/dist/uPlot.esm.js')
  },
  {
    file: 'uplot.css',
    packages: ['uplot'],
    how: '`dist/uPlot.min.css`',
    make: () => plain('uplot/dist/uPlot.min.css')
  },
  {
    file: 'codemirror.js',
    packages: [
      '@codemirror/state', '@codemirror/view', '@codemirror/commands', '@codemirror/autocomplete',
      '@codemirror/language', '@codemirror/lang-sql', '@lezer/highlight', '@lezer/common',
      '@lezer/lr', 'style-mod', 'w3c-keyname', 'crelt', '@marijn/find-cluster-break'
    ],
    how: '`codemirror-entry.mjs`, bundled by `bundle-codemirror.mjs`',
    make: () => bundle('codemirror-entry.mjs')
  }
]

/** @param {string} name */
export async function about(name) {
  const json = JSON.parse(await readFile(module(`${name}/package.json`), 'utf8'))
  return { name, version: json.version, licence: json.license }
}

/** The text of a package's licence.
 * @param {string} name */
export async function licence(name) {
  for (const file of ['LICENSE', 'LICENSE.md', 'license', 'LICENCE']) {
    try {
      return (await readFile(module(`${name}/${file}`), 'utf8')).trim()
    } catch {
      // The next spelling.
    }
  }
  throw new Error(`${name} has no licence file`)
}

/** @param {string} text */
export const sha256 = text => createHash('sha256').update(text, 'utf8').digest('hex')
