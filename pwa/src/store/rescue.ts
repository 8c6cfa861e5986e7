/**
 * What leaves this phone sealed, and what it carries for others (docs/protocol.md, X). In a database of its own: neither
 * a new enrolment nor a stop by the office clears what was entrusted to this phone.
 */
import { Dexie, type Table } from 'dexie'
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { headerOf, hex, pack, seal, sha256, type RescueKey } from '../field/rescue/seal'
import { Failure, fromStorage } from './fault'
import type { State } from './state'
import type { Device, Edit } from './types'

type Bytes = Uint8Array<ArrayBuffer>

/** What the server said of an envelope (X6). */
export interface Counts { edits: number, applied: number, already: number, held: number, failed: number, waiting: number }

/** An envelope on its way to the office. */
export interface Carried {
  /** SHA-256 of the envelope. */
  id: string
  /** Kept until the server has taken it. */
  envelope: Bytes | null
  writer: number
  edits: number
  at: number
  addedAt: number
  counts?: Counts
  /** Code and words of what the server had against it; trying again would not help. */
  refused?: { code: string, message: string }
}

/** What was last sealed here. */
export interface Sealed { envelope: Bytes, edits: number, at: number, writer: number }

interface Notes {
  key: RescueKey & { epoch: string, at: number }
  last: { at: number, edits: number }
}

class Entrusted extends Dexie {
  carried!: Table<Carried, string>
  notes!: Table<{ key: string, value: unknown }, string>

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ carried: 'id', notes: 'key' })
  }

  async note<K extends keyof Notes>(key: K): Promise<Notes[K] | null> {
    return ((await this.notes.get(key))?.value as Notes[K] | undefined) ?? null
  }
}

export interface Rescue {
  /** Reads what is on disk; harmless when done again. */
  open(): Promise<void>
  key: ShallowRef<Notes['key'] | null>
  last: ShallowRef<Notes['last'] | null>
  carried: ShallowRef<Carried[]>
  /** How many edits would leave with the next envelope. */
  exportable: ComputedRef<number>
  learn(key: RescueKey, epoch: string): Promise<void>
  /** Rejects with a Failure: rescue_no_key, rescue_nothing, rescue_insecure, storage_full. */
  sealUnsent(): Promise<Sealed>
  /** Keeps an envelope for somebody. Rejects with rescue_not_envelope, storage_full. */
  carry(envelope: Bytes): Promise<Carried>
  settle(id: string, what: Pick<Carried, 'counts' | 'refused'>): Promise<void>
  /** Takes one off the list. */
  forget(id: string): Promise<void>
}

export function createRescue(state: State, name: string): Rescue {
  const db = new Entrusted(name)
  const key = shallowRef<Notes['key'] | null>(null)
  const last = shallowRef<Notes['last'] | null>(null)
  const carried = shallowRef<Carried[]>([])
  let made: (Sealed & { of: string }) | null = null

  async function open(): Promise<void> {
    key.value = await db.note('key')
    last.value = await db.note('last')
    carried.value = (await db.carried.toArray()).sort((a, b) => b.addedAt - a.addedAt)
  }

  async function write<T>(act: () => Promise<T>): Promise<T> {
    const done = await act().catch((error: unknown) => {
      throw fromStorage(error)
    })
    await open()
    return done
  }

  async function sealUnsent(): Promise<Sealed> {
    if (!globalThis.crypto?.subtle) throw new Failure('rescue_insecure')
    const [device, known] = [await state.db.read('device'), await db.note('key')]
    if (!device || !known) throw new Failure('rescue_no_key')
    const edits = await leaving(state, device)
    if (edits.length === 0) throw new Failure('rescue_nothing')
    await state.changed({})
    const of = JSON.stringify([known.id, device.writer, edits.map((edit) => [edit.device, edit.n])])
    if (made?.of === of) return made
    const at = Date.now()
    const ahead = await state.db.read('offset')
    const contents = {
      writer: device.writer, epoch: device.epoch, now: at, offset: ahead === undefined ? null : -Math.round(ahead),
      token: hex(await sha256(new TextEncoder().encode(device.token))), person: { id: device.person.id, name: device.person.name }, edits,
    }
    const header = { key: known.id, writer: device.writer, edits: edits.length, at }
    const envelope = await seal(await pack(contents), header, device.token, known)
    made = { envelope, edits: edits.length, at, writer: device.writer, of }
    const noted = { at, edits: edits.length }
    await write(() => db.notes.put({ key: 'last', value: noted }))
    return made
  }

  async function carry(envelope: Bytes): Promise<Carried> {
    const header = headerOf(envelope)
    if (!header) throw new Failure('rescue_not_envelope')
    const id = hex(await sha256(envelope))
    const { writer, edits, at } = header
    return write(async () => {
      const had = await db.carried.get(id)
      const one: Carried = had?.counts ? had : { id, envelope, writer, edits, at, addedAt: Date.now() }
      await db.carried.put(one)
      return one
    })
  }

  async function settle(id: string, what: Pick<Carried, 'counts' | 'refused'>): Promise<void> {
    await write(async () => {
      const one = await db.carried.get(id)
      if (!one) return
      const taken = what.counts !== undefined && what.counts.failed === 0
      await db.carried.put({ ...one, ...what, envelope: taken ? null : one.envelope })
    })
  }

  return {
    open, key, last, carried, sealUnsent, carry, settle,
    exportable: computed(() => state.outbox.value.filter((one) => one.state !== 'answered' && one.edit.kind !== 'withdraw').length
      + state.refused.value.filter((one) => one.code === LEFT).length),
    learn: (told, epoch) => write(async () => void await db.notes.put({ key: 'key', value: { ...told, epoch, at: Date.now() } })),
    forget: (id) => write(() => db.carried.delete(id)),
  }
}

const LEFT = 'left_behind'
interface Resent extends Edit { eff?: number | undefined, ack?: string | undefined }

/**
 * X2. The edits that leave, marked as sent in the transaction that reads them: the copy and the original must never
 * differ. To a server that does not know this phone, everything it still keeps is news.
 */
async function leaving({ db }: State, device: Device): Promise<Resent[]> {
  return db.transaction('rw', db.outbox, db.refused, db.kept, async () => {
    const found = new Map<string, Resent>()
    if (device.unknown) {
      for (const { edit, answer } of await db.kept.orderBy('n').toArray()) {
        const { eff, ack } = answer
        found.set(edit.id, eff === undefined ? edit : { ...edit, eff, ack })
      }
    }
    const unsent = (await db.outbox.orderBy('n').toArray()).filter((entry) => entry.state !== 'answered')
    for (const { edit } of unsent) found.set(edit.id, edit)
    await db.outbox.bulkPut(unsent.filter((entry) => entry.state === 'unsent').map((entry) => ({ ...entry, state: 'sending' as const })))
    for (const { edit, code } of await db.refused.toArray()) if (code === LEFT) found.set(edit.id, edit)
    return [...found.values()]
  })
}
