/**
 * What lies on disk. Every write is strict: a transaction is done only when the system says that it is on the disk, so
 * 已保存 is true even if the browser is killed the moment after. Rows and the cursor that vouches for them change together.
 */
import { Dexie, type Table } from 'dexie'
import type { Answer, Device, Edit, OutboxEntry, RefusedEntry, Row, ScopeStep, Values } from './types'

/** An applied edit after it left the outbox: for `undo`, and to be sent again if a restored server has not seen it. */
export interface Kept {
  n: number
  id: string
  edit: Edit
  scope: string
  before: Values
  answer: Answer
  keptAt: number
}

/** An unfinished entry into scopes: the cursor is adopted when every snapshot of the list is stored. */
export interface Entering {
  epoch: string
  cursor: string
  wanted: { scope: string, seq: number, rows: number }[]
  done: string[]
  leave: string[]
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
}

export class Database extends Dexie {
  rows!: Table<Row, string>
  outbox!: Table<OutboxEntry, number>
  refused!: Table<RefusedEntry, string>
  kept!: Table<Kept, number>
  meta!: Table<{ key: string, value: unknown }, string>

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ rows: 'id, scope', outbox: 'n', refused: 'id', kept: 'n, edit.group, keptAt', meta: 'key' })
  }

  async read<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> {
    return (await this.meta.get(key))?.value as Meta[K] | undefined
  }

  async write<K extends keyof Meta>(key: K, value: Meta[K]): Promise<void> {
    await this.meta.put({ key, value })
  }
}

export const NAME = 'ruhu'
