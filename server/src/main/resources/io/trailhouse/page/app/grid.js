// A table of any length: only the rows in sight are in the document. The focus stays on the grid
// itself and names its row, so it survives whatever rows come and go.
import { Component, html, useEffect, useLayoutEffect, useRef, useState } from './html.js'
import { useKeys } from './keys.js'

/** @typedef {{name: string, label?: any, width: string, show: (row: any, index: number) => any, kind?: string}} GridColumn */
/** @typedef {{label: string, columns: GridColumn[], rows: any[], active: number, onActive: (index: number) => void,
 *   onOpen?: (index: number) => void, rowClass?: (row: any) => string, total?: number, id?: string, empty?: any}} GridProps */

export const ROW = 28
/** Rows kept beyond what is in sight, so that a fast wheel meets no blank. */
const MARGIN = 8

/** One row; it is drawn anew only when it shows something else. */
class Row extends Component {
  /** @param {any} next */
  shouldComponentUpdate(next) {
    const old = /** @type {any} */ (this.props)
    return next.row !== old.row || next.index !== old.index || next.active !== old.active || next.columns !== old.columns || next.kind !== old.kind
  }

  /** @param {any} props */
  render({ id, row, index, active, columns, kind, onActive, onOpen }) {
    return html`<div role="row" id=${id} aria-rowindex=${index + 2} aria-selected=${active ? 'true' : 'false'}
      class=${`row ${kind}${active ? ' active' : ''}`} style=${{ transform: `translateY(${index * ROW}px)` }}
      onClick=${() => (onActive(index), chosen() || onOpen?.(index))}>
      ${columns.map((/** @type {GridColumn} */ column) => html`<div role="gridcell" class=${column.kind ?? ''}>${column.show(row, index)}</div>`)}
    </div>`
  }
}

/** Whether a text was marked with the mouse: then the click was none. */
const chosen = () => (getSelection()?.toString() ?? '') !== ''

/** @param {GridProps} props */
export function Grid({ label, columns, rows, active, onActive, onOpen, rowClass, total, id = 'grid', empty }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const [sight, setSight] = useState({ first: 0, count: 40 })
  const look = () => {
    const element = box.current
    if (element) {
      const first = Math.max(0, Math.floor(element.scrollTop / ROW) - MARGIN)
      const count = Math.ceil(element.clientHeight / ROW) + 2 * MARGIN
      setSight(old => (old.first === first && old.count === count ? old : { first, count }))
    }
  }
  useLayoutEffect(() => {
    const element = box.current
    if (!element) {
      return undefined
    }
    const watch = new ResizeObserver(look)
    watch.observe(element)
    look()
    return () => watch.disconnect()
  }, [])
  useEffect(() => reveal(box.current, active), [active])

  const move = (/** @type {KeyboardEvent} */ event, /** @type {number} */ by) => {
    event.preventDefault()
    if (rows.length) {
      onActive(Math.max(0, Math.min(rows.length - 1, active + by)))
    }
  }
  const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / ROW) - 2)
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const arrows = {
    ArrowDown: e => move(e, 1), ArrowUp: e => move(e, -1), PageDown: e => move(e, page), PageUp: e => move(e, -page),
    Home: e => move(e, -Infinity), End: e => move(e, Infinity)
  }
  useKeys({
    j: e => move(e, 1),
    k: e => move(e, -1),
    Enter: e => {
      if (active >= 0 && active < rows.length && onOpen) {
        e.preventDefault()
        onOpen(active)
      }
    }
  })
  const last = Math.min(rows.length, sight.first + sight.count)
  const shown = []
  for (let index = Math.min(sight.first, Math.max(0, rows.length - 1)); index < last; index++) {
    shown.push(index)
  }
  const inSight = active >= sight.first && active < last
  return html`<div class="grid" role="grid" tabindex="0" aria-label=${label} aria-rowcount=${(total ?? rows.length) + 1} aria-colcount=${columns.length}
    aria-activedescendant=${inSight ? `${id}-${active}` : undefined} ref=${box} onScroll=${look}
    onKeyDown=${(/** @type {KeyboardEvent} */ e) => !e.ctrlKey && !e.metaKey && !e.altKey && arrows[e.key]?.(e)}
    style=${{ '--columns': columns.map(each => each.width).join(' '), '--least': `${least(columns)}px` }}>
    <div role="rowgroup" class="head"><div role="row" aria-rowindex="1" class="row">
      ${columns.map(each => html`<div role="columnheader" class=${each.kind ?? ''}>${each.label ?? each.name}</div>`)}
    </div></div>
    <div role="rowgroup" class="body" style=${{ height: `${rows.length * ROW}px` }}>
      ${shown.map(index => html`<${Row} key=${index} id=${`${id}-${index}`} row=${rows[index]} index=${index} active=${index === active} columns=${columns}
        kind=${rowClass?.(rows[index]) ?? ''} onActive=${onActive} onOpen=${onOpen} />`)}
    </div>
    ${!rows.length && empty && html`<div role="rowgroup" class="empty"><div role="row"><div role="gridcell">${empty}</div></div></div>`}
  </div>`
}

/** What the columns need at least: below it the grid scrolls sideways.
 * @param {GridColumn[]} columns */
const least = columns => columns.reduce((sum, each) => sum + 12 + Number(/(\d+)px/.exec(each.width)?.[1] ?? 80), 8)

/** Scrolls just as far as the row needs.
 * @param {HTMLElement | null} box @param {number} index */
function reveal(box, index) {
  if (!box || index < 0) {
    return
  }
  const head = /** @type {HTMLElement | null} */ (box.querySelector('.head'))?.offsetHeight ?? ROW
  const top = index * ROW
  if (top < box.scrollTop) {
    box.scrollTop = top
  } else if (top + ROW + head > box.scrollTop + box.clientHeight) {
    box.scrollTop = top + ROW + head - box.clientHeight
  }
}
