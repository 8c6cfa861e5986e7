import type { English } from '../index'

export default {
  title: 'Ruhu · Township office', mark: '入', otherLanguage: '中文', skip: 'Skip to content', loading: 'Loading…', none: 'None', all: 'All', total: 'Total',
  save: 'Save', saved: 'Saved. Phones see it at their next sync.', cancel: 'Cancel', close: 'Close', add: 'Add', edit: 'Edit', correct: 'Correct', remove: 'Remove',
  takeBack: 'Take back', remark: 'Remark (optional)', signOut: 'Sign out',
  unreachable: 'The server cannot be reached. Nothing was saved; check the network and try again.',
  unit: { households: 'households', people: 'people', doses: 'doses' },
  nav: {
    label: 'Pages', overview: 'Overview', residents: 'Residents', reviews: 'Review', quarantine: 'Quarantine', sessions: 'Sessions', roster: 'Roster',
    areas: 'Areas', accounts: 'People', devices: 'Phones',
  },
  signIn: { title: 'Township office', hint: 'Sign in with your own account.', login: 'Sign-in name', password: 'Password', enter: 'Sign in' },
  password: {
    title: 'Password', must: 'This is a one-time password. Set your own before you go on.', old: 'Present password', new: 'New password (8 characters or more)', again: 'New password again',
    differs: 'The two new passwords differ.',
  },
  begin: {
    title: 'Begin here', text: 'There are no residents yet. Follow these steps and canvassing can start.', done: 'done',
    areas: 'Set up the areas', areasText: 'Township, villages, grids. An import of a roster makes missing grids too.',
    roster: 'Import the roster', rosterText: 'An .xlsx or .csv with one row a resident; preview first, then import.',
    accounts: 'Enter people and give them grids', accountsText: 'Which grids a canvasser works in, which village a cadre sees.',
    phones: 'Enrol the phones', phonesText: 'Print the QR code on the people page; everybody scans it once and can work offline.',
  },
  overview: {
    at: 'As of {time}', reviews: '{n} to review', held: '{n} in quarantine', chart: 'Status by village', chartUnit: 'residents in the books, people', byVillage: 'By village',
    knocked: 'Canvassed', remaining: 'Still to vaccinate', one: 'At least one dose', full: 'Full course', booster: 'Booster', doses: 'Doses given',
    ofHouseholds: '{share} of {n} households', ofResidents: '{share} of {n} residents in the books', dosesNote: 'doses, not people',
    householdsHead: 'Households', knockedHead: 'Canvassed', coverage: 'Coverage', residentsHead: 'Residents', oneHead: '≥ 1 dose (people)', fullHead: 'Full (people)',
    boosterHead: 'Booster (people)', remainingHead: 'To vaccinate (people)', dosesHead: 'Doses', age: 'Oldest phone sync', noPhone: 'no phone', neverSynced: 'never synced',
    behind: '{n} of {of} not synced today', unsent: '{n} unsent',
    note: 'Households that are gone, double or mistaken are not counted; residents are those in the books. To vaccinate = overdue, due, booked, hesitant, waiting; contraindicated, away and refused stand apart and are never added.',
  },
  area: {
    county: 'County', township: 'Township', village: 'Village', grid: 'Grid', name: 'Name', code: 'Code', people: 'Responsible', add: 'New: {level}', addTownship: 'Set up the township',
    addVillage: 'New village', addGrid: 'New grid', rename: 'Rename', fold: 'Open or close {name}', codeAuto: 'left empty: numbered for you',
    nothing: 'There are no areas yet. Set up the township (12-digit statistical code), then add villages and grids.', nobodyYet: 'Nobody has been entered yet; add people on the people page.',
  },
  duty: { leader: 'Leader', department: 'Department', cadre: 'Village cadre', canvasser: 'Canvasser', reviewer: 'Reviewer', admin: 'Administrator' },
  residents: {
    search: 'Search', searchHint: 'name, initials, identity, phone, door', status: 'Status', doses: 'Doses', knocked: 'Canvassed', yesKnocked: 'Canvassed', notKnocked: 'Not canvassed',
    review: 'Review', inReview: 'In review', order: 'Order', size: 'A page', print: 'Print list', export: 'Export', closed: 'No longer in the books', nobody: 'Nobody fits these filters.',
    clear: 'Clear filters', noName: '(no name)',
  },
  doses: { none: 'None', one: 'At least one', full: 'Full course', booster: 'Booster' },
  column: { place: 'Grid and door', name: 'Name', birth: 'Birth date', status: 'Status', due: 'Due', visit: 'Last visit', doses: 'Doses' },
  sort: {
    walk: 'Walking order', name: 'Name', status: 'Status', due: 'Due date', '-birth': 'Youngest first', birth: 'Oldest first', '-last_visit': 'Latest visit first',
    last_visit: 'Longest unvisited first', '-updated': 'Latest change first', '-doses': 'Most doses first', doses: 'Fewest doses first',
  },
  pager: { label: 'Pages of the list', below: 'Pages of the list, below', range: '{from}–{to} of {total}', first: 'First', previous: 'Previous', next: 'Next', last: 'Last' },
  masked: { hint: 'Click to show the whole number' },
  resident: {
    person: 'Person', members: 'Household of {n}', toGrid: 'List of this grid', corrects: 'A correction is a record of its own; the old one is voided and stays in the history.',
    conflict: 'Saved. Somebody changed the same field after this page was loaded: both values are kept; please decide below.',
  },
  history: {
    title: 'History', when: 'When', who: 'Who', record: 'Record', what: 'What', outcome: 'Outcome', id: 'Id', received: 'received {time}', all: 'Show all {n}',
  },
  author: { unknown: 'unknown', phone: 'phone {n}', desk: 'office' },
  kind: { create: 'new', set: 'changed', decide: 'decided', withdraw: 'withdrawn' },
  outcome: {
    created: 'created', changed: 'changed', merged: 'merged', review: 'in review', decided: 'decided', superseded: 'superseded', withdrawn: 'withdrawn', repeat: 'repeat', refused: 'refused',
  },
  review: {
    hint: 'Two people say different things; you decide, and every phone learns of it.', state: 'State', open: 'Open', decided: 'Decided', kind: 'Kind', tickAll: 'Tick all {n} life states on this page',
    tick: 'Tick {name}', confirmMany: 'Confirm the {n} ticked', nothing: 'Nothing waits for review.', nothingDecided: 'Nothing has been decided yet.', takeThis: 'Take this', keepThis: 'Keep this, void the other',
    keepPerson: 'Keep this person, the other is a duplicate', bothRight: 'Both are right', twoPeople: 'Two people', reopen: 'Back in the books', confirm: 'Confirm: {value}', other: 'Another value', meanwhile: 'Shown meanwhile: {value}',
    done: 'Decided by {who}, {time}', later: 'a later change',
  },
  conflict: {
    field_review: 'Different values', machine_review: 'States that do not join', dose_same_number: 'One dose twice', dose_too_near: 'Doses too near', double_correction: 'Corrected twice',
    double_appointment: 'Two appointments', life_state_unknown: 'Work after closing', same_identity: 'Same identity number', life_claim: 'Life state to confirm',
  },
  conflictText: {
    field_review: 'Two people entered different values without knowing of each other.', machine_review: 'Two people moved the state in directions that do not join.', dose_same_number: 'Two doses of this person have one number.', dose_too_near: 'Two doses are nearer than the least interval.',
    double_correction: 'One record was corrected twice, differently.', double_appointment: 'Two live appointments for one dose.', life_state_unknown: 'Somebody closed this record while somebody else, not knowing, worked on it.',
    same_identity: 'Two residents have one identity number. Phones are never told.', life_claim: 'Recorded at the door; the office confirms.',
  },
  verdict: {
    both_right: 'both are right', two_people: 'two people', confirmed: 'confirmed', edit: 'one chosen', value: 'another value', keep: 'one kept', reopen: 'back in the books', confirm: 'confirmed',
  },
  held: {
    hint: 'What phones sent and was not accepted is kept here; nothing is lost before you release or discard it.', code: 'Reason', nothing: 'There is nothing of this kind.', group: 'Decided together with its group of {n}.', depends: 'Waits for {id}.',
    made: 'made {time}', correct: 'Correct and release', sendCorrected: 'Release as corrected', discard: 'Discard', release: 'Release as it is',
  },
  heldState: { held: 'Held', waiting: 'Waiting', released: 'Released', discarded: 'Discarded' },
  refusal: {
    malformed: 'Wrong shape', unknown_entity: 'Unknown record', unknown_field: 'Unknown field', bad_value: 'Bad value', derived_field: 'Computed field', append_only: 'Written once', not_authority: 'Office only',
    missing_record: 'Record missing', record_exists: 'Record exists', base_not_displayed: 'Base not displayed', group_broken: 'Group broken', scope_not_granted: 'Grid not granted', grant_ended: 'Grant ended',
    device_revoked: 'Phone revoked', fork: 'Same id, other content', too_many_failures: 'Failed too often', depends_on_refused: 'Depends on a refused one',
  },
  refusalText: {
    malformed: 'It cannot be read; the app may be too old.', unknown_entity: 'The app is too new, or the content is wrong.', unknown_field: 'The server does not know one of the fields.', bad_value: 'One value is not allowed; correct it and release.', derived_field: 'This field is computed.',
    append_only: 'Visits and doses are never rewritten, only corrected by a new record.', not_authority: 'If it is true, release it.', missing_record: 'The record that it changes is not there; it may have moved away.', record_exists: 'Another record has the same id.',
    base_not_displayed: 'It replaces values that cannot have been shown together.', group_broken: 'The edits of one act are not complete.', scope_not_granted: 'The grid was never theirs; if it is true, release it.', grant_ended: 'The handover time is over; if it is true, release it.',
    device_revoked: 'Sent after the phone was revoked. Make sure who made it before you release it.', fork: 'Another content with this id was accepted. To use this one, enter it on the resident’s page, then discard it here.', too_many_failures: 'The server tried several times and failed.', depends_on_refused: 'What it builds on is still held.',
  },
  session: {
    title: 'Sessions', sites: 'Sites', past: 'show past ones', add: 'New session', addSite: 'New site', time: 'Time', site: 'Site', from: 'From', to: 'To', capacity: 'Places', booked: 'Booked', cancel: 'Cancel session', reopen: 'Reopen',
    nothing: 'No sessions ahead.', siteFirst: 'Add a site first.', noSites: 'There are no sites yet.', address: 'Address', hospital: 'Partner hospital', hospitalPhone: 'Its telephone', area: 'Area', isOpen: 'In use', closed: 'Closed',
  },
  account: {
    add: 'New person', name: 'Name', role: 'Role', areas: 'Areas', devices: 'Phones', searchHint: 'name, telephone, area', password: 'One-time password of {name} (shown this once, to be changed at sign-in):', disabled: 'Disabled',
    enrol: 'Enrol a phone', reset: 'Reset password', disable: 'Disable', enable: 'Enable', loginAuto: 'left empty: made for you', grantsHint: 'Grids for a canvasser, the whole village for a cadre. The phone follows at its next sync; unsent work of a grid taken away is still accepted.',
    wholeVillage: 'whole village', chosen: '{n} areas chosen',
  },
  enrol: {
    has: 'This person has {n} phone(s).', replaces: 'A new phone: revoke the old ones when it is enrolled', make: 'Make a link', qr: 'QR code of the enrolment link', once: 'Works once, until {time}. Scan it, or open the link, on the phone to be enrolled.', copy: 'Copy link', copied: 'Copied',
  },
  device: {
    summary: '{n} in use, {behind} not synced today', behind: 'Not synced today', withUnsent: 'With unsent work', phone: 'Phone', lastSync: 'Last sync', unsent: 'Unsent', app: 'App version', enrolled: 'Enrolled', notToday: 'not today',
    nothing: 'No phone is enrolled yet. Make a QR code for a canvasser on the people page.', revoke: 'Revoke', revoked: 'revoked {time}', ask: 'Revoke this phone of {name}? It gets nothing any more and drops its list; what it still sends goes to quarantine, where you decide.',
  },
  print: { title: 'List of a grid', print: 'Print', no: 'No.', visit: 'Visit', vacant: 'vacant', nothing: 'This grid has no households yet.', summary: '{doors} households, {people} people' },
  entity: { area: 'Area', campaign: 'Campaign', person: 'Person', site: 'Site', session: 'Session', review: 'Review' },
  field: {
    voids: 'Voids', retract: 'Taken back', about: 'About', names: 'Names', verdict: 'Verdict', key: 'Key', campaign: 'Campaign', campaign_version: 'Campaign version', address: 'Address', capacity: 'Places', from: 'From', to: 'To', site: 'Site',
  },
} satisfies English<'office'>
