/** The requests of the plan's pages, each with the shape of its answer. */
import { post, query, read } from '../api/call'
import type { Session, Site } from '../api/shapes'
import type { Board, Bus, Changes, Dispatch, Frozen, Person, Places, Proposal, Sheet, Supply, Target, Template, TemplateBody, WeekMade } from './shapes'
import type { Wanted } from './quota'
import { ended, townNow } from './week'

export interface Span { from: string; days: number; site?: string; product?: string }
const path = (id: string): string => encodeURIComponent(id)

export const board = (span: Span): Promise<Board> => read('/board' + query({ ...span }))
export const dispatch = (span: Span): Promise<Dispatch> => read('/dispatch' + query({ from: span.from, days: span.days }))
export const places = (session: string): Promise<Places> => read(`/sessions/${path(session)}/places`)
export const quotas = (session: string, wanted: Wanted): Promise<Places> => post(`/sessions/${path(session)}/quotas`, wanted)
export const manyQuotas = (sessions: Record<string, Wanted>): Promise<{ sessions: Places[] }> => post('/plan/quotas', { sessions })
export const waiting = (session: string): Promise<{ people: Person[] }> => read(`/sessions/${path(session)}/waiting`)
export const sheet = (session: string): Promise<Sheet> => read(`/sessions/${path(session)}/sheet`)
/** Where people can be moved to: today's sessions that are over are none. */
export async function targets(session: string): Promise<{ sessions: Target[] }> {
  const { sessions } = await read<{ sessions: Target[] }>(`/sessions/${path(session)}/targets`)
  const at = townNow(Date.now())
  return { sessions: sessions.filter((each) => !ended(each, at)) }
}
export const cancelSession = (session: string, moveTo: string | null): Promise<{ sessions: Session[]; moved: number; listed: number }> =>
  post(`/sessions/${path(session)}/cancel`, { move_to: moveTo })

export interface ProposalAsked { sessions: string[]; reserve: number; general: number; remote: string[]; remote_in: string | null }
export const propose = (asked: ProposalAsked): Promise<Proposal> => post('/plan/proposal', asked)
export const remember = (villages: string[]): Promise<{ villages: string[] }> => post('/plan/remote', { villages })

export const templates = (): Promise<{ templates: Template[] }> => read('/templates')
export const putTemplate = (id: number | null, name: string, body: TemplateBody): Promise<{ templates: Template[] }> =>
  post(id === null ? '/templates' : `/templates/${id}`, { name, body })
export const dropTemplate = (id: number): Promise<{ templates: Template[] }> => post(`/templates/${id}/delete`)
export interface WeekAsked { templates: number[]; from: string; days: number; skip: string[]; write: boolean }
export const makeWeek = (asked: WeekAsked): Promise<WeekMade> => post('/plan/week', asked)

export const sites = (): Promise<{ sites: Site[] }> => read('/sites')
export const supply = (): Promise<Supply> => read('/supply')
export const putSupply = (id: string | null, body: Record<string, unknown>): Promise<Supply> => post(id === null ? '/supply' : `/supply/${path(id)}`, body)

export const bus = (asked: { on: string; site?: string; remote?: string }): Promise<Bus> => read('/bus' + query(asked))
export const changes = (asked: { kind?: string; told?: string }): Promise<Changes> => read('/changes' + query(asked))
export type Act = { act: 'place'; session: string | null; pools: string[] | null } | { act: 'move'; session: string } | { act: 'cancel' } | { act: 'told' }
export const appointment = (id: string, act: Act): Promise<{ appointment: Person }> => post(`/appointments/${path(id)}`, act)

export const frozen = (): Promise<Frozen> => read('/frozen')
export const thaw = (session: string | null): Promise<Frozen> => post('/frozen/thaw', { session })

/** Where the spreadsheet of what is shown lies. */
export const exported = (name: 'board' | 'sheet' | 'bus' | 'changes' | 'supply', values: Record<string, string | number | undefined>): string =>
  `/api/office/export/${name}.xlsx` + query(values)
