// What every screen is written with: one place names the libraries.
import htm from '../vendor/htm.js'
import { h } from '../vendor/preact.js'

/** Markup of Preact without a build step. What stands in `${}` becomes a text node or a property,
 * never HTML.
 * @type {(strings: TemplateStringsArray, ...values: any[]) => any} */
export const html = htm.bind(h)

export { Component, createContext, h, render } from '../vendor/preact.js'
export {
  useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState
} from '../vendor/hooks.js'
