import type { English } from '../index'

export default {
  tabs: {
    label: 'Pages of the plan', board: 'Week', quotas: 'Quotas', dispatch: 'Dispatch', sessions: 'Sessions and sites', templates: 'Templates', supply: 'Vaccine', bus: 'Bus lists', changes: 'Changes', reactions: 'From the sites',
  },
  week: { previous: 'Previous week', next: 'Next week', today: 'This week', of: '{from} to {to}', site: 'Site', product: 'Vaccine', print: 'Print', export: 'Export' },
  day: { holiday: 'holiday', makeup: 'make-up working day', weekend: 'weekend', unknown: 'The make-up working days of {year} are not announced yet; only statutory holidays and weekends are known. Check again when they are.' },
  places: {
    capacity: 'Places', given: 'Booked', leased: 'On phones', free: 'Free', frozen: 'Frozen', requested: 'Waiting', reserve: 'Reserve', general: 'For all', quota: 'Quota', people: 'People booked', need: 'To vaccinate', supply: 'Vaccine left', double: 'Double',
    fill: '{given} booked, {leased} on phones, {free} free of {capacity}', of: '{given} / {capacity}',
    about: 'Booked + on phones + free (+ frozen) = places. “On phones” are numbers that canvassers took and have not given out; unused ones come back by themselves. Who waits has no number yet.',
  },
  standing: { cancelled: 'cancelled', full: 'full', waiting: 'people wait', beyond: 'beyond supply', frozen: 'numbers frozen' },
  board: {
    title: 'Week', sessions: 'Sessions', matrix: 'Villages in each session', matrixHint: 'people booked / quota, + those waiting; a cell leads to its people', make: 'Make a week from templates', nothing: 'No sessions in this week yet.', nothingHint: 'Make them from templates in one step, or add one by one.',
    noVillages: 'There are no villages yet; set them up on the areas page.', week: 'This week', remote: 'remote', needHint: 'who still needs it by then and has no appointment', attended: 'Came', missed: 'Missed', open: 'Open this session', villageTotal: 'Booked / quota', none: '—',
    ended: 'Of past sessions, see who came and who missed it.',
  },
  frozen: {
    text: 'The server was restored from a backup: {n} numbers are frozen, neither handed to phones nor given to anybody, so that none is given twice.', until: 'They thaw by themselves at {time}.', undecided: '{n} matters about appointments are still in quarantine; settle them before you thaw.', thaw: 'Thaw now', ask: 'Thaw now? Only when every phone that held numbers before the restore has synced; otherwise a number may already be somebody’s on a phone.',
  },
  session: {
    title: 'Session', quotas: 'Quotas', waiting: 'Who waits', edit: 'Edit session', cancel: 'Cancel or move', sheet: 'Day sheet', bus: 'Bus lists', special: 'special', forWhom: 'For', forHint: 'firm, school or village', kind: 'Kind', general: 'open to all', supplyLeft: 'This vaccine at this site: {in_stock} doses in stock, {planned} planned, {left} still to plan.', supplyShort: 'This vaccine at this site: {in_stock} doses in stock, {planned} planned, {short} too many.',
    cancelledText: 'This session is cancelled; its appointments are on the list of changes.', moveHint: '{n} people are booked. If you change the date, time or site they keep their numbers, their slips say “moved”, and the canvassers’ phones are told at their next sync.', told: 'Saved. {n} appointments have moved and the families must be told: see the list of changes.', noPlaces: 'This session has no numbers yet.', back: 'Back to the week', toPeople: 'See these people',
    doublesText: '{n} people have two appointments for one dose: decide on the review page; until then both numbers are taken.', waitingNone: 'Nobody waits.', give: 'Give a place', giveHint: 'From the village’s free places, then those for all, then the reserve.', order: 'They are confirmed in this order: priority groups first, then who has waited longest.', asked: 'Asked at',
  },
  edit: {
    sum: 'villages {villages} + reserve {reserve} + for all {general} = places {capacity}', over: '{n} too many. Take {n} off one of the lines below, or add places by “Edit session” first.', below: 'At least {least}: these are given out or on phones and cannot be taken back.', above: 'The people’s parts may be {most} together: lower one, or raise the village.', keys: 'Enter or the arrows up and down change the line, Alt with left and right the column. Save, and all of it takes effect at once.',
    save: 'Save quotas', reset: 'Undo changes', unsaved: 'Not saved yet', leaveText: 'What was typed here is lost when you leave.', leave: 'Leave without saving', stay: 'Stay', village: 'Village', own: 'for the village', open: 'By person', close: 'Fold', person: 'Canvasser', had: 'was {n}', propose: 'Propose', proposed: 'These numbers are a proposal and not saved. Change what you like, then save.', saved: 'Saved. Phones get their new numbers at their next sync.', nobody: 'Nobody works in this village yet.', tooMany: '{n} places must be mended before it can be saved', grids: '{n} grids',
  },
  propose: {
    title: 'Propose quotas', about: 'In proportion to who still needs the vaccine and has no appointment; what is given out stays.', reserve: 'Reserve (%)', general: 'For all (%)', reserveHint: 'for late changes: no phone takes these, only the office gives them', generalHint: 'no village’s own: first come, first served', remote: 'Remote villages (by bus, in one session only)', remember: 'Remember these villages', in: 'Remote villages come', best: 'in whichever session fits best', sessions: 'Sessions', run: 'Work it out', into: 'Fill in', preview: 'Proposal', need: 'To vaccinate', share: 'In all', noSessions: 'Choose one session at least.', nobody: 'Nobody still needs this vaccine; there is nothing to share out.', percent: 'Reserve and for all together cannot exceed 100 %.',
  },
  cancel: {
    title: 'Cancel or move', ask: '{when} {site}', nobody: 'Nobody is booked; it can simply be cancelled.', people: '{n} people are booked. What becomes of them?', list: 'Cancel their appointments and put them on the list of changes', listText: 'They are due again, and the canvassers’ phones are told at their next sync.', move: 'Move them to another session', moveText: 'In the order of their numbers; whoever finds no place waits there. The old slips no longer hold; phones show the new ones.', noTarget: 'No open session with the same vaccine. Add one first.', free: '{n} free', supply: '{n} doses left', change: 'Change the date, time or site of this session', changeText: 'Everybody moves along and keeps the number.', go: 'Cancel this session', goMove: 'Cancel and move them', keep: 'Leave it', done: 'Cancelled. {moved} people moved, {listed} on the list of changes.', notEnough: 'Only {free} are free: {lacking} people will wait there.',
  },
  template: {
    add: 'New template', name: 'Name', nothing: 'No templates yet. Make one: which site, which weekdays, which hours, how many places; then each week is one step.', edit: 'Edit template', remove: 'Delete', removeAsk: 'Delete the template “{name}”? Sessions that were made stay.', bands: 'Time bands', addBand: 'Add a band', removeBand: 'Remove this band', days: 'Weekdays', holidays: 'Public holidays', skip: 'no sessions', keep: 'as any day', makeup: 'make-up working days are working days', capacity: 'Places', reserve: 'Reserve', week: '{n} places a week', use: 'Make a week', noDays: 'Each band needs one day at least.', order: 'The end must be after the beginning.',
  },
  weekday: { d1: 'Mon', d2: 'Tue', d3: 'Wed', d4: 'Thu', d5: 'Fri', d6: 'Sat', d7: 'Sun' },
  make: {
    title: 'Make a week from templates', from: 'From', days: 'Days', choose: 'Which templates', preview: 'Preview', go: 'Make {n} sessions', nothing: 'Nothing new to make.', made: '{n} sessions made; phones can book them after their next sync.', toBoard: 'To the week', none: 'Choose one template at least.', noTemplates: 'No templates yet; make one first.', supply: 'Is there enough vaccine', with: 'with these', short: '{n} doses short', enough: 'enough', shortText: 'Some sites have too little vaccine. Enter a delivery, lower the places, or leave out some days.', skipDay: 'leave out', takeDay: 'take in',
    state: { new: 'new', exists: 'there already', past: 'past', holiday: 'holiday', skipped: 'left out' },
  },
  supply: {
    title: 'Vaccine', about: 'In stock = received + transferred here − returned − scrapped − transferred away − used. To plan = in stock − places from today on. In doses.', nothing: 'Nothing entered yet. Sessions can be opened once vaccine has been received.', add: 'Enter', stock: 'In stock', book: 'Book of entries', received: 'Received', returned: 'Returned', scrapped: 'Scrapped', moved_out: 'Sent on', moved_in: 'Sent here', used: 'Used', in_stock: 'In stock', planned: 'Planned', left: 'To plan', batch: 'Batch', expires: 'Expires', expired: 'expired', soon: 'expires in {n} days', byBatch: 'Batches', noBatch: '(no batch)',
    kind: { received: 'Received', returned: 'Returned', transferred: 'Transferred', scrapped: 'Scrapped' }, to: 'To', doses: 'Doses', on: 'Date', by: 'By', edit: 'Correct', addTitle: 'Enter vaccine', editTitle: 'Correct this entry', hint: 'Count doses, not vials. Correct a wrong entry; the old figure stays in the history.', more: 'This batch has only {stock} doses.', sites: 'Site', people: 'Who had this batch',
  },
  dispatch: {
    title: 'Dispatch', short: 'Where it is short', empty: 'Where it is empty', nothingShort: 'Neither places nor vaccine are short in these days.', nothingEmpty: 'No empty places.', kind: { requested: 'people wait', need: 'too few places', supply: 'too little vaccine' }, missing: 'Short', where: 'Where', what: 'What can be done',
    requestedText: '{n} wait and there is no number for them', needText: '{n} people get no place', supplyText: '{n} more planned than in stock', take: 'Take {n} from {pool}', elsewhere: '{when} {site} {pool}: {n} free', moveThem: 'See who waits and move them', raise: 'More places', addSession: 'Another session', receive: 'Enter a delivery', lower: 'Fewer places', release: 'Open to all', releaseAll: 'Open the villages’ {n} to all', byPool: 'Which villages', releaseN: 'Open {n} to all', others: '{n} wait in other villages', pool: 'Places of', spare: 'Empty', done: 'Done. Those who wait are confirmed in their order.', anyway: 'No free places to take.',
    days: 'Days',
  },
  bus: { title: 'Bus lists', on: 'Date', remote: 'remote villages only', nothing: 'Nobody to fetch on this day.', people: '{n} people', run: '{village} → {site}', meet: 'Meeting time and place', driver: 'Driver, telephone', no: 'No.', seat: 'On board', phone: 'Telephone', door: 'Grid and door', ticket: 'Number', age: 'Age', total: '{runs} runs, {people} people', onePage: 'a page each', signed: 'In charge' },
  sheet: {
    title: 'Day sheet', no: 'No.', name: 'Name', sex: 'Sex', age: 'Age', idNumber: 'Identity number', phone: 'Telephone', village: 'Village', dose: 'Dose', state: 'State', arrived: 'Came', batch: 'Batch', until: 'Stays until', sign: 'Signature', requested: 'Waiting (no number yet; confirmed in this order as places become free)', nothing: 'Nobody is booked yet.', nobody: 'Nobody fits.', summary: '{given} booked, {requested} waiting', only: 'Only: {what}', all: 'Show all', hospital: 'Partner hospital', contact: 'Telephone',
  },
  changes: {
    title: 'Changes', about: 'People whose slip no longer says what holds: somebody has to tell them. Press “Told” and they leave the list.', kind: { lost: 'place lost', session: 'session cancelled or moved', ticket: 'another number' }, told: 'Told', toldAll: 'Show those told', untold: 'Show those to tell', nothing: 'Nobody has to be told.', nothingTold: 'Nobody has been told yet.', give: 'Give a place', move: 'Another session', whatNow: 'Now', was: 'What changed', who: 'Who tells them', nobody: 'the office', noPlace: 'No free place in this session. Move them to another, or add places first.', moveTitle: 'Which session for {name}?', cancel: 'Cancel the appointment', cancelAsk: 'Cancel the appointment of {name}? The place goes to whoever waits next.', gave: 'Number {n} given.', waits: 'Moved there, and waiting.', cancelled: 'Cancelled.', when: 'When', all: 'All',
    change: { ticket: 'another number', lost_expired: 'sent after the phone’s numbers had expired; it is somebody else’s now', lost_phone: 'sent late from a revoked phone; it is somebody else’s now', session_cancelled: 'session cancelled', session_moved: 'session moved' },
  },
  reactions: {
    title: 'Adverse reactions', about: 'They stand here as soon as the site’s device has synced.', nothing: 'No reaction to follow up.', all: 'show all', graveOpen: '{n} grave: act now', who: 'Name', signs: 'Signs', grave: 'grave', after: 'When', minutes: '{n} minutes after', dose: 'Vaccine', action: 'What was done', hospital: 'Site and partner hospital', called: 'hospital called {time}', calledNow: 'Hospital called just now', reportBy: 'Report by', late: 'late', outcome: 'Outcome', open: 'being followed', follow: 'Follow up', mistake: 'Entered by mistake; it did not happen', kinds: 'Grave ones are reported within 2 hours, others within 48; their kind is set by experts and not here. Figures of',
  },
  sign: {
    dizziness: 'dizzy', fainting: 'fainted', pallor: 'pale, cold sweat', palpitation: 'palpitation', nausea: 'nausea, vomiting', rash: 'rash, hives', itching: 'itching', swelling: 'red or swollen arm', fever: 'fever', breath: 'hard breathing', throat: 'tight throat, hoarse', pressure: 'falling blood pressure', convulsion: 'convulsion', unconscious: 'unconscious', other: 'other',
  },
  outcome: { recovered: 'better', observed: 'being watched', in_hospital: 'in hospital', died: 'died', unknown: 'not known' },
  strangers: {
    title: 'Not found in the books', about: 'Vaccinated at a site, but no resident fits: say who it is, and the dose goes to them.', nothing: 'Everybody was found.', who: 'As entered at the site', dose: 'Where', why: 'Why', candidates: 'Perhaps', none: 'nobody like this in the books', match: 'This person', doses: '{n} doses', enter: 'Enter as new', aside: 'Not of this town', asideToo: 'show the {n} set aside',
    because: { nobody: 'nobody has this identity number', several: 'several have this identity number', number_differs: 'another identity number than the one booked', not_sure: 'no identity number; not sure' },
  },
  onSite: {
    title: 'At the sites today', unit: 'people', booked: 'Booked', requested: 'Waiting list', arrived: 'Came', waiting: 'To screen', ready: 'To vaccinate', screened_out: 'Screened out', done: 'Done', observing: 'Observed', left: 'Left', other: 'walk-ins', supply: 'Vaccine left (doses)', sync: 'synced {time}', noDesk: 'no device there yet', renew: 'Renew', double: '{n} vaccinated twice',
  },
  desk: { hint: 'Desk staff see the list of their site and neither grids nor households. On a tablet, laptop or phone that is enrolled they work offline as well.', allot: 'Set up its desk', devices: 'Desk staff', none: 'not set up', people: '{n}' },
  error: { where: 'It is about: {pool}', toSupply: 'Enter vaccine' },
} satisfies English<'plan'>
