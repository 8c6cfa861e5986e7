/**
 * A small honest server in memory, in the place of `fetch`: numbers without gaps, answers that repeat, scopes with
 * sequences, grants, snapshots. It merges as "the last to arrive wins", which is all that the phone may rely on here.
 */
import { Buffer } from 'node:buffer'
import { gunzipSync } from 'node:zlib'
import type { Answer, Edit, Row } from '@/store'

interface Stored { row: Row, seq: number }
export type Cut = 'before' | 'after' | null

export class ModelServer {
  epoch = 'e1'
  granted = new Set(['T', 'A'])
  revoked = false
  applied: Edit[] = []
  arrived: Edit[][] = []
  paths: string[] = []
  /** Cuts the network for the next calls: before the server hears of it, or after it has acted. */
  cuts: Cut[] = []
  /** Called while a push is on the server: what the user does meanwhile. */
  during: ((path: string) => Promise<void> | void) | null = null
  pageSize = 1000
  private records = new Map<string, Stored>()
  private gone: { scope: string, id: string, seq: number }[] = []
  private seqs = new Map<string, number>()
  private answers = new Map<string, Answer>()
  private lastN = 0
  private fails = new Map<string, number>()
  private held: { id: string, state: string, code: string, record: string }[] = []
  private writer = 16

  install(): void {
    globalThis.fetch = ((path: string, init?: RequestInit) => this.handle(path, init)) as typeof fetch
  }

  put(row: Row): void {
    this.records.set(row.id, { row, seq: this.bump(row.scope) })
  }

  /** Somebody else changes a field. */
  change(id: string, field: string, value: unknown, by: string): void {
    const { row } = this.stored(id)
    this.put({ ...row, values: { ...row.values, [field]: value }, also: { ...row.also, [field]: [by] } })
  }

  move(id: string, scope: string): void {
    const { row } = this.stored(id)
    this.gone.push({ scope: row.scope, id, seq: this.bump(row.scope) })
    this.put({ ...row, scope })
  }

  value(id: string, field: string): unknown {
    return this.records.get(id)?.row.values[field]
  }

  rows(scope: string): Row[] {
    return [...this.records.values()].map((one) => one.row).filter((row) => row.scope === scope)
  }

  release(id: string): void {
    this.held = this.held.map((one) => (one.id === id ? { ...one, state: 'released' } : one))
  }

  forget(id: string, field: string): void {
    const { row } = this.stored(id)
    const { [field]: _, ...values } = row.values
    this.put({ ...row, values })
  }

  /** An older backup comes back: the last edits are unknown again. */
  restore(epoch: string, lastN: number): void {
    this.epoch = epoch
    this.lastN = lastN
    for (const [id, answer] of this.answers) if (answer.n > lastN) this.answers.delete(id)
    this.applied = this.applied.filter((edit) => edit.n <= lastN)
  }

  private async handle(path: string, init?: RequestInit): Promise<Response> {
    this.paths.push(path)
    const cut = this.cuts.shift() ?? null
    if (cut === 'before') throw new TypeError('network')
    const body = init?.body === undefined ? null : read(init.body as string | ArrayBuffer)
    const answer = this.act(path, body)
    await this.during?.(path)
    if (cut === 'after') throw new TypeError('network')
    return answer
  }

  private act(path: string, body: unknown): Response {
    if (path === '/api/enrol') return json(this.enrol())
    if (path === '/api/sync/push') return json(this.push(body as { edits: Edit[] }))
    if (this.revoked) return json({ code: 'device_revoked', message: { 'zh-CN': '停用', en: 'stopped' } }, 403)
    if (path === '/api/sync/pull') return json(this.pull(body as { cursor: string | null }))
    const [scope = ''] = path.slice('/api/sync/snapshot/'.length).split('/')
    if (!this.granted.has(scope)) return json({ code: 'scope_not_granted' }, 403)
    const text = JSON.stringify({ epoch: this.epoch, scope, seq: this.seqs.get(scope) ?? 0, rows: this.rows(scope) })
    return new Response(text, { headers: { 'X-Ruhu-Length': String(Buffer.byteLength(text)) } })
  }

  private enrol(): unknown {
    this.writer++
    this.lastN = 0
    return {
      token: `t${this.writer}`, writer: this.writer, epoch: this.epoch, person: { id: 'person:1', name: '甲', role: 'canvasser' },
      township: { code: '990101100000', name: '清河镇' }, scopes: [...this.granted], now: Date.now(),
    }
  }

  private push({ edits }: { edits: Edit[] }): unknown {
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

  private judge(edit: Edit): Answer {
    const said = JSON.stringify(edit.fields)
    const about = { id: edit.id, n: edit.n }
    const fails = this.fails.get(edit.id) ?? 0
    if (said.includes('fails') && fails < 2) {
      this.fails.set(edit.id, fails + 1)
      return { ...about, result: 'failed' }
    }
    const code = this.revoked ? 'device_revoked' : said.includes('bad') ? 'bad_value' : null
    const missing = edit.kind === 'set' && !this.records.has(edit.record)
    if (code || missing) {
      this.held.push({ id: edit.id, state: 'held', code: code ?? 'missing_record', record: edit.record })
      return { ...about, result: 'refused', code: code ?? 'missing_record' }
    }
    this.applied.push(edit)
    const row = this.apply(edit)
    return { ...about, result: 'applied', outcome: 'applied', eff: edit.at, ack: 'a', epoch: this.epoch, scope: row?.scope ?? '', seq: row ? this.seqs.get(row.scope) : 0 }
  }

  private apply(edit: Edit): Row | undefined {
    if (edit.kind === 'withdraw') return undefined
    const had = this.records.get(edit.record)?.row
    const parent = this.records.get(String(edit.fields.household?.value ?? edit.fields.resident?.value))?.row
    const row: Row = had ?? { id: edit.record, entity: edit.entity, scope: String(edit.fields.grid?.value ?? parent?.scope), values: {}, by: edit.id }
    const values = { ...row.values }
    const also = { ...row.also }
    for (const [field, { value }] of Object.entries(edit.fields)) {
      if (value === null) delete values[field]
      else values[field] = value
      if (edit.id !== row.by) also[field] = [edit.id]
    }
    this.put({ ...row, values, also })
    return row
  }

  private pull({ cursor }: { cursor: string | null }): unknown {
    const was = cursor ? JSON.parse(cursor) as { epoch: string, scopes: Record<string, number> } : null
    const old = was?.epoch === this.epoch ? was.scopes : {}
    const held = Object.keys(old).filter((scope) => this.granted.has(scope))
    const entered = [...this.granted].filter((scope) => !(scope in old))
    const changed = [...this.records.values()].filter(({ row, seq }) => held.includes(row.scope) && seq > (old[row.scope] ?? 0)).sort((a, b) => a.seq - b.seq)
    const page = changed.slice(0, this.pageSize)
    const more = changed.length > page.length
    const scopes: Record<string, number> = {}
    for (const scope of this.granted) scopes[scope] = more && scope in old ? old[scope] ?? 0 : this.seqs.get(scope) ?? 0
    if (more) for (const { row, seq } of page) scopes[row.scope] = Math.max(scopes[row.scope] ?? 0, seq)
    return {
      epoch: this.epoch, rows: page.map((one) => one.row), more, now: Date.now(), held: this.held,
      gone: this.gone.filter((one) => held.includes(one.scope) && one.seq > (old[one.scope] ?? 0)).map(({ scope, id }) => ({ scope, id })),
      enter: entered.map((scope) => ({ scope, seq: this.seqs.get(scope) ?? 0, rows: this.rows(scope).length })),
      leave: Object.keys(old).filter((scope) => !this.granted.has(scope)),
      cursor: JSON.stringify({ epoch: this.epoch, scopes }),
    }
  }

  private bump(scope: string): number {
    const next = (this.seqs.get(scope) ?? 0) + 1
    this.seqs.set(scope, next)
    return next
  }

  private stored(id: string): Stored {
    const stored = this.records.get(id)
    if (!stored) throw new Error(`no ${id}`)
    return stored
  }
}

function read(body: string | ArrayBuffer): unknown {
  return JSON.parse(typeof body === 'string' ? body : gunzipSync(Buffer.from(body)).toString())
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
}
