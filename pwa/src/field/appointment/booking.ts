/** One tap: the place is saved, confirmed if this phone holds one, and its slip is shown. */
import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { store, type Draft } from '@/store'
import type { Person } from '../book/judged'
import { liveAppointment } from '../book/quick'
import { save } from '../saving'

/** The place of before is cancelled with it: first, so that nobody ever has two. */
export function draftsFor(person: Person, session: string): Draft[] {
  const live = liveAppointment(person)
  const cancel: Draft[] = live ? [{ kind: 'set', record: live.id, values: { state: 'cancelled' } }] : []
  const step: Draft[] = person.row.values['next_step'] === 'book' ? [{ kind: 'set', record: person.row.id, values: { next_step: null, next_on: null } }] : []
  const values = { resident: person.row.id, session, number: person.judgement.next?.number ?? 1, state: 'requested' }
  return [...cancel, ...step, { kind: 'create', entity: 'appointment', values }]
}

export function useBooking(person: () => Person | null) {
  const router = useRouter()
  const done = ref(false)
  async function book(session: string, replace = false): Promise<void> {
    const whom = person()
    if (!whom || done.value) return
    done.value = true
    const drafts = draftsFor(whom, session)
    const id = (await save(drafts))?.ids[drafts.length - 1]
    if (id && store.get(id)) await (replace ? router.replace(`/appointment/${id}`) : router.push(`/appointment/${id}`))
    done.value = false
  }
  return { book }
}
