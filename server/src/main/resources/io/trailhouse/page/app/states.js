// The states of an hour (page P5, coverage): letter, name, colour, what it says.

/** @type {Record<string, {name: string, colour: string, says: string}>} */
export const STATES = {
  m: { name: 'missing', colour: '--missing', says: 'a digest lists log files that are not here, or the chain of digests is broken' },
  '.': { name: 'nothing known', colour: '--unknown', says: 'neither log files nor digests' },
  e: { name: 'expected', colour: '--expected', says: 'too young to be judged' },
  a: { name: 'arrived', colour: '--arrived', says: 'log files came; no digest covers the hour' },
  q: { name: 'quiet', colour: '--quiet', says: 'nothing was delivered, and nothing was to be' },
  f: { name: 'fetched', colour: '--fetched', says: 'read from Event history' },
  c: { name: 'complete', colour: '--complete', says: 'a digest covers the hour, and everything it lists is here; its signature was not checked' },
  p: { name: 'proven', colour: '--proven', says: 'digests cover the hour, and everything they list is here' }
}

const ORDER = 'meafqcp.'

/** Where one place stands for several hours the worst counts.
 * @param {string[]} letters */
export function worst(letters) {
  let best = ORDER.length - 1
  for (const letter of letters) {
    const at = ORDER.indexOf(letter)
    best = at >= 0 && at < best ? at : best
  }
  return ORDER[best]
}
