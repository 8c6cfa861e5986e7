/**
 * A small honest server in memory, in the place of `fetch`: numbers without gaps, answers that repeat, scopes with
 * sequences, grants. It merges as "the last to arrive wins", which is all that the phone may rely on here.
 */
import { Buffer } from 'node:buffer'
import { gunzipSync } from 'node:zlib'
import type { Answer, Edit, Row } from '@/store'
import { Told } from './told'

export type Cut = 'before' | 'after' | null
type Sent = Partial<Edit> & Pick<Edit, 'n' | 'at' | 'kind' | 'entity' | 'fields'> & { eff?: number, ack?: string }
interface Push { edits: Sent[], lost?: [number, number] }

export class ModelServer extends Told {
  revoked = false
  applied: Edit[] = []
  arrived: Edit[][] = []
  bodies: unknown[] = []
  paths: string[] = []
  lost: [number, number][] = []
  witnessed: Row[] = []
  /** Cuts the network for the next calls: before the server hears of it, or after it has acted. */
  cuts: Cut[] = []
  /** Called while a request is on the server: what the user does meanwhile. */
  during: ((path: string) => Promise<void> | void) | null = null
  private answers = new Map<string, Answer>()
  private fails = new Map<string, number>()
  private writer = 16

  install(): void {
    globalThis.fetch = ((path: string, init?: RequestInit) => this.handle(path, init)) as typeof fetch
  }

  /** An older backup comes back: the last edits are unknown again. */
  restore(epoch: string, lastN: number): void {
    this.epoch = epoch
    this.lastN = lastN
    for (const [id, answer] of this.answers) if (answer.n > lastN) this.answers.delete(id)
    this.applied = this.applied.filter((edit) => edit.n <= lastN)
  }

  async handle(path: string, init?: RequestInit): Promise<Response> {
    this.paths.push(path)
    const cut = this.cuts.shift() ?? null
    if (cut === 'before') throw new TypeError('network')
    const body = init?.body === undefined ? null : read(init.body as string | ArrayBuffer)
    this.bodies.push(body)
    const answer = this.act(path, body)
    await this.during?.(path)
    if (cut === 'after') throw new TypeError('network')
    return answer
  }

  protected act(path: string, body: unknown): Response {
    if (path === '/api/enrol') return json(this.enrol())
    if (path === '/api/sync/push') return json(this.push(body as Push))
    if (this.revoked) return json({ code: 'device_revoked', message: { 'zh-CN': '停用', en: 'stopped' } }, 403)
    if (path === '/api/sync/pull') return json(this.pull(body as { cursor: string | null, digest?: boolean, patch?: boolean }))
    if (path === '/api/sync/witness') return json(this.hear(body as { rows: Row[] }))
    if (path === '/api/sync/repair') return json(this.repair(body as { scope: string, buckets: string[] }))
    const [scope = '', hash = ''] = path.slice('/api/sync/chunk/'.length).split('/')
    if (!this.granted.has(scope)) return json({ code: 'scope_not_granted' }, 403)
    const text = this.chunk(scope, hash)
    return text === undefined ? json({ code: 'not_found' }, 404) : new Response(text)
  }

  private enrol(): unknown {
    this.writer++
    this.lastN = 0
    return {
      token: `t${this.writer}`, writer: this.writer, epoch: this.epoch, person: { id: 'person:1', name: '甲', role: 'canvasser' },
      township: { code: '990101100000', name: '清河镇' }, scopes: [...this.granted], now: this.clock(),
    }
  }

  private hear({ rows }: { rows: Row[] }): unknown {
    this.witnessed.push(...rows)
    return {}
  }

  private push({ edits: sent, lost }: Push): unknown {
    if (lost?.[0] === this.lastN + 1) {
      this.lost.push(lost)
      this.lastN = lost[1]
    }
    const edits = sent.map((one) => this.whole(one))
    this.arrived.push(edits)
    const answers: Answer[] = []
    for (const edit of edits) {
      const had = this.answers.get(edit.id)
      if (had) {
        if (JSON.stringify(this.applied.find((one) => one.id === edit.id)?.fields ?? edit.fields) !== JSON.stringify(edit.fields)) throw new Error(`fork ${edit.id}`)
        answers.push(had)
        continue
      }
      if (edit.n !== this.lastN + 1) break
      const answer = this.judge(edit)
      answers.push(answer)
      if (answer.result === 'failed') break
      this.lastN = edit.n
      this.answers.set(edit.id, answer)
    }
    return { answers, expect: this.lastN + 1 }
  }

  /** The full form of an edit that came without what is usual. */
  private whole(sent: Sent): Edit {
    const id = `${this.writer}.${sent.n}`
    const base = ([name, one]: [string, { value: unknown, base?: unknown }]): [string, unknown] => {
      const isSet = typeof one.value === 'object' && one.value !== null && !Array.isArray(one.value)
      return [name, { value: one.value, base: one.base ?? (isSet ? {} : []) }]
    }
    const fields = Object.fromEntries(Object.entries(sent.fields).map(base)) as Edit['fields']
    return { id, device: this.writer, group: id, size: 1, record: id, schema: 1, saw: [], ...sent, fields }
  }

  private judge(edit: Edit): Answer {
    const said = JSON.stringify(edit.fields)
    const about = { id: edit.id, n: edit.n }
    const fails = this.fails.get(edit.id) ?? 0
    if (said.includes('fails') && fails < 2) {
      this.fails.set(edit.id, fails + 1)
      return { ...about, result: 'failed' }
    }
    const code = this.revoked ? 'device_revoked' : said.includes('bad') ? 'bad_value' : null
    const missing = edit.kind === 'set' && !this.row(edit.record)
    if (code || missing) {
      this.held.push({ id: edit.id, state: 'held', code: code ?? 'missing_record', record: edit.record })
      return { ...about, result: 'refused', code: code ?? 'missing_record' }
    }
    this.applied.push(edit)
    const row = this.apply(edit)
    return { ...about, result: 'applied', outcome: 'applied', eff: edit.at, ack: 'a', epoch: this.epoch, scope: row?.scope ?? '', seq: row ? this.seq(row.scope) : 0 }
  }

  private apply(edit: Edit): Row | undefined {
    if (edit.kind === 'withdraw') return undefined
    const had = this.row(edit.record)
    const parent = this.row(String(edit.fields.household?.value ?? edit.fields.resident?.value))
    const row: Row = had ?? { id: edit.record, entity: edit.entity, scope: String(edit.fields.grid?.value ?? parent?.scope), values: {}, by: edit.id }
    const values = { ...row.values }
    const also = { ...row.also }
    for (const [field, { value }] of Object.entries(edit.fields)) {
      if (value === null) delete values[field]
      else values[field] = value
      if (edit.id !== row.by) also[field] = [edit.id]
    }
    this.put(Object.keys(also).length > 0 ? { ...row, values, also } : { ...row, values })
    return row
  }
}

function read(body: string | ArrayBuffer): unknown {
  return JSON.parse(typeof body === 'string' ? body : gunzipSync(Buffer.from(body)).toString())
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
}
