/** Staff in bulk, in English. */
import type { English } from '../index'

export default {
  import: 'From a spreadsheet', phones: 'Phones bound',
  list: {
    title: 'Staff from a spreadsheet', about: 'It is checked first and written once you agree; the same file twice changes nothing.', empty: 'Empty sheet', everybody: 'Sheet of everybody', choose: 'Choose a file', drop: 'Or drop the file here.',
    which: '.xlsx, .xls or .csv with one person a row: 姓名 (name), 联系电话 (telephone), 角色 (role), 村 (village), 网格 (grids). Several grids in one cell with 、 between them, or “1-3组”, or 全村 (all). People are known by their telephone.',
    village: 'Where the file names no village, it is the list of', none: '(the file names them)', reading: 'Checking…', tooLarge: 'The file has more than {most} MB, too much for a list of staff. It was not sent.', another: 'Another file', begin: 'Enter {n} people', nothing: 'There is nothing to write: everybody is there already, or has to be checked first.',
    sheet: 'Sheet: {name}', rows: 'Rows', new: 'New', changed: 'Changed', same: 'Unchanged', stopped: 'Left out', read: 'Columns read:', unread: 'Columns not read:', mended: '{n} cells put right',
    row: 'Row', column: 'Column', from: 'Was', to: 'Is', what: 'Problem', becomes: 'Will be', became: 'Result', name: 'Name', phone: 'Telephone', role: 'Role', areas: 'Answerable for', problems: '{n} to check', problemsHelp: 'Correct them and choose the file again: who is in already is not entered twice.',
    noProblems: 'Nothing to check.', staysOut: 'left out', goesIn: 'goes in', staysOutPast: 'left out', goesInPast: 'went in', all: 'All', show: 'Show', nobody: 'Nobody.', added: 'also {names}', removed: 'no longer {names}', was: '{field}: {from} → {to}', merged: 'rows {rows} together',
  },
  going: {
    title: 'Going in', of: '{done} of {total} people', close: 'You may close this page: what is written stays, and it goes on here.', stop: 'Stop', stopped: 'Stopped. Who is in stays.', goOn: 'Go on', made: 'New accounts', changed: 'Changed', same: 'Unchanged', out: 'Left out', done: 'All in',
    bind: 'Print enrolment sheets for the {n} new people', toPeople: 'People', toPhones: 'Phones bound', next: 'Another list',
  },
  bound: {
    title: 'Phones bound', at: 'at {time}', by: 'By village', village: 'Village (site)', people: 'People', enrolled: 'Bound', waiting: 'Sheet valid', without: 'Not bound', silent: 'Not synced today', last: 'Last sync', total: 'Together', several: 'Who has several villages is counted in each, and once in the total.',
    state: 'Phone', all: 'All', since: 'Bound at', until: 'Sheet valid until', unsent: 'Unsent', nobody: 'Nobody fits.', nowhere: 'No area yet', search: 'Name, telephone, area', nothing: 'There are no canvassers, cadres or site staff yet. Add them on the page “People”, or from a spreadsheet.', print: 'Print this list', whole: 'Show all',
    states: { enrolled: 'Bound', waiting: 'Sheet valid', expired: 'Sheet expired', revoked: 'Phone revoked', never: 'No sheet yet' },
    expiredAt: 'expired {time}', oldest: 'Longest silent', never: 'never synced',
  },
  sheets: {
    make: 'Print enrolment sheets ({n})', title: 'Enrolment sheets', ask: 'A code is made for each of {n} people, by village, one strip a person, to be cut apart and handed over.', again: '{n} of them hold a sheet that is still valid: it stops working as soon as a new one is made.', valid: 'Valid for', days: '{n} days', day: '1 day',
    why: 'Whoever holds the strip can bind that person\'s phone: make it valid just long enough to be handed over.', go: 'Make them', making: 'Making {n} of {of}', stop: 'Stop', ready: '{n} made. The codes are shown this once: to print again, new ones are made and these stop working.', print: 'Print', leave: 'Back', sure: 'The codes will not be shown again. Have they been printed?', stay: 'Stay here',
    head: '{village}: phone enrolment', sub: '{n} people · valid until {time} · each code works once', once: 'Works once, until {time}', step1: 'Scan with the camera or the phone\'s own browser, not in WeChat', step2: 'Tap “绑定” (bind) and wait for the list', step3: 'Expired or lost: ask the township office for another', cut: 'Cut along the dashed lines', qr: 'Enrolment code of {name}',
  },
} satisfies English<'people'>
