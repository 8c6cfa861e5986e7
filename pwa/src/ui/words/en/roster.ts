import type { English } from '../index'

export default {
  title: 'Import a roster',
  about: 'You see it before anything goes in; the same file twice changes nothing.',
  importing: 'Import a roster',
  file: 'File', area: 'Area', rows: 'Rows', at: 'When', state: 'State', row: 'Row', column: 'Column', name: 'Name', print: 'Print',
  desk: {
    choose: 'Choose files', drop: 'Or drop them here, as many as you like.', which: '.xlsx, .xls or .csv, one person a row. It does not matter in which row the header stands or what the columns are called: you confirm them in the next step. Lists of people vaccinated come in here too.',
    reading: 'Uploading and reading {name} ({n} of {all})', tooLarge: 'The file is larger than {most} MB and was not uploaded. Split it by village, or remove pictures and surplus sheets.', type: 'This is no spreadsheet and was not uploaded. Please choose .xlsx, .xls or .csv.', refused: 'Files that were not taken', dismiss: 'All right',
    waiting: 'Files that are not yet in', waitingN: 'Files that are not yet in ({n})', before: 'What is in', nothing: 'No roster has been imported yet. Begin with the first list that a village has sent.', drop1: 'Give up', dropAsk: 'Give up "{name}"? What is not yet in does not go in; your own file stays as it is.', keep: 'Keep it', toSettle: 'To be settled', done: 'done', settled: 'all settled',
    kind: { residents: 'Roster of residents', vaccinated: 'List of people vaccinated' },
    go: { received: 'Confirm the columns', checking: 'Go on checking', checked: 'See the result, import', staged: 'Go on importing' },
    is: { received: 'uploaded, columns to be confirmed', checking: 'check interrupted, can go on', checked: 'checked, to be imported', staged: 'partly in, can go on', done: 'done', discarded: 'given up' },
    added: 'Added', changed: 'Changed', stopped: 'Not in', differences: 'Differing', unplaced: 'No village',
  },
  steps: { label: 'Steps of the import', columns: 'Columns', check: 'Check', look: 'Result', in: 'Import', end: 'Done', now: ' (now)' },
  back: 'Back to the files', another: 'Give this file up', anotherAsk: 'Give this file up? Nothing has gone in yet; it can be uploaded again.', working: 'One moment…', loading: 'Reading…',
  belongs: 'The roster belongs to', chooseArea: 'Please choose', wholeTown: 'The whole town ({name}; by the columns for village and group)', grid: 'Grid', byColumn: 'By the column for group or grid', kind: 'This is a', guessed: 'chosen by file name and columns, please confirm',
  columns: {
    sum: '{all} columns: {known} recognised', unknown: '{n} unknown', left: '{n} not read', sheet: 'Sheet "{name}", {rows} rows, header in row {row}', sheetAlone: 'Sheet "{name}", {rows} rows', headerRows: '{from}–{to}',
    remembered: 'A list of this shape was confirmed before; its columns are read as they were then.', fresh: 'Please confirm what each column is taken for, and choose for those that are unknown. It is remembered: the next list of this shape needs no choosing.',
    go: 'Check this list', mustName: 'There is no column for the name yet: please point it out below.', mustNumber: 'There is no column for the identity number yet: people vaccinated are found by it. Please point it out below.', better: 'There is no column for the identity number: people are known by name and birth date only, and namesakes have to be looked at.', mustArea: 'Please choose first where this roster belongs.', mustHeader: 'Please point to the header row below first.',
    title: 'Column of the file', sample: 'What the first rows hold', taken: 'Taken for', mark: 'Recognised', none: '— not read —', empty: '(empty)', all: 'All', onlyUnknown: 'Only those not read', used: '{title} (in use)', taker: 'What {title} is taken for',
    is: { recognised: 'recognised', twice: 'double, not read', known: 'known, not kept', left: 'not read', unknown: 'unknown' },
    group: { person: 'The person', household: 'Household', place: 'Where they live', health: 'Vaccination and health', other: 'Other (known, not kept)' },
    original: 'The file as it is (first {n} rows)', wrongHeader: 'Another header row?', header: 'Header', headerHere: 'Row {n} is the header', noHeader: 'No header was found. Please point to the row that holds the names of the columns, such as 姓名.', rowOf: 'Row {n}',
    again: 'Change columns or area, check again',
  },
  check: { seconds: 'about {n} s left', minutes: 'about {n} min left', title: 'Checking', doneOf: '{done} / {total} rows', canClose: 'You may close this page: the check goes on when you open it again.', retry: 'The server cannot be reached; the page tries again by itself. Nothing that was checked is lost.', now: 'Try now', pause: 'Pause', goOn: 'Go on checking', paused: 'Paused.' },
  look: {
    go: 'Import {n} people', goVaccinated: 'Record {n} doses', goChanges: 'Update {n} people', nothing: 'There is nothing to go in: everybody is there unchanged, or has to be looked at first.', goStaged: 'Finish all the same',
    rows: 'Rows in the file', households: 'New households', residents: 'New people', changed: 'Changed', unchanged: 'There, unchanged', doses: 'Doses', contraindications: 'Contraindications', stopped: 'Rows that stay out', differences: 'Differ from the records', unplaced: 'No village or group', not_found: 'Not found', mended: 'Put right', new_areas: 'New villages, groups',
    changedHelp: 'Changed in the list since its last import and by nobody else: updated at once.', in: 'Goes in', out: 'To be looked at',
  },
  tab: { label: 'Parts of the result', problems: 'To be looked at', mended: 'Put right', first: 'As understood', areas: 'New areas', again: 'Against the records', result: 'Summary', differences: 'Differing', unplaced: 'No village', not_found: 'Not found', absent: 'Not in this list' },
  problems: {
    about: 'Rows are numbered as in the file.', by: 'By kind', all: 'All {n}', what: 'What is wrong, and what to do', outcome: 'This row', staysOut: 'stays out', goesIn: 'goes in', firstOnly: 'Only the first {n} of {all} are listed. All rows that stay out are in the sheet of rows to be corrected.', nothing: 'Nothing needs to be looked at.', stopsOnly: 'Only rows that stay out', firstN: '{n}+',
    code: {
      'name.missing': 'No name', 'name.malformed': 'Not a name', 'id_number.length': 'Number too short or long', 'id_number.characters': 'Wrong character in number', 'id_number.region': 'No such region in number', 'id_number.birth': 'Impossible date in number', 'id_number.check_digit': 'Check digit wrong',
      'id_number.excel_number': 'Number spoilt by Excel', 'id_number.malformed': 'Number not readable', 'birth.impossible': 'Impossible date', 'birth.without_year': 'Date without a year', 'birth.ahead': 'Born after today', 'birth.contradicts_id': 'Birth date contradicts number', 'sex.unknown': 'Sex not readable', 'sex.contradicts_id': 'Sex contradicts number',
      'relation.unknown': 'Relation not readable', 'phone.malformed': 'Not a telephone number', 'text.too_long': 'Too long', 'value.malformed': 'Characters that cannot be kept', 'resident.twice_in_file': 'Twice in the file', 'resident.elsewhere': 'In another village', 'area.unknown_code': 'Unknown area code', 'area.other_village': 'Names another village', 'area.village_missing': 'No village', 'area.grid_missing': 'No group',
      'id_number.missing': 'No number', 'birth.without_day': 'Birth date incomplete', 'dose.impossible': 'Impossible dose date', 'dose.without_year': 'Dose without a year', 'dose.without_day': 'Dose date incomplete', 'dose.ahead': 'Dose after today', 'dose.before_birth': 'Dose before birth', 'dose.order': 'Doses out of order', 'dose.same_day': 'Two doses on one day', 'dose.contradicts': 'Vaccinated or not?', 'dose.missing_before': 'An earlier dose is missing', 'dose.unclear': 'Vaccination unclear', 'dose.full_course': 'Full course of how many?', 'dose.number_missing': 'Which dose?', 'dose.none': 'No dose told', 'product.unknown': 'Unknown product', 'product.unclear': 'Which product for which dose?', 'remark.route_contradicts': 'Remark contradicts product', 'contraindication.unknown': 'Unknown contraindication', 'reason.unknown': 'Unknown reason', 'willingness.unknown': 'Unknown willingness',
    },
  },
  mended: { about: 'These cells were written irregularly and have been put right; nothing needs to be done. If one is wrong, correct it in your file and upload it again.', from: 'Before', to: 'After', firstOnly: 'Only the first {n} of {all} are listed.', nothing: 'Nothing had to be put right.', spaces: 'empty' },
  areas: { about: 'Villages and grids of the list that are not there yet; they are made by the import:', village: 'Village', grid: 'Grid', code: 'Code', nothing: 'No village or grid has to be made.' },
  first: {
    title: 'The first {n} rows as understood (of {all})', place: 'Village, grid', door: 'Door', relation: 'Relation', sex: 'Sex', birth: 'Birth date', idNumber: 'Document number', phone: 'Telephone', doses: 'Doses', note: 'Note', there: 'already there', man: 'male', woman: 'female', nothing: 'No row can go in.',
  },
  again: {
    changed: '{n} people: changed in the list and by nobody else, updated by the import.', differences: '{n} cells: changed in the list, but something else was recorded at the door. Nothing is overwritten; decide each under "Differing" after the import.', unplaced: '{n} people name no village or group. The others go in first; these are placed under "No village" after the import.', notFound: '{n} people were not found by their identity number. The list can be downloaded after the import.', none: 'Nothing differs from the records.', unchanged: '{n} people are unchanged and stay as they are.',
  },
  in: {
    title: 'Importing', canClose: 'You may close this page: what is in stays in, and the rest goes on when you open it again. Phones go on syncing.', pause: 'Pause', paused: 'Paused. What is in stays in.', goOn: 'Go on importing', stop: 'Leave the rest out', stopAsk: 'Leave the rest out? What is in stays in; the same file uploaded again adds the rest.', keep: 'No, go on', retry: 'The server cannot be reached; the page tries again by itself. Nothing that is in is lost.', percent: '{n}%', soFar: 'so far {households} households, {residents} people new',
  },
  end: {
    title: 'Imported', rows: 'Rows in the file', households: 'New households', added: 'New people', changed: 'People changed', unchanged: 'There, unchanged', elsewhere: 'In another village, not listed twice', doses: 'Doses recorded', stopped: 'Rows that stayed out', differences: 'Differing, to be decided', unplaced: 'No village or group, to be placed', not_found: 'Not found',
    toList: 'See the residents', next: 'Next: {name}', nextN: '{n} more', another: 'Another roster', discarded: 'Given up. What went in stays; the rest did not go in.', good: 'Everything went in and nothing is left to settle.',
    stoppedHelp: 'Download the rows to be corrected: all columns of your file are there, and the last one says why. Correct them and upload that sheet; the other rows need nothing.', download: 'Download the rows to be corrected ({n})', upload: 'Upload the corrected sheet', notFoundHelp: 'Not found by identity number, so no dose was recorded. They may be from another town, or not yet listed.', downloadNotFound: 'Download who was not found ({n})',
  },
  differences: {
    about: 'The roster says other than the record, which was written at the door or elsewhere, so nothing was overwritten. Please decide:', ours: 'Recorded now', theirs: 'In the roster', by: 'by {name}', take: 'Take the roster\'s', leave: 'Keep as it is', all: 'Select all', takeN: 'Take the roster\'s for {n}', leaveN: 'Keep {n} as they are', leaveAll: 'Keep all as they are', takeAll: 'Take the roster\'s for all', takeAllAsk: 'Take the roster\'s value for all {n}? What was recorded at the door is replaced (its history stays).', leaveAllAsk: 'Keep all {n} as they are?', no: 'No, one by one', show: 'Show', open: 'undecided', taken: 'taken from the roster', left: 'kept', nothing: 'Nothing is left to decide.', nothingSuch: 'There are none.', of: 'Select {name}', none: '(empty)', review: 'in review', passed: 'overtaken by a newer list', refusedN: '{n} were not changed: the record as it is does not allow it. Please look at the resident.', reviewHelp: 'These fields (name, birth date, number …) are changed only after a review; they are in the inbox.', toReviews: 'To the inbox', dose: 'Dose', absent: 'There last time, not in this list',
  },
  absent: { title: 'Not in this list', about: 'In the last list and not in this one. Nothing is deleted or changed for that; who has moved or died is put down on the page of the resident, or at the door.', lastRow: 'Row of the last list', nothing: 'Nobody.', ask: 'Compare with the last list: is anybody missing?' },
  tray: { about: 'These rows name no village or group and are not in yet. Choose a grid and put them there: then they go in.', village: 'Village', grid: 'Grid', chooseGrid: 'Please choose a grid', put: 'Put the {n} selected there', putAll: 'Put all {n} there', putAllAsk: 'Put all {n} people into "{grid}"?', head: 'Head', address: 'Address', said: 'In the file', nothing: 'All have been placed.', all: 'Select all', of: 'Select {name}', no: 'No', noGrids: 'This village has no grid yet: make one on the page of areas first.' },
} satisfies English<'roster'>
