/**
 * An edit as it travels (docs/protocol.md, P1): what follows from the rest, or is usual, is left out. On disk it stays
 * whole; lean or whole, it is the same edit. Pure.
 */
import type { Edit, FieldEdit } from '../store/types'

/** Signatures of a first answer, when an acknowledged edit goes again (P3). */
export interface Resent extends Edit { eff?: number, ack?: string }

type Lean = Partial<Omit<Resent, 'fields'>> & { fields: Record<string, Partial<FieldEdit>> }

export function lean(edit: Resent, writer: number): Lean {
  const id = `${writer}.${edit.n}`
  const { n, at, kind, entity, eff, ack } = edit
  const some: Lean = { n, at, kind, entity, fields: Object.fromEntries(Object.entries(edit.fields).map(leanField)) }
  if (edit.device !== writer) some.device = edit.device
  if (edit.id !== id) some.id = edit.id
  if (edit.group !== id) some.group = edit.group
  if (edit.size !== 1) some.size = edit.size
  if (kind !== 'create' || edit.record !== id) some.record = edit.record
  if (edit.schema !== 1) some.schema = edit.schema
  if (edit.saw.length > 0) some.saw = edit.saw
  if (edit.lease) some.lease = edit.lease
  if (eff !== undefined) some.eff = eff
  if (ack !== undefined) some.ack = ack
  return some
}

/** An empty base is left out: `[]`, or `{}` of a set. */
function leanField([name, { value, base }]: [string, FieldEdit]): [string, Partial<FieldEdit>] {
  return [name, Object.keys(base).length > 0 ? { value, base } : { value }]
}
