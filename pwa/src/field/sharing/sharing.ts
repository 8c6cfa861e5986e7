/**
 * How the village's places are shared out among its canvassers (docs/protocol.md, T11). The server decides and the phone
 * asks: without a network nothing can be changed here, and nothing is shown that might not be so any more.
 */
import { store, type Fault } from '@/store'
import { call } from '@/sync/wire'
import { t } from '@/ui/words'
import { faultText } from '../saving'

/** Of the places: how many are somebody's, how many of these are given out, how many lie on phones. */
interface Figures { quota: number, given: number, leased: number }
export interface Part extends Figures { account: number, name: string, grids: string[], need: number, proposed: number }
/** One session's places of one village. `common`: nobody's in particular. */
export interface Line extends Figures { session: string, village: string, on: string, from: string, common: number, accounts: Part[] }
/** What each account shall have, by its number. */
export type Wanted = Record<number, number>

export async function ask(share: { session: string, village: string, accounts: Wanted } | null = null): Promise<Line[]> {
  const { sessions } = await call<{ sessions: Line[] }>('/api/sync/quotas', { token: store.device.value!.token, body: { share } })
  return sessions
}

/** Nothing of this waits on the phone to be sent by itself, as the usual words for a missing network promise. */
export function failed(fault: unknown): string {
  return ['offline', 'server', 'timeout', 'busy'].includes((fault as Fault).code) ? t('places.sharing.failed') : faultText(fault)
}

export function now(line: Line): Wanted {
  return Object.fromEntries(line.accounts.map((one) => [one.account, one.quota]))
}

/** Another session was saved, and with it everything came anew: what is entered and not saved stays. */
export function carried(before: Line, line: Line, wanted: Wanted): Wanted {
  const had = now(before)
  return Object.fromEntries(line.accounts.map((one) => [one.account, wanted[one.account] === had[one.account] ? one.quota : (wanted[one.account] ?? one.quota)]))
}

export function proposed(line: Line): Wanted {
  return Object.fromEntries(line.accounts.map((one) => [one.account, one.proposed]))
}

/** What has been given out or lies on a phone stays with its account. */
export function least(part: Figures): number {
  return part.given + part.leased
}

/** How many places of the line would be nobody's in particular. */
export function rest(line: Line, wanted: Wanted): number {
  return line.quota - line.accounts.reduce((sum, one) => sum + (wanted[one.account] ?? one.quota), 0)
}

/** How many more could go to somebody: those in common that no phone holds yet. */
export function spare(line: Line, wanted: Wanted): number {
  const used = least(line) - line.accounts.reduce((sum, one) => sum + least(one), 0)
  return rest(line, wanted) - used
}

export function differs(line: Line, wanted: Wanted): boolean {
  return line.accounts.some((one) => (wanted[one.account] ?? one.quota) !== one.quota)
}
