/**
 * What lies on disk. Every write is strict: a transaction is done only when the system says that it is on the disk, so
 * 已保存 is true even if the browser is killed the moment after. Rows and the cursor that vouches for them change together.
 */
import { Dexie, type Table } from 'dexie'
import type { Ticket } from './places'
import type { Answer, Device, Edit, OutboxEntry, RefusedEntry, Repair, Row, ScopeStep, Values } from './types'

/** An applied edit after it left the outbox: for `undo`, and to be sent again if a restored server has not seen it. */
export interface Kept {
  n: number
  id: string
  edit: Edit
  scope: string
  before: Values
  answer: Answer
  /** When it was answered (ms, the server's clock). */
  keptAt: number
}

/** A snapshot as the server announces it: as of `seq`, `bytes` before compression, in chunks named by the hash of their content. */
export interface Manifest {
  scope: string
  seq: number
  rows: number
  bytes: number
  chunks: { hash: string, bytes: number, rows: number }[]
}

/** An unfinished entry into scopes: the cursor is adopted when every snapshot of the list is stored. */
export interface Entering {
  epoch: string
  cursor: string
  wanted: Manifest[]
  done: string[]
  leave: string[]
}

/** A chunk that has come, until all of its scope are there. It can always be fetched again. */
export interface Chunk { scope: string, hash: string, data: Uint8Array<ArrayBuffer> }

/** The appointments of one day at a site, as its desk was given them; nothing that the desk itself wrote. */
export interface Deck<Card = unknown> {
  on: string
  /** When the server made the list (ms, its clock). */
  at: number
  cards: Card[]
}

/** Everything under `meta`, by key. */
export interface Meta {
  device: Device
  /** The last n taken by this writer. */
  n: number
  cursor: string
  entering: Entering
  steps: ScopeStep[]
  /** Server clock minus this phone's clock, ms. */
  offset: number
  lastOk: number
  /** When rows were last compared with the server's digests (ms). */
  checked: number
  /** Something showed that a row is missing here: compare at the next chance. */
  doubt: boolean
  /** The last differences that were found and fetched again, newest first. */
  repairs: Repair[]
  /** What the server last said of places: how many of each session are to be had, and when (ms, the server's clock). */
  places: { free: Record<string, number>, at: number, epoch: string }
}

export class Database extends Dexie {
  rows!: Table<Row, string>
  outbox!: Table<OutboxEntry, number>
  refused!: Table<RefusedEntry, string>
  kept!: Table<Kept, number>
  meta!: Table<{ key: string, value: unknown }, string>
  chunks!: Table<Chunk, [string, string]>
  tickets!: Table<Ticket, [string, number]>
  cards!: Table<Deck, string>

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ rows: 'id, scope', outbox: 'n', refused: 'id', kept: 'n, edit.group, keptAt', meta: 'key' })
    /* Entries of before name snapshots of another form; they are asked for again. Nothing else is touched. */
    this.version(2).stores({ chunks: '[scope+hash], scope' }).upgrade((upgrade) => upgrade.table('meta').delete('entering'))
    this.version(3).stores({ tickets: '[lease+n]' })
    this.version(3).stores({ cards: 'on' })
  }

  async read<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> {
    return (await this.meta.get(key))?.value as Meta[K] | undefined
  }

  async write<K extends keyof Meta>(key: K, value: Meta[K]): Promise<void> {
    await this.meta.put({ key, value })
  }
}

export const NAME = 'ruhu'
