// node hostile.mjs > FILE: the mock's hostile events as a log file of CloudTrail's, for a real lake.
import { hostile, record } from './mock/data.mjs'

console.log(JSON.stringify({ Records: hostile().map(record) }))
