/** What an edit names as base, and what it says it saw: the examples that every program that makes edits has to meet. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compose } from '@/store/compose'
import { Memory } from '@/store/memory'
import type { Draft, Edit, FieldEdit, Row } from '@/store/types'

interface Vector { description: string, given: { rows: Row[], outbox?: Edit[], draft: Draft }, expect: { fields: Record<string, FieldEdit>, saw: string[] } }

const FILE = fileURLToPath(new URL('../../tests/vectors/drafts/drafts.json', import.meta.url))
const { writer, vectors } = JSON.parse(readFileSync(FILE, 'utf8')) as { writer: number, vectors: Vector[] }

/** A set's change without what it does not add or remove: an empty list says the same as none. */
function said(change: FieldEdit): FieldEdit {
  const value = change.value as Record<string, unknown> | null
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return change
  return { ...change, value: Object.fromEntries(Object.entries(value).filter(([, some]) => !Array.isArray(some) || some.length > 0)) }
}

describe('a draft becomes an edit', () => {
  it.each(vectors.map((vector) => [vector.description, vector] as const))('%s', (_, { given, expect: wanted }) => {
    const memory = new Memory()
    const outbox = given.outbox ?? []
    memory.confirm(given.rows)
    memory.edits(outbox.map((edit) => ({ n: edit.n, id: edit.id, edit, scope: '', state: 'unsent', before: {} })), [])
    const { entries } = compose([given.draft], memory, { writer, n: outbox.length + 1, at: 1 })
    const edits = entries.map((entry) => entry.edit)
    const fields = Object.assign({}, ...edits.map((edit) => edit.fields)) as Record<string, FieldEdit>
    expect(Object.fromEntries(Object.entries(fields).map(([name, change]) => [name, said(change)]))).toEqual(wanted.fields)
    const saw = new Set(edits.flatMap((edit) => edit.saw).filter((id) => !id.startsWith(`${writer}.`)))
    expect([...saw].sort()).toEqual([...wanted.saw].sort())
  })
})
