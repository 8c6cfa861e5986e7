/** A phone that holds places, and the few things that a canvasser does with them. */
import type { Saved } from '@/store'
import { town, type Phone } from '../store/phone'
import { LeasingServer } from './leasing'

export interface Wanted { [session: string]: number }

/** A phone in step that wants so many places; change `wanted` to want others. */
export async function holding(wanted: Wanted = { s1: 2 }): Promise<{ server: LeasingServer, phone: Phone, wanted: Wanted }> {
  const { server, phone } = await town(new LeasingServer(), () => wanted)
  return { server, phone, wanted }
}

export function asks(phone: Phone, session = 's1', resident = '3.1:1r'): Promise<Saved> {
  return phone.store.save([{ kind: 'create', entity: 'appointment', values: { resident, session, number: 1, state: 'requested' } }])
}

/** Numbers on the disk by what became of them. */
export async function numbers(phone: Phone): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {}
  for (const one of await phone.inner.db.tickets.toArray()) (found[one.state] ??= []).push(one.n)
  return found
}
