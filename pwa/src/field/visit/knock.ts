/** What is being entered at a door, before it is saved. Nothing here is kept: a save is one tap away. */
import { computed, reactive, watch } from 'vue'
import { store, type Shown } from '@/store'
import { remember, remembered } from '@/ui/remember'
import { OPEN_STATUSES } from '@/ui/status'
import { plusDays } from '@/ui/dates'
import { doorOf } from '../book/doors'
import type { Person } from '../book/judged'
import { canBook, canBookQuickly, fits, openSessions, proposals } from '../book/quick'
import { draftsOf, likelyInformed, TALKED, type Outcome, type Said, type Told } from './drafts'

const LEAFLET = 'ruhu.leaflet'

export interface Asked {
  willingness: Said | ''
  reason: string
  book: boolean
}

export function useKnock(household: Shown, quick: boolean) {
  const people = doorOf(household).people
  const asked = reactive<Record<string, Asked>>({})
  for (const person of people) {
    const covered = quick && canBookQuickly(person)
    asked[person.row.id] = { willingness: covered ? 'willing' : '', reason: '', book: covered }
  }
  const form = reactive({
    outcome: (quick ? 'spoke' : '') as Outcome | '',
    leaflet: remembered(LEAFLET) === 'yes',
    informed: people.filter(({ judgement }) => likelyInformed(judgement.status, judgement.age)).map((person) => person.row.id),
    others: '',
    session: '',
    nextStep: '',
    nextOn: '',
    note: '',
    markVacant: true,
    markMoved: false,
  })
  const talked = computed(() => form.outcome !== '' && TALKED.includes(form.outcome))
  const booking = computed<Person[]>(() => people.filter((p) => asked[p.row.id]!.book && canBook(p)))
  const offers = computed(() => (talked.value ? proposals(booking.value) : []))
  watch(offers, (now) => {
    if (form.session && !now.some((offer) => offer.slot.id === form.session)) form.session = ''
  })
  watch(
    () => form.nextStep,
    (step) => {
      if (step && step !== 'none' && !form.nextOn) form.nextOn = plusDays(store.today(), step === 'visit_again' ? 3 : 1)
      if (!step || step === 'none') form.nextOn = ''
    },
  )

  /* Whom one asks at this door, and who mostly says the same. */
  const askable = people.filter((p) => ['overdue', 'due', 'waiting', 'hesitant', 'refuses'].includes(p.judgement.status))
  function allWilling(): void {
    for (const person of askable) asked[person.row.id] = { willingness: 'willing', reason: '', book: canBook(person) }
  }

  function told(person: Person): Told {
    const said = asked[person.row.id]!
    const slot = openSessions().find((s) => s.id === form.session)
    const booked = said.book && canBook(person) && slot !== undefined && fits(person, slot)
    return {
      row: person.row,
      willingness: said.willingness,
      reason: said.reason,
      number: booked ? person.judgement.next!.number : null,
      open: OPEN_STATUSES.includes(person.judgement.status),
    }
  }

  function drafts() {
    remember(LEAFLET, form.leaflet ? 'yes' : 'no')
    return draftsOf({
      household,
      outcome: form.outcome || 'spoke',
      on: store.today(),
      at: Date.now(),
      leaflet: form.leaflet,
      informed: form.informed,
      othersInformed: Math.max(0, Math.min(99, Number.parseInt(form.others, 10) || 0)),
      people: people.map(told),
      session: form.session,
      nextStep: form.nextStep,
      nextOn: form.nextOn,
      note: form.note,
      markVacant: form.markVacant,
      markMoved: form.markMoved,
    })
  }
  return { people, asked, form, talked, booking, offers, drafts, askable, allWilling }
}
