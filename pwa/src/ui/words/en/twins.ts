/** People who seem to be one, in English. */
import type { English } from '../index'

export default {
  title: 'Seem to be one', hint: 'Two records that may be one person, anywhere in the township. Joined, their doses, appointments and contraindications come to the record that stays, and the phones of both villages follow when they sync.',
  state: 'State', states: { open: 'Waiting', apart: 'Two people', joined: 'Joined' },
  why: 'Reason', whys: { number: 'Same document number', phone: 'Same name and birth date, similar telephone', address: 'Same name and birth date, same address' },
  one: 'First record', other: 'Second record', stays: 'Record that stays', closed: 'Joined to it', compare: 'Compare', look: 'Look', gone: '(record gone)', noName: '(no name)', doses: 'doses: {n}', said: '{who}, {time}', note: 'Remark',
  nothing: 'Nobody seems to be there twice.', nothingApart: 'Nobody has been told apart yet.', nothingJoined: 'Nobody has been joined yet.', filtered: 'Nothing fits these filters.',
  pair: 'Two records side by side', back: 'Back to the list', next: 'Next pair', choose: 'Keep this one', lives: 'Lives at', field: 'Field', same: 'same', bothKept: 'put together',
  differ: 'Differences only', takeThis: '{field}: take the {which}', first: 'first record', second: 'second record', conflicts: 'In review', visits: 'Visits', visitsStay: 'Visits stay with their households', visitsOf: '{n}, the last on {on}', none: 'none',
  doneNone: 'Joined.', booked: 'dose {n} · {session}', twice: 'Joined, this comes up in review: {what}', twiceDose: 'two records of dose {n}', twiceBooked: 'two appointments for dose {n}',
  join: 'One person: join', apart: 'Two people', remark: 'Remark (optional)', ask: 'Join these two records?',
  askStays: 'Stays: {name}, {place}', askCloses: 'Marked as duplicate: {name}, {place}', askMoves: '{n} records of doses, contraindications and appointments go to the one that stays; their numbers, slips and corrections stay as they are.', askTakes: 'Taken from the other one: {fields}', askLater: 'What phones have not sent yet follows to the record that stays; contradictions come up in review.', askUndo: 'If it was wrong, put the joined resident back in the books on their page: doses and the rest go back to where they were.',
  done: 'Joined. {n} records went to the one that stays.', openStays: 'Open the record that stays', saidApart: 'Kept as two people; not asked again.', again: 'Ask again', already: 'These were said to be two people.', settled: 'One of the two is no longer in the books; they cannot be joined any more.', renewed: 'Somebody has just changed one of them. It was read again; please compare once more.',
} satisfies English<'twins'>
