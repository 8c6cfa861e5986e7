/** What the server says of a file and of an import on its way, and the calls that move it. */
import { post, read, remove, type Message } from '../api/call'

export interface Column { title: string; key: string | null; taken: boolean }
export interface Problem { row: number; column: string; code: string; stops: boolean; message: Message }
export interface Mended { row: number; column: string; from: string; to: string }
export interface PersonRow {
  row: number; household: number; place: string; door: string; good: boolean; unchanged: boolean
  values: Partial<Record<'name' | 'relation' | 'sex' | 'birth' | 'id_kind' | 'id_number' | 'phone' | 'employer' | 'job' | 'note', string>> & { groups?: string[] }
}
export interface Preview {
  id: string; filename: string; sheet: string; rows: number; households: number; residents: number; unchanged: number; stopped: number
  columns: Column[]; first: PersonRow[]; problem_count: number; problems: Problem[]; mended_count: number; mended: Mended[]
  new_areas: { code: string; name: string; level: string }[]
}
export interface Progress {
  id: string; state: 'checked' | 'staged' | 'done' | 'discarded'; area: string | null; filename: string; rows: number; total: number
  done: number; added: number; unchanged: number; elsewhere: number; stopped: number; households: number
}
export interface Noted { problems: Problem[]; problem_count: number }
export interface Listed { id: string; filename: string; state: Progress['state']; area: string | null; rows: number; made_at: number; finished_at: number | null }

/** The server takes no more; asked here too, because a browser that is cut off in mid-upload cannot show the answer. */
export const LARGEST = 64 * 1024 * 1024

export function upload(file: File, area: string): Promise<Preview> {
  const form = new FormData()
  form.append('file', file)
  if (area) form.append('area', area)
  return post<Preview>('/roster/files', form)
}

export const checkAgain = (id: string, area: string): Promise<Preview> => post(`/roster/${id}/check`, { area })
export const start = (id: string, area: string): Promise<Progress> => post(`/roster/${id}/start`, { area })
export const step = (id: string): Promise<Progress> => post(`/roster/${id}/step`)
export const progress = (id: string): Promise<Progress & Noted> => read(`/roster/${id}`)
export const discard = (id: string): Promise<Progress> => remove(`/roster/${id}`)
export const imports = (): Promise<{ imports: Listed[] }> => read('/roster')
