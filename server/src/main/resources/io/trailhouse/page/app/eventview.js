// One event: who did what, its record, and everything that hangs on it.
import { keepFile } from './api.js'
import { Busy, Trouble, useAsk } from './asking.js'
import { html, useEffect, useState } from './html.js'
import { RecordTree } from './record.js'
import { eventPath, to } from './router.js'
import { term } from './terms.js'
import { copy, count, counted, plain, show } from './text.js'
import { DAY, Time, iso, local, parse, utc } from './time.js'

/** A value that has stayed the same for a moment: whoever runs through rows with j asks for the
 * one on which they stop.
 * @param {string} value */
function useSettled(value) {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 90)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** @param {{id: string, onFilter: (term: string, time: string) => void, compact?: boolean}} props */
export function EventView({ id, onFilter, compact }) {
  const settled = useSettled(id)
  const { data, problem, busy, again } = useAsk('event', { id: settled, around: compact ? 5 : 12 })
  useEffect(() => sessionStorage.setItem('event', eventPath(id)), [id])
  if (problem) {
    return html`<${Trouble} problem=${problem} again=${again} />`
  }
  if (!data) {
    return html`<${Busy} busy=${busy} what="Reading the event" />`
  }
  const filter = (/** @type {string} */ added) => onFilter(added, data.time)
  return html`<article class=${`event${compact ? ' compact' : ''}`} aria-busy=${busy}>
    <${Head} data=${data} />
    <div class="parts">
      <div class="main">${data.records.map((/** @type {string} */ text, /** @type {number} */ i) => html`<${Record} key=${data.id + i} id=${data.id} text=${text} onFilter=${filter} variant=${data.records.length > 1 ? i + 1 : 0} />`)}</div>
      <div class="beside">
        <${Findings} list=${data.findings} />
        <${Around} data=${data} />
        <${Resources} list=${data.resources} onFilter=${filter} />
        <${Neighbours} list=${data.neighbours} />
        <${File} file=${data.file} />
      </div>
    </div>
  </article>`
}

/** @param {any} data */
function facts(data) {
  /** @type {any} */
  let record = {}
  try {
    record = JSON.parse(data.records[0])
  } catch {
    // The record's own text tells what it is.
  }
  return record && typeof record === 'object' ? record : {}
}

/** @param {{data: any}} props */
function Head({ data }) {
  const record = facts(data)
  const time = parse(data.time)
  const who = data.who ?? {}
  const name = who.arn || who.name
  const line = to('/who', { name, from: iso(time - DAY), to: iso(time + DAY) })
  const error = record.errorCode
  return html`<header class="eventhead">
    <p class="faint">${show(record.eventSource)}</p>
    <h2>${show(record.eventName ?? data.id)}${error && html` <span class="tag bad">${show(error, 80)}</span>`}${record.readOnly === false && html` <span class="tag">write</span>`}</h2>
    <dl class="facts">
      <dt>When</dt><dd><time datetime=${data.time}>${utc(time)} UTC</time> <span class="faint">${local(time)}</span></dd>
      <dt>Who</dt><dd><bdi class="val">${show(name)}</bdi>${name && html` <a class="go" href=${line}>timeline</a>`}${who.type && html` <span class="faint">${show(who.type)}</span>`}</dd>
      ${who.key && html`<dt>Key</dt><dd class="mono">${show(who.key)}</dd>`}
      <dt>Where</dt><dd>${show(record.recipientAccountId ?? who.account)} · ${show(record.awsRegion)} · from ${show(record.sourceIPAddress)}</dd>
      ${record.errorMessage && html`<dt>Error</dt><dd class="badtext"><bdi class="val">${show(record.errorMessage, 600)}</bdi></dd>`}
    </dl>
  </header>`
}

/** @param {{id: string, text: string, variant: number, onFilter: (term: string) => void}} props */
function Record({ id, text, variant, onFilter }) {
  const [said, setSaid] = useState('')
  const tell = (/** @type {string} */ word) => (setSaid(word), setTimeout(() => setSaid(''), 3000))
  return html`<section class="record"><div class="sectionbar"><h3>Record${variant ? ` ${variant}` : ''}</h3><span class="said" role="status">${said}</span>
    <button type="button" onClick=${() => copy(text).then(() => tell('Copied'))}>Copy</button>
    <button type="button" onClick=${() => keepFile(`trailhouse-event-${id.replace(/[^\w-]+/g, '').slice(0, 40)}.json`, text)}>Download</button>
    <button type="button" onClick=${() => copy(location.origin + eventPath(id)).then(() => tell('Link copied'))}>Copy link</button></div>
    <${RecordTree} text=${text} onFilter=${onFilter} /></section>`
}

/** @param {{data: any}} props */
function Around({ data }) {
  if (data.around.length < 2 && !data.session) {
    return null
  }
  return html`<section><h3>Before and after${data.session ? html` <span class="faint">in the session <span class="mono">${show(data.session, 60)}</span></span>` : ''}</h3>
    <ol class="list">${data.around.map((/** @type {any} */ each) => html`<li class=${each.asked ? 'this' : ''}>
      <a href=${eventPath(each.id)} aria-current=${each.asked ? 'true' : undefined}><span class="mono faint">${utc(parse(each.time)).slice(5)}</span> <b>${show(each.event, 80)}</b> <span class="faint">${show(each.details, 120)}</span></a></li>`)}
    </ol></section>`
}

/** @param {{list: any[], onFilter: (term: string) => void}} props */
function Resources({ list, onFilter }) {
  if (!list.length) {
    return null
  }
  return html`<section><h3>Resources</h3><ul class="list">${list.map(each => html`<li>
    <button type="button" class="rowlink" title=${`Events that mention ${plain(each.arn ?? '', 200)}`} onClick=${() => onFilter(term(null, each.arn ?? ''))}>
      <bdi class="mono val">${show(each.arn)}</bdi> <span class="faint">${show(each.type ?? '')}${each.account ? ` · ${plain(each.account, 40)}` : ''} · ${counted(each.events ?? 0, 'event')}</span></button></li>`)}
  </ul></section>`
}

/** @param {{list: any[]}} props */
function Neighbours({ list }) {
  if (!list.length) {
    return null
  }
  return html`<section><h3>Elsewhere at the time</h3><ul class="list">${list.map(each => html`<li><a href=${eventPath(each.id)}>
    <span class="mono faint">${utc(parse(each.time)).slice(5)}</span> <b>${show(each.event, 80)}</b> <span class="faint">in ${show(each.account, 40)}: ${show(each.why, 160)}</span></a></li>`)}
  </ul></section>`
}

/** @param {{list: any[]}} props */
function Findings({ list }) {
  if (!list.length) {
    return null
  }
  return html`<section><h3>Findings</h3><ul class="list">${list.map(each => html`<li><a href=${`/findings/${encodeURIComponent(each.id)}`}><${Level} level=${each.level} /> ${show(each.title)}</a></li>`)}</ul></section>`
}

/** @param {{level: string}} props */
export function Level({ level }) {
  const known = ['critical', 'high', 'medium', 'low', 'informational'].includes(level) ? level : 'low'
  return html`<span class=${`level ${known}`}>${show(level, 30)}</span>`
}

/** @param {{file: any}} props */
function File({ file }) {
  if (!file) {
    return html`<section><h3>Log file</h3><p class="faint">The record did not come in a log file.</p></section>`
  }
  return html`<section><h3>Log file</h3><p class="mono small"><bdi class="val">${show(file.object, 500)}</bdi></p>
    <p>${file.digest ? html`<span class=${`tag st ${file.digest.state === 'listed' ? 'good' : file.digest.state === 'changed' ? 'bad' : ''}`}>${show(file.digest.state, 40)}</span> <span class="faint">${show(file.digest.text, 400)}</span>` : html`<span class="faint">No digest covers it.</span>`}</p>
    <p class="faint small">by ${show(file.source, 80)}, stored ${html`<${Time} at=${file.stored} />`}${file.events ? `, ${count(file.events)} events` : ''}</p></section>`
}
