/** What the server tells of people who seem to be one. */
import type { Row } from '../api/shapes'

export type Why = 'number' | 'phone' | 'address'
export const WHYS: Why[] = ['number', 'phone', 'address']

export interface Line {
  id: string; name: string | null; sex: string | null; birth: string | null; id_masked: string; phone_masked: string
  place: string; door: string; knocked: boolean; status: string; doses: number; last_dose: string | null; life_state: string
}
export interface Pair { one: Line | null; other: Line | null; whys: Why[]; by?: string | null; at?: number; remark?: string | null }
export interface TwinPage { rows: Pair[]; total: number; page: number; size: number; whys: Record<Why, number> | Record<string, never> }

export interface Side {
  resident: Row; household: Row | null; judgement: { status?: string; doses?: number }; places: { village: string; grid: string; code: string }
  doses: Row[]; contraindications: Row[]; appointments: Row[]; visits: Row[]; visit_count: number; reviews: { key: string; kind: string }[]; known: number
  sessions: Record<string, { on?: string; from?: string }>
}
export interface Compared { sides: [Side, Side]; seen: string; fields: string[]; stays: string; apart: boolean }
