/** The half of the model server that tells: pages, patches, chunks and digests, each worked out the slow and plain way. */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Row } from '@/store'

interface Version { row: Row, seq: number }
interface Asked { cursor: string | null, patch?: boolean, digest?: boolean }

export class Told {
  epoch = 'e1'
  granted = new Set(['T', 'A'])
  clock = (): number => Date.now()
  pageSize = 1000
  /** Rows in a chunk. */
  chunkSize = 1000
  /** The number of the last edit taken from the phone. */
  protected lastN = 0
  protected held: { id: string, state: string, code: string, record: string }[] = []
  /** Every version of every record, the newest last. */
  private records = new Map<string, Version[]>()
  private gone: { scope: string, id: string, seq: number }[] = []
  private seqs = new Map<string, number>()
  private chunks = new Map<string, string>()

  put(row: Row): void {
    const versions = this.records.get(row.id) ?? []
    this.records.set(row.id, [...versions, { row, seq: this.bump(row.scope) }])
  }

  /** Somebody else changes a field; null clears it. */
  change(id: string, field: string, value: unknown, by: string): void {
    const row = this.stored(id)
    const { [field]: _, ...values } = row.values
    this.put({ ...row, values: value === null ? values : { ...values, [field]: value }, also: { ...row.also, [field]: [by] } })
  }

  move(id: string, scope: string): void {
    const row = this.stored(id)
    this.gone.push({ scope: row.scope, id, seq: this.bump(row.scope) })
    this.put({ ...row, scope })
  }

  value(id: string, field: string): unknown {
    return this.row(id)?.values[field]
  }

  row(id: string): Row | undefined {
    return this.records.get(id)?.at(-1)?.row
  }

  rows(scope: string): Row[] {
    return [...this.records.keys()].map((id) => this.stored(id)).filter((row) => row.scope === scope)
  }

  seq(scope: string): number {
    return this.seqs.get(scope) ?? 0
  }

  release(id: string): void {
    this.held = this.held.map((one) => (one.id === id ? { ...one, state: 'released' } : one))
  }

  forget(id: string, field: string): void {
    const row = this.stored(id)
    const { [field]: _, ...values } = row.values
    this.put({ ...row, values })
  }

  /** Snapshots of before are no longer kept. */
  dropChunks(): void {
    this.chunks.clear()
  }

  protected chunk(scope: string, hash: string): string | undefined {
    return this.chunks.get(`${scope} ${hash}`)
  }

  protected pull({ cursor, patch, digest }: Asked): unknown {
    const was = cursor ? JSON.parse(cursor) as { epoch: string, scopes: Record<string, number> } : null
    const old = was?.epoch === this.epoch ? was.scopes : {}
    const held = Object.keys(old).filter((scope) => this.granted.has(scope))
    const entered = [...this.granted].filter((scope) => !(scope in old))
    const changed = [...this.records.values()].map((versions) => versions.at(-1)!)
      .filter(({ row, seq }) => held.includes(row.scope) && seq > (old[row.scope] ?? 0)).sort((a, b) => a.seq - b.seq)
    const page = changed.slice(0, this.pageSize)
    const more = changed.length > page.length
    const scopes: Record<string, number> = {}
    for (const scope of this.granted) scopes[scope] = more && scope in old ? old[scope] ?? 0 : this.seq(scope)
    if (more) for (const { row, seq } of page) scopes[row.scope] = Math.max(scopes[row.scope] ?? 0, seq)
    const patches = page.map(({ row }) => (patch ? this.patch(row, old[row.scope] ?? 0) : null))
    return {
      epoch: this.epoch, more, now: this.clock(), held: this.held,
      rows: page.filter((_, index) => !patches[index]).map((one) => one.row),
      patches: patches.filter((one) => one !== null),
      gone: this.gone.filter((one) => held.includes(one.scope) && one.seq > (old[one.scope] ?? 0)).map(({ scope, id }) => ({ scope, id })),
      enter: entered.map((scope) => this.manifest(scope)),
      leave: Object.keys(old).filter((scope) => !this.granted.has(scope)),
      cursor: JSON.stringify({ epoch: this.epoch, scopes }),
      ...(was && was.epoch !== this.epoch ? { restored: { writers: { 17: this.lastN, 1: 1, 2: 1, 3: 9 } } } : {}),
      ...(digest && !more ? { digests: Object.fromEntries([...this.granted].map((scope) => [scope, sum(this.rows(scope))])) } : {}),
    }
  }

  protected repair({ scope, buckets }: { scope: string, buckets: string[] }): unknown {
    const mine = Array.from({ length: 16 }, (_, index) => this.rows(scope).filter((row) => Number.parseInt(hash(row.id)[0]!, 16) === index))
    const differ = mine.flatMap((rows, index) => (sum(rows) === buckets[index] ? [] : [index]))
    return { epoch: this.epoch, scope, seq: this.seq(scope), buckets: differ, rows: differ.flatMap((index) => mine[index]!), now: this.clock() }
  }

  /** What changed of a row since `seq`, or null when the reader does not have it in this form. */
  private patch(now: Row, seq: number): unknown {
    const was = this.records.get(now.id)?.findLast((one) => one.row.scope !== now.scope || one.seq <= seq)?.row
    if (!was || was.scope !== now.scope || was.by !== now.by || was.entity !== now.entity) return null
    const differing = <T>(a: Record<string, T> = {}, b: Record<string, T> = {}): string[] =>
      [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
    const values = Object.fromEntries(differing(was.values, now.values).map((field) => [field, now.values[field] ?? null]))
    const also = Object.fromEntries(differing(was.also, now.also).map((field) => [field, now.also?.[field] ?? null]))
    const open = JSON.stringify(was.open ?? []) === JSON.stringify(now.open ?? []) ? {} : { open: now.open ?? [] }
    return { id: now.id, values, ...(Object.keys(also).length > 0 ? { also } : {}), ...open }
  }

  private manifest(scope: string): unknown {
    const rows = this.rows(scope)
    const chunks: { hash: string, bytes: number, rows: number }[] = []
    for (let at = 0; at < rows.length; at += this.chunkSize) {
      const some = rows.slice(at, at + this.chunkSize)
      const text = JSON.stringify({ tables: [...new Set(some.map((row) => row.entity))].map((entity) => table(some.filter((row) => row.entity === entity))) })
      this.chunks.set(`${scope} ${hash(text)}`, text)
      chunks.push({ hash: hash(text), bytes: Buffer.byteLength(text), rows: some.length })
    }
    return { scope, seq: this.seq(scope), rows: rows.length, bytes: chunks.reduce((sum, one) => sum + one.bytes, 0), chunks }
  }

  private bump(scope: string): number {
    const next = this.seq(scope) + 1
    this.seqs.set(scope, next)
    return next
  }

  private stored(id: string): Row {
    const row = this.row(id)
    if (!row) throw new Error(`no ${id}`)
    return row
  }
}

function table(rows: Row[]): unknown {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row.values)))]
  const sparse = (pick: (row: Row) => unknown): unknown => Object.fromEntries(rows.flatMap((row, index) => (pick(row) ? [[index, pick(row)]] : [])))
  return {
    entity: rows[0]?.entity, id: rows.map((row) => row.id), by: rows.map((row) => row.by),
    values: Object.fromEntries(fields.map((field) => [field, rows.map((row) => row.values[field] ?? null)])),
    also: sparse((row) => row.also), open: sparse((row) => row.open),
  }
}

function sum(rows: Row[]): string {
  const total = rows.reduce((all, row) => all + BigInt(`0x${hash(JSON.stringify(sorted(row))).slice(0, 16)}`), 0n)
  return `${rows.length}.${(total % 2n ** 64n).toString(16).padStart(16, '0')}`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]))
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
