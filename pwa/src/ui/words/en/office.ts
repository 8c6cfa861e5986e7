import type { English } from '../index'

export default {
  title: 'Ruhu · Township office', mark: '入', otherLanguage: '中文', skip: 'Skip to content', loading: 'Loading…', none: 'None', all: 'All', total: 'Total',
  save: 'Save', saved: 'Saved. Phones see it at their next sync.', cancel: 'Cancel', close: 'Close', add: 'Add', edit: 'Edit', correct: 'Correct', remove: 'Remove',
  takeBack: 'Take back', remark: 'Remark (optional)', signOut: 'Sign out',
  unreachable: 'The server cannot be reached and did not confirm this. What you typed is still on the page: try again when the network is back; for something new, first see whether it is in the list.',
  unread: 'The server cannot be reached and the page cannot be read. Check the network and reload; what was saved is safe.', colon: ': ', listed: ', ',
  unit: { households: 'households', people: 'people', doses: 'doses' },
  nav: {
    label: 'Pages', overview: 'Overview', residents: 'Residents', households: 'Households', reviews: 'Review', quarantine: 'Quarantine', sessions: 'Sessions', roster: 'Roster', tables: 'Tables',
    areas: 'Areas', accounts: 'People', devices: 'Phones',
  },
  signIn: { title: 'Township office', hint: 'Sign in with your own account.', login: 'Sign-in name', password: 'Password', enter: 'Sign in', forgotten: 'Password forgotten: an administrator resets it on the people page. The last administrator’s: run flask --app server admin reset on the server.' },
  again: { title: 'Please sign in again', text: '{name}, your sign-in has ended. All you typed is still on the page; with your password it goes on.', goOn: 'Sign in and go on', other: 'Another person (what is unsaved is dropped)' },
  password: {
    title: 'Password', must: 'This is a one-time password. Set your own before you go on.', old: 'Present password', new: 'New password (8 characters or more)', again: 'New password again',
    differs: 'The two new passwords differ.',
  },
  begin: {
    title: 'Begin here', text: 'There are no residents yet. Follow these steps and canvassing can start.', done: 'done',
    areas: 'Set up the areas', areasText: 'Township, villages, grids. An import of a roster makes missing grids too.',
    roster: 'Import the roster', rosterText: 'An .xlsx or .csv with one row a resident; preview first, then import.',
    campaign: 'Choose the campaign', campaignText: 'It says who is to be vaccinated, with what and when; without one everybody is out of range.',
    accounts: 'Enter people and give them grids', accountsText: 'Which grids a canvasser works in, which village a cadre sees.',
    phones: 'Enrol the phones', phonesText: 'Print the QR code on the people page; everybody scans it once and can work offline.',
  },
  overview: {
    at: 'As of {time}', reviews: '{n} to review', held: '{n} in quarantine', chart: 'Status by village', chartUnit: 'residents in the books, people', byVillage: 'By village',
    knocked: 'Canvassed', remaining: 'Still to vaccinate', one: 'At least one dose', full: 'Full course', booster: 'Booster', doses: 'Doses given',
    ofHouseholds: '{share} of {n} households', ofResidents: '{share} of {n} residents in the books', ofEligible: '{share} of {n} to be vaccinated', dosesNote: 'doses, not people; given to {n} people',
    done: 'Done', byStatus: 'People by village and status', sortHint: 'a head sorts, a number leads to its list', householdsHead: 'Households', residentsHead: 'Residents',
    head: {
      households: 'Households', knocked: 'Canvassed', coverage: 'Coverage', residents: 'Residents', eligible: 'In reach', done: 'Done', rate: 'Done %', remaining: 'To do', one: '≥ 1 dose', full: 'Full course', booster: 'Booster', doses: 'Doses',
    },
    age: 'Oldest phone sync', noPhone: 'no phone', neverSynced: 'never synced', behind: '{n} of {of} not synced today', unsent: '{n} unsent',
    note: 'Households that are gone, double or mistaken are not counted; residents are those in the books. In reach = residents less those out of range and contraindicated or deferred; Done % = done ÷ in reach, as on the phones. Full course counts doses, also of those whose booster is due by now, so it may exceed done. To do = overdue, due, booked, hesitant, waiting; away and refused stand apart. Doses are not people.',
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
    clear: 'Clear filters', remaining: 'To vaccinate', remainingText: 'overdue, due, booked, hesitant, waiting', in_scope: 'In scope', in_scopeText: 'residents less those out of range', eligible: 'In reach', eligibleText: 'residents less those out of range and contraindicated or deferred', ofSession: 'Only those booked for {session}', noName: '(no name)',
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
  household: {
    add: 'New household', addResident: 'Add a resident', open: 'Page of this household', toGrid: 'Households of this grid', searchHint: 'lane, door, name', people: 'In the books', somebody: 'Somebody', nobody: 'Nobody in the books', standing: 'Standing', count: 'People', who: 'Who lives there',
    visits: 'Visits', none: 'No household fits.', more: '{n} more; write a little more.', move: 'Move here', moveOther: 'Move to another household', moveTitle: 'Where does {name} live now?',
    moveHint: 'Doses, contraindications and appointments go along; phones of the old grid no longer have this person after their next sync.',
  },
  identity: {
    wrong: 'Identity number: {what} If the paper says so, it may be saved all the same.', differs: 'Birth date or sex differ from what the identity number says; please check.',
    length: 'it should have 18 characters (old ones 15).', characters: 'only digits, the last may be X.', region: 'the first two digits are no province.', birth: 'its birth date does not exist.', check_digit: 'the check character is wrong, one digit may be mistyped.',
  },
  campaign: {
    title: 'Campaign', about: 'Who is to be vaccinated, with what, how far apart, and who is not: the campaign says it.', inForce: 'In force', version: 'version {n}', window: 'From – to', none: 'There is no campaign: everybody is out of range and no vaccine can be chosen. Choose one below.',
    noneYet: 'No campaign yet', other: 'Another campaign', begins: 'Begins on (empty: as written)', use: 'Put in force', file: 'Or from a file (.json):', unread: 'This file cannot be read: it is not JSON. Nothing was changed; choose another.',
    ask: 'Put “{name}” in force? Everybody’s status is computed anew, and phones follow at their next sync. Recorded doses stay as they are.', saved: 'In force. Statuses are being computed anew.',
  },
  history: {
    somebody: '(somebody who moved)', title: 'History', when: 'When', who: 'Who', record: 'Record', what: 'What', outcome: 'Outcome', id: 'Id', received: 'received {time}', all: 'Show all {n}',
  },
  author: { unknown: 'unknown', phone: 'phone {n}', desk: 'office' },
  kind: { create: 'new', set: 'changed', decide: 'decided', withdraw: 'withdrawn' },
  outcome: {
    created: 'created', changed: 'changed', merged: 'merged', review: 'in review', decided: 'decided', superseded: 'superseded', withdrawn: 'withdrawn', repeat: 'repeat', refused: 'refused',
  },
  late: { handover: 'handed over late', followed: 'followed the record' },
  review: {
    hint: 'Two people say different things; you decide, and every phone learns of it.', state: 'State', open: 'Open', decided: 'Decided', kind: 'Kind', tickAll: 'Tick all {n} life states on this page',
    tick: 'Tick {name}', confirmMany: 'Confirm the {n} ticked', nothing: 'Nothing waits for review.', nothingDecided: 'Nothing has been decided yet.', takeThis: 'Take this', keepThis: 'Keep this, void the other',
    keepPerson: 'Keep this person, the other is a duplicate', bothRight: 'Both are right', twoPeople: 'Two people', reopen: 'Back in the books', confirm: 'Confirm: {value}', other: 'Another value', meanwhile: 'Shown meanwhile: {value}',
    done: 'Decided by {who}, {time}', later: 'a later change', tickNone: 'Untick all', confirmedMany: '{n} confirmed; phones learn of it at their next sync.', pageFinished: 'This page is done.', goOn: 'Next ones',
    renewed: 'The card shows what stands there now; look at it and decide. No need to reload.', again: 'Decide again', restore: 'Bring back what was put aside and decide anew', contested: 'Somebody recorded work on this person, see “Work after closing”. Look at it by itself; it is not in the batch.',
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
    both_right: 'both are right', two_people: 'two people', confirmed: 'confirmed', edit: 'one chosen', value: 'another value', keep: 'one kept', reopen: 'back in the books', confirm: 'confirmed', restore: 'brought back',
  },
  held: {
    hint: 'What phones sent and was not accepted is kept here; nothing is lost before you release or discard it.', code: 'Reason', nothing: 'There is nothing of this kind.', group: 'Decided together with its group of {n}.', depends: 'Waits for {id}.',
    made: 'made {time}', correct: 'Correct and release', sendCorrected: 'Release as corrected', discard: 'Discard', release: 'Release as it is', takeFork: 'Use this one', leftOut: 'Fields that the server does not take are left out: {fields}. The rest is taken.',
  },
  heldState: { held: 'Held', waiting: 'Waiting', released: 'Released', discarded: 'Discarded' },
  refusal: {
    malformed: 'Wrong shape', unknown_entity: 'Unknown record', unknown_field: 'Unknown field', bad_value: 'Bad value', derived_field: 'Computed field', append_only: 'Written once', not_authority: 'Office only',
    missing_record: 'Record missing', record_exists: 'Record exists', base_not_displayed: 'Base not displayed', group_broken: 'Group broken', scope_not_granted: 'Grid not granted', grant_ended: 'Grant ended',
    device_revoked: 'Phone revoked', fork: 'Same id, other content', too_many_failures: 'Failed too often', depends_on_refused: 'Depends on a refused one', schema_too_old: 'App too old', schema_too_new: 'App newer than the server', lease_invalid: 'Place not this phone’s', ticket_not_leased: 'No place held', lost_in_restore: 'Lost in a restore',
  },
  refusalText: {
    malformed: 'It cannot be read; the app may be too old. Ask who made it, enter it anew, and discard it here.', unknown_entity: 'The phone’s app may be newer than the server: release it as it is after an update of the server, or discard it if it is wrong.', unknown_field: 'The server does not know one of the fields: correcting leaves it out and takes the rest; after an update of the server it can be released as it is.', bad_value: 'One value is not allowed; correct it and release.', derived_field: 'This field is computed: correcting leaves it out and takes the rest.',
    append_only: 'Visits and doses are never rewritten. If it is true, use Correct on that line of the resident’s page and discard this.', not_authority: 'Only the office may change this; if it is true, release it as the office’s own.', missing_record: 'The record that it changes is not on the server. If that record is held too, release it first; otherwise enter this anew and discard it.', record_exists: 'Another record has the same id. Enter it anew and discard this.',
    base_not_displayed: 'It replaces values that cannot have been shown together. Correct it and release.', group_broken: 'The edits of one act are not complete. Wait for the phone’s next sync; if the rest never comes, enter it anew and discard this.', scope_not_granted: 'The grid was never theirs; if it is true, release it.', grant_ended: 'The handover time is over; if it is true, release it.',
    device_revoked: 'Sent after the phone was revoked. Make sure who made it before you release it.', fork: 'Another content with this id was accepted (the phone may have been restored from a backup). If both are true, use this one too: it is kept as entered at the office; if not, discard it.', too_many_failures: 'The server tried several times and failed. Release it once more; if it fails again, tell whoever keeps the server.', depends_on_refused: 'What it builds on is still held; it follows when that is released.', schema_too_old: 'The app had not been updated for half a year and more. Release it if it is true, and see to it that the phone is updated.', schema_too_new: 'The app says something that the server does not know yet. It is taken in by itself when the server has been updated; nothing is to be done here.', lease_invalid: 'The place named was not handed to this phone: another phone’s, another session’s, or forged. Released, it waits as requested.', ticket_not_leased: 'The phone named a place without holding one. Released, it waits as requested.', lost_in_restore: 'The server was restored from a backup that did not have this, and a phone still shows it. Release it if it is true: it is entered as the office’s own, with what belongs to it. If the phone that made it still sends it, this goes away by itself.',
  },
  session: {
    title: 'Sessions', sites: 'Sites', past: 'show past ones', add: 'New session', addSite: 'New site', time: 'Time', site: 'Site', from: 'From', to: 'To', capacity: 'Places', booked: 'Booked', cancel: 'Cancel session', reopen: 'Reopen',
    nothing: 'No sessions ahead.', siteFirst: 'Add a site first.', noSites: 'There are no sites yet.', address: 'Address', hospital: 'Partner hospital', hospitalPhone: 'Its telephone', area: 'Area', isOpen: 'In use', closed: 'Closed', ask: 'Cancel the session of {on} {from} at {site}?', stillBooked: '{n} people are booked for it.', whoBooked: 'See who (the list can be exported, to tell each of them)', release: 'Cancel their appointments too: they are due again, and canvassers see it after their next sync. Reopening the session does not bring the appointments back.', keep: 'Do not cancel',
  },
  account: {
    add: 'New person', name: 'Name', role: 'Role', areas: 'Areas', devices: 'Phones', searchHint: 'name, telephone, area', password: 'One-time password of {name} (shown this once, to be changed at sign-in):', disabled: 'Disabled',
    enrol: 'Enrol a phone', reset: 'Reset password', disable: 'Disable', enable: 'Enable', loginAuto: 'left empty: made for you', grantsHint: 'Grids for a canvasser, the whole village for a cadre. The phone follows at its next sync; unsent work of a grid taken away is still accepted.',
    ask: { reset: 'Give {name} a one-time password? The present one stops working at once; the new one is shown once.', disable: 'Disable {name}? They can no longer sign in and their phone gets nothing; they can be enabled again.' },
    wholeVillage: 'whole village', chosen: '{n} areas chosen',
  },
  enrol: {
    has: 'This person has {n} phone(s).', replaces: 'A new phone: revoke the old ones when it is enrolled', make: 'Make a link', qr: 'QR code of the enrolment link', once: 'Works once, until {time}. Scan it, or open the link, on the phone to be enrolled.', copy: 'Copy link', copied: 'Copied',
  },
  device: {
    summary: '{n} in use, {behind} not synced today', behind: 'Not synced today', withUnsent: 'With unsent work', phone: 'Phone', lastSync: 'Last sync', unsent: 'Unsent (as last reported)', searchHint: 'name, grid, phone number', justRevoked: 'The phone of {name} is revoked.', enrolAgain: 'Enrol a new phone for {name}', app: 'App version', enrolled: 'Enrolled', notToday: 'not today',
    nothing: 'No phone is enrolled yet. Make a QR code for a canvasser on the people page.', revoke: 'Revoke', revoked: 'revoked {time}', ask: 'Revoke this phone of {name}? It gets nothing any more and drops its list; what it still sends goes to quarantine, where you decide.',
  },
  restore: {
    when: 'The server was restored from a backup at {time}. Phones bring back what it lacks at their next sync.', witnessed: '{n} things that phones still showed wait in the quarantine.',
    whose: 'Whose', count: 'Missing', numbers: 'Numbers', state: 'State', awaited: 'Awaited', lost: 'Lost',
  },
  rescue: {
    title: 'Rescue', hint: 'What phones could not send comes here sealed, in a file that only this server can open', choose: 'Choose a rescue file', busy: 'Bringing it in…', drop: 'Or drop it here: the .txt file that a phone makes under “Export what is not sent”.',
    phone: 'Phone {n}', says: '(says it is {name}’s)', before: 'Brought in', sealedAt: 'Exported', broughtAt: 'Brought in', by: 'By', edits: 'Edits', became: 'What became of them', byOffice: '{name} (office)', byPhone: '{name}, phone {n}',
    applied: '{n} new', already: '{n} already there', held: '{n} held', waiting: '{n} to be confirmed', failed: '{n} not done: bring the file in again', toHeld: 'To the quarantine', nothing: 'Nothing has been brought in yet.', discarded: 'discarded',
    waits: '{n} to be confirmed', why_unknown: 'The server does not know this phone (perhaps an older backup was restored), so nothing goes in by itself. If the phone can still sync, let it: it is mostly taken on again. If not, say whose phone it is: the edits go to the quarantine for you to release, and that phone is stopped.', why_gap: 'Numbers before these edits are missing (perhaps an older backup was restored). If the phone can sync, let it: they come by themselves. Only if they never will, bring these in all the same.',
    whose: 'Whose phone is this', choosePerson: 'choose', take: 'Bring in all the same', takeHeld: 'Bring in to the quarantine', discard: 'Discard', discardAsk: 'Discard it? Nothing in the file is brought in. The phone still has it and can export again.', rescued: 'rescued: {n} · {time}',
  },
  print: { title: 'List of a grid', print: 'Print', no: 'No.', visit: 'Visit', vacant: 'vacant', nothing: 'This grid has no households yet.', summary: '{doors} households, {people} people' },
  entity: { area: 'Area', campaign: 'Campaign', person: 'Person', site: 'Site', session: 'Session', review: 'Review' },
  field: {
    voids: 'Voids', retract: 'Taken back', about: 'About', names: 'Names', verdict: 'Verdict', key: 'Key', campaign: 'Campaign', campaign_version: 'Campaign version', address: 'Address', capacity: 'Places', from: 'From', to: 'To', site: 'Site',
  },
} satisfies English<'office'>
