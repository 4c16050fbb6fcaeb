// The words of the search box (page P6, SQL-10): how a value becomes a term, and a click changes
// the text.

/** Fields of a record that have a short name. */
const SHORT = new Map(Object.entries({
  'recipientaccountid': 'account', 'awsregion': 'region', 'eventsource': 'service', 'eventname': 'call',
  'useridentity.arn': 'principal', 'sourceipaddress': 'address', 'useragent': 'agent',
  'useridentity.accesskeyid': 'key', 'errorcode': 'error', 'eventcategory': 'category'
}))

/** Columns whose members can be named, and all other columns. */
const COLUMNS = new Set(
  ('eventversion useridentity eventtime eventsource eventname awsregion sourceipaddress useragent errorcode errormessage ' +
    'requestparameters responseelements additionaleventdata requestid eventid readonly eventtype apiversion managementevent ' +
    'recipientaccountid serviceeventdetails sharedeventid vpcendpointid eventcategory addendum sessioncredentialfromconsole ' +
    'edgedevicedetails tlsdetails insightdetails eventcontext').split(' ')
)

/** The name that a place in a record has in a search; null where only its text can be sought, as
 * in lists and in members whose names hold what a term cannot.
 * @param {(string|number)[]} path @returns {string | null} */
export function fieldOf(path) {
  if (path.some(step => typeof step === 'number' || !/^[\w-]+$/.test(step))) {
    return null
  }
  const column = String(path[0]).toLowerCase()
  if (!COLUMNS.has(column)) {
    return null
  }
  const name = [column, ...path.slice(1)].join('.')
  return SHORT.get(name.toLowerCase()) ?? name
}

/** Names that people give to columns of an answer. A map: a column may be called `constructor`. */
const ALSO = new Map(Object.entries({
  who: 'principal', principal: 'principal', arn: 'principal', caller: 'principal', user: 'principal',
  account: 'account', owner: 'account', region: 'region', service: 'service', call: 'call', address: 'address',
  ip: 'address', error: 'error', agent: 'agent', key: 'key', category: 'category', source: 'th_source'
}))

/** What a column of an answer is called in a search; null for those that are no field of events.
 * @param {string} column @returns {string | null} */
export function fieldOfColumn(column) {
  const name = column.toLowerCase()
  const known = ALSO.get(name)
  if (known) {
    return known
  }
  return SHORT.get(name) ?? (COLUMNS.has(name) && !/^(eventtime|useridentity|eventid)$/.test(name) ? name : null)
}
const MOST = 200

/** A term. A value is cut where an address would grow too long, and loses what a line cannot hold;
 * a star stands in its place.
 * @param {string | null} field @param {string} value @param {boolean} [excluded] */
export function term(field, value, excluded = false) {
  const hole = field ? '*' : ' '
  // A word without a field knows no star: its longest plain part is sought.
  const plain = value.replace(/[\u0000-\u001f\u007f]+/g, hole).replace(/\\$/, hole)
  const short = plain.length > MOST ? plain.slice(0, MOST) + (field ? '*' : '') : plain
  const quoted = /[\s"]/.test(short) || short === '' || (!field && /^-|:/.test(short)) ? `"${short.replace(/"/g, '\\"')}"` : short
  return (excluded ? '-' : '') + (field ? `${field}:` : '') + quoted
}

/** The terms of a text; a quote that does not end takes the rest.
 * @param {string} text @returns {string[]} */
export function split(text) {
  return text.match(/(?:"(?:\\"|[^"])*(?:"|$)|[^\s"])+/g) ?? []
}

/** The text with a term added, in place of its opposite; or without it, when it was there.
 * @param {string} text @param {string} added */
export function toggle(text, added) {
  const opposite = added.startsWith('-') ? added.slice(1) : `-${added}`
  const all = split(text)
  const others = all.filter(each => each !== added && each !== opposite)
  return (all.includes(added) ? others : [...others, added]).join(' ')
}
