/** What speaks against an injection today, and until when: the twin of server/rules/contraindications.py. */
import { compare } from './course.ts'
import { inForce, known, plusDays } from './days.ts'
import type { Campaign, Contraindication, Day, Finding } from './types.ts'

export interface Block { why: string | null; finding: Finding; askAgain: Day | null; notes: string[] }

const UNHEARD_OF = { kind: 'needs_hospital', ask_again_days: null, only: null, from: null, until: null }

/** The gravest one: unsuitable before deferred; of deferrals the one that ends last; of equals the smaller id. */
export function standing(campaign: Campaign, records: Contraindication[], ifHealthy: boolean, today: Day): Block {
  const block: Block = { why: null, finding: 'advise', askAgain: null, notes: [] }
  for (const record of [...records].sort((a, b) => compare(a.id, b.id))) {
    const kind = campaign.contraindications.find(({ code }) => code === record.kind) ?? UNHEARD_OF
    const state = record.state || 'suspected'
    const name = record.kind || 'other'
    if (state === 'cleared' || !inForce(kind, today) || (kind.only === 'if_healthy' && !ifHealthy)) continue
    if (kind.kind === 'no_reason') {
      block.notes.push(`no_reason:${name}`)
      continue
    }
    const until = known(record.until)
    const since = known(record.since)
    const temporary = kind.kind === 'temporary'
    const askAgain = until ?? (since && kind.ask_again_days !== null ? plusDays(since, kind.ask_again_days) : null)
    const ends = temporary ? askAgain : state === 'deferred' ? until : null
    if (ends && today >= ends) block.notes.push(`ask_again:${name}`)
    else if (state === 'confirmed' && !temporary) {
      if (block.finding !== 'unsuitable') Object.assign(block, { why: `confirmed:${name}`, finding: 'unsuitable', askAgain: null })
    } else if (block.why === null || (block.finding === 'defer' && isLater(askAgain, block.askAgain)))
      Object.assign(block, { why: `${state}:${name}`, finding: 'defer', askAgain })
  }
  return block
}

/** No day is later than any day. */
const isLater = (one: Day | null, other: Day | null): boolean => other !== null && (one === null || one > other)
