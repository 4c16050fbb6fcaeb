// A small organization's trail, the same with each start: enough to develop and test the page
// without a lake. Among its events are hostile ones.

/** @param {number} seed */
export function dice(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const roll = dice(20260504)
/** @template T @param {T[]} list @returns {T} */
const pick = list => list[Math.floor(roll() * roll() * list.length)]

export const FROM = Date.parse('2026-05-04T00:00:00Z')
export const TO = Date.parse('2026-05-25T00:00:00Z')
export const NOW = '2026-05-25T08:30:00Z'
export const ACCOUNTS = ['333344445555', '444455556666', '555566667777', '111122223333', '222233334444']
export const REGIONS = ['eu-central-1', 'us-east-1', 'eu-west-1', 'ap-southeast-2', 'us-west-2', 'sa-east-1', 'af-south-1']

/** Service, call, whether it only reads.
 * @type {[string, string, boolean][]} */
const CALLS = [
  ['s3', 'GetObject', true], ['sts', 'AssumeRole', true], ['ec2', 'DescribeInstances', true], ['kms', 'Decrypt', true],
  ['s3', 'PutObject', false], ['dynamodb', 'GetItem', true], ['lambda', 'Invoke', false], ['iam', 'GetRole', true],
  ['logs', 'CreateLogStream', false], ['ecr', 'BatchGetImage', true], ['ec2', 'RunInstances', false], ['iam', 'ListUsers', true],
  ['secretsmanager', 'GetSecretValue', true], ['cloudtrail', 'LookupEvents', true], ['iam', 'CreateAccessKey', false],
  ['ec2', 'AuthorizeSecurityGroupIngress', false], ['signin', 'ConsoleLogin', false], ['iam', 'AttachUserPolicy', false],
  ['cloudtrail', 'StopLogging', false], ['s3', 'DeleteBucket', false]
]
const PEOPLE = ['ann', 'ben', 'chen', 'dora', 'emre', 'fay']
const ROLES = ['web-task', 'orders-function', 'deployer', 'AWSReservedSSO_Admin_0a1b2c3d4e5f6071', 'vendor-scan', 'nightly-batch']
const ADDRESSES = ['10.20.4.17', '10.20.9.3', '203.0.113.24', '198.51.100.77', 'lambda.amazonaws.com', '2001:db8::7', '203.0.113.99']
const ERRORS = ['AccessDenied', 'Client.UnauthorizedOperation', 'ThrottlingException', 'NoSuchBucket']

/** @typedef {{id: string, time: number, account: string, region: string, service: string, call: string, who: string, session: string, key: string,
 *   address: string, error: string | null, readonly: boolean, category: string, source: string, agent: string, odd?: any}} Event */

const hex = (/** @type {number} */ n) => Array.from({ length: n }, () => Math.floor(roll() * 16).toString(16)).join('')
const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`

/** @param {number} n @returns {Event[]} newest first */
function make(n) {
  /** @type {Event[]} */
  const events = []
  for (let i = 0; i < n; i++) {
    const day = Math.floor(roll() * 21)
    const hour = Math.min(23, Math.floor(8 + (roll() + roll() + roll() - 1.5) * 9 + 24) % 24)
    const time = FROM + (day * 24 + hour) * 3_600_000 + Math.floor(roll() * 3_600_000)
    const account = pick(ACCOUNTS)
    const [service, call, readonly] = pick(CALLS)
    const role = pick(ROLES)
    const person = pick(PEOPLE)
    const named = role.startsWith('AWSReserved') ? person : `i-${(day % 7).toString(16)}f3a`
    events.push({
      id: uuid(), time, account, region: pick(REGIONS), service, call,
      who: `arn:aws:sts::${account}:assumed-role/${role}/${named}`, session: `ASIA${role.slice(0, 4).toUpperCase()}${day % 7}${account.slice(0, 4)}`,
      key: `ASIA${role.slice(0, 4).toUpperCase()}${day % 7}${account.slice(0, 4)}`, address: pick(ADDRESSES),
      error: roll() < 0.035 ? pick(ERRORS) : null, readonly, category: service === 's3' || service === 'dynamodb' ? 'Data' : 'Management',
      source: roll() < 0.8 ? 'org-trail' : 'import', agent: pick(['aws-sdk-go-v2/1.30', 'Boto3/1.34 Python/3.12', 'aws-cli/2.17.0', 'console.amazonaws.com'])
    })
  }
  return events
}

/** Events that try to be more than text. The first is the one that tests open. */
export function hostile() {
  const base = { account: ACCOUNTS[0], region: 'eu-central-1', service: 's3', call: 'PutObject', session: 'ASIAEVIL', key: 'ASIAEVIL', address: '198.51.100.77', error: null, readonly: false, category: 'Data', source: 'org-trail' }
  const script = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">'
  /** @type {Partial<Event>[]} */
  const odd = [
    { id: 'hostile-1', who: `arn:aws:iam::333344445555:user/${script}`, agent: script, odd: { requestParameters: { bucketName: script, key: 'javascript:alert(1)', 'weird.name"<b>': '"><svg onload=window.pwned=1>', url: 'javascript:window.pwned=1' }, resources: [{ ARN: 'javascript:window.pwned=1', type: 'AWS::S3::Object' }] } },
    { id: '../..//evil.example/<b>', who: 'javascript:window.pwned=1', agent: 'data:text/html,<script>window.pwned=1</script>', error: script },
    { id: 'hostile-3', who: 'arn:aws:iam::333344445555:user/\u202eecila\u202c/admin\u0000\u001b[31m', agent: 'zero\u200bwidth\u2066\u2069 \u0085 \ud800 end', odd: { requestParameters: { note: 'line one\nline two\ttab\u0007\u202egnp.exe', rtl: 'שלום עולם' } } },
    { id: 'hostile-4', who: 'arn:aws:iam::333344445555:user/long', agent: 'L'.repeat(200_000), odd: { requestParameters: { body: 'x'.repeat(200_000), nested: { a: { b: { c: [1, 2, { d: null, e: true }] } } } } } },
    { id: 'hostile-5', who: '=HYPERLINK("http://evil.example","x")', agent: '{{constructor.constructor("alert(1)")()}}', region: '__proto__', account: 'constructor' }
  ]
  return odd.map((each, i) => /** @type {Event} */ ({ ...base, time: TO - 60_000 - i * 1000, agent: 'x', who: 'x', id: '', ...each }))
}

/** @type {Event[] | null} */
let all = null
export function events() {
  all ??= [...make(Number(process.env.MOCK_EVENTS ?? 105_870)), ...hostile()].sort((a, b) => b.time - a.time)
  return all
}

/** @param {string} id */
export const byId = id => events().find(each => each.id === id)

/** @param {Event} e */
export function record(e) {
  const [, , , , account, path] = e.who.split(':')
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole', principalId: `AROAEXAMPLE:${path?.split('/').pop()}`, arn: e.who, accountId: account, accessKeyId: e.key,
      sessionContext: { sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', arn: `arn:aws:iam::${account}:role/${path?.split('/')[1]}`, accountId: account, userName: path?.split('/')[1] }, attributes: { creationDate: new Date(e.time - 1.8e6).toISOString(), mfaAuthenticated: 'false' } }
    },
    eventTime: new Date(e.time).toISOString().replace(/\.\d+/, ''),
    eventSource: `${e.service}.amazonaws.com`, eventName: e.call, awsRegion: e.region, sourceIPAddress: e.address, userAgent: e.agent,
    ...(e.error ? { errorCode: e.error, errorMessage: `User: ${e.who} is not authorized to perform: ${e.service}:${e.call}` } : {}),
    requestParameters: e.service === 's3' ? { bucketName: 'acme-orders', key: `2026/05/${e.id.slice(0, 6)}.json`, 'x-amz-server-side-encryption': 'aws:kms' } : { durationSeconds: 3600, filterSet: {} },
    responseElements: null, requestID: e.id.slice(0, 8).toUpperCase(), eventID: e.id, readOnly: e.readonly,
    resources: [{ accountId: e.account, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::acme-orders' }, { ARN: `arn:aws:s3:::acme-orders/2026/05/${e.id.slice(0, 6)}.json`, type: 'AWS::S3::Object' }],
    eventType: 'AwsApiCall', managementEvent: e.category !== 'Data', recipientAccountId: e.account, eventCategory: e.category,
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: `${e.service}.${e.region}.amazonaws.com` },
    ...e.odd
  }
}
