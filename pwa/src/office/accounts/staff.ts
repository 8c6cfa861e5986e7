/** Lists of staff as the server tells of them, and the calls that move one. */
import { lang } from '@/ui/words'
import { post, read, remove, type Message } from '../api/call'
import type { Role } from '../api/shapes'

export type What = 'new' | 'changed' | 'same' | 'stopped'
export interface Problem { row: number; column: string; code: string; stops: boolean; message: Message }
export interface Mended { row: number; column: string; from: string; to: string }
export interface Listed {
  row: number; rows: number[]; what: What; id: number | null; login: string | null; name: string; phone: string; role: Role | ''; areas: string[]
  added: string[]; removed: string[]; changes: { field: 'name' | 'phone' | 'role'; from: string | null; to: string | null }[]
}
export interface Preview {
  id: string; filename: string; sheet: string; rows: number; columns: { title: string; key: string | null; taken: boolean }[]
  counts: Record<What, number>; people: Listed[]; problems: Problem[]; mended: Mended[]
}
export interface Progress {
  id: string; filename: string; state: 'checked' | 'going' | 'done' | 'discarded'; total: number; done: number; made: number; changed: number; same: number
  stopped: number; problems: Problem[]; accounts: number[]
}

/** A list of everybody in a township is far below; what is above is some other file. */
export const LARGEST = 10 * 1024 * 1024

export function check(file: File, village: string): Promise<Preview> {
  const form = new FormData()
  form.append('file', file)
  if (village) form.append('village', village)
  return post<Preview>('/staff/files', form)
}

export const step = (id: string): Promise<Progress> => post(`/staff/${id}/step`)
export const progress = (id: string): Promise<Progress> => read(`/staff/${id}`)
export const discard = (id: string): Promise<Progress> => remove(`/staff/${id}`)
/** The address of a sheet to fill in, in the language of the page. */
export const sheetAt = (what: 'example' | 'people'): string => `/api/office/staff/${what}.xlsx?lang=${lang.value}`
