/** Every request of lists and tables. */
import { lang } from '@/ui/words'
import { post, query, read, remove } from '../api/call'
import type { AllTables, ColumnChoices, ListPage, OwnTemplate, PlaceholderSection, SavedView, Signed, TableMade, ViewBody } from './shapes'

type Values = Record<string, string | number | undefined>

export const LARGEST_TEMPLATE = 2 * 1024 * 1024

export const page = (asked: Values): Promise<ListPage> => read<ListPage>('/lists' + query({ ...asked, lang: lang.value }))
export const choices = (): Promise<ColumnChoices> => read<ColumnChoices>('/lists/columns' + query({ lang: lang.value }))
export const views = (): Promise<{ views: SavedView[] }> => read<{ views: SavedView[] }>('/lists/views')
export const saveView = (body: ViewBody, id?: number): Promise<{ id: number; views: SavedView[] }> => post<{ id: number; views: SavedView[] }>(id ? `/lists/views/${id}` : '/lists/views', body)
export const removeView = (id: number): Promise<{ views: SavedView[] }> => remove<{ views: SavedView[] }>(`/lists/views/${id}`)

export const tables = (): Promise<AllTables> => read<AllTables>('/tables' + query({ lang: lang.value }))
export const table = (name: string, asked: Values): Promise<TableMade> => read<TableMade>(`/tables/${encodeURIComponent(name)}` + query({ ...asked, lang: lang.value }))
export const placeholders = (): Promise<{ placeholders: PlaceholderSection[] }> => read<{ placeholders: PlaceholderSection[] }>('/tables/placeholders' + query({ lang: lang.value }))
export const sign = (signed: Signed): Promise<{ signed: Signed }> => post<{ signed: Signed }>('/tables/signers', signed)
export const removeTemplate = (id: number): Promise<{ templates: OwnTemplate[] }> => remove<{ templates: OwnTemplate[] }>(`/tables/templates/${id}`)

export function uploadTemplate(file: File, name: string): Promise<{ id: number; templates: OwnTemplate[] }> {
  const form = new FormData()
  form.append('file', file)
  if (name) form.append('name', name)
  return post<{ id: number; templates: OwnTemplate[] }>('/tables/templates', form)
}

/** Where a file is: of a list, a roster, a table, a template. */
export const listFile = (what: 'list' | 'roster', asked: Values): string => `/api/office/export/${what}.xlsx` + query({ ...asked, lang: lang.value })
export const tableFile = (name: string, asked: Values): string => `/api/office/tables/${encodeURIComponent(name)}/file.xlsx` + query({ ...asked, lang: lang.value })
export const templateFile = (id: number, asked: Values): string => `/api/office/tables/templates/${id}/file.xlsx` + query({ ...asked, lang: lang.value })
