/** The calls that bring a file in: received, its columns, checked and imported step by step, and what is left over. */
import { post, query, read, remove } from '../api/call'
import { lang } from '@/ui/words'
import type { AbsentPage, DifferencePage, Kind, Listed, Noted, Preview, Progress, Received, UnplacedPage } from './shapes'

/** The server takes no more; asked here too, because a browser that is cut off in mid-upload cannot show the answer. */
export const LARGEST = 64 * 1024 * 1024
/** What the file chooser offers. */
export const ACCEPTED = '.xlsx,.xlsm,.xls,.csv,.txt,.tsv'

/** What the clerk decided about a file's columns: index → key, null for a column that is left alone. */
export interface Decided { area: string; kind: Kind; mapping: Record<string, string | null>; header_row?: number }

/** Sends a file, for one of its sheets if that is named. */
export function upload(file: File, area = '', sheet = ''): Promise<Received> {
  const form = new FormData()
  form.append('file', file)
  if (area) form.append('area', area)
  if (sheet) form.append('sheet', sheet)
  return post<Received>('/roster/files', form)
}

export const imports = (): Promise<{ imports: Listed[] }> => read('/roster')
/** The columns of a file that has arrived; with a row, as they are when the header begins there. */
export const received = (id: string, headerRow?: number): Promise<Received> => read(`/roster/${id}/received${query({ header_row: headerRow })}`)
export const one = (id: string): Promise<Progress & Noted> => read(`/roster/${id}`)
export const check = (id: string, decided: Decided): Promise<Progress> => post(`/roster/${id}/check`, decided)
export const step = (id: string): Promise<Progress> => post(`/roster/${id}/step`)
export const preview = (id: string): Promise<Preview> => read(`/roster/${id}/preview`)
export const start = (id: string): Promise<Progress> => post(`/roster/${id}/start`)
export const discard = (id: string): Promise<Progress> => remove(`/roster/${id}`)

export const differences = (id: string, page: number, state: string): Promise<DifferencePage> => read(`/roster/${id}/differences${query({ page, state, lang: lang.value })}`)
export const settle = (id: string, ids: (string | number)[] | 'all', take: boolean): Promise<{ decided?: number; refused?: number }> => post(`/roster/${id}/differences`, { ids, take })
export const unplaced = (id: string, page: number): Promise<UnplacedPage> => read(`/roster/${id}/unplaced${query({ page })}`)
export const absent = (id: string, page: number): Promise<AbsentPage> => read(`/roster/${id}/absent${query({ page })}`)
export const place = (id: string, rows: number[] | 'all', grid: string): Promise<unknown> => post(`/roster/${id}/place`, { rows, grid })

/** Spreadsheets of one import: the rows that stayed out, and who of a vaccinated list was not found. */
export const stoppedFile = (id: string): string => `/api/office/roster/${id}/stopped.xlsx${query({ lang: lang.value })}`
export const notFoundFile = (id: string): string => `/api/office/roster/${id}/not-found.xlsx${query({ lang: lang.value })}`
