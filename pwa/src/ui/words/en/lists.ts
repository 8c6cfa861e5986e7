import type { English } from '../index'

export default {
  view: {
    label: 'View', none: '(no view)', mine: 'Mine', shared: 'Shared', save: 'Save as view', update: 'Update view', name: 'Name of the view', nameHint: 'e.g. boosters due in grid 3', sharedToo: 'For the whole office',
    keep: 'Save', remove: 'Delete view', removeAsk: 'Delete the view “{name}”? Nobody in the list is touched.', changed: 'differs from the view', by: 'A view of {author}: save it under another name', saved: 'Saved.',
  },
  columns: {
    choose: 'Columns', title: 'Columns and their order', hint: 'Tick what you want; the order on the right is the order in the table.', order: 'Order', up: 'Move {name} up', down: 'Move {name} down', drop: 'Drop {name}', use: 'Use', usual: 'The usual columns', clear: 'Drop all', none: 'No column chosen yet.', count: '{n} columns',
  },
  part: { who: 'Person', home: 'Home and groups', standing: 'Standing', doses: 'Doses' },
  export: { list: 'Export', roster: 'Export roster (can come in again)', rosterHint: 'The columns of the roster import: correct it and import it again; what was not changed stays.', all: 'Export', what: 'The table has these filters and columns; the roster is for correcting and importing again.' },
  print: { print: 'Print', title: 'Residents', summary: '{n} people', more: 'Only the first {shown} of {n} people. Narrow the list, or export it.', made: 'Made {time}', nobody: 'Nobody meets the filters, so there is nothing to print.', preparing: 'Preparing {done} of {n} people…' },
  filter: { cadre: 'Canvasser or cadre', next: 'Next dose', nextN: 'dose {n}', dosed: 'Last dose on' },
  tables: {
    title: 'Tables', about: 'Made of what has been received; to look at, print, or export as .xlsx.', builtIn: 'Ready tables', own: 'Templates of your own', open: 'Open', file: 'Export', blank: 'Blank template', on: 'Day', until: 'As of', of: 'Counted', per: 'Rate is a share of', level: 'By', by: 'Ranked by',
    village: 'village', grid: 'grid', total: 'Total', none: 'No village yet. Set up the areas first.', noneGiven: 'Nobody was vaccinated that day (zero report)', given: '{people} people, {doses} doses', first: 'Only the first {n} of {all} rows are shown; the file has them all.', beside: 'People and doses stand apart and are never added.', leads: 'Figures lead to their people',
    ofs: { listed: 'everybody in the books', registered: 'registered population', resident: 'resident population' }, pers: { target: 'target', population: 'population' }, bys: { one: 'at least one dose', full: 'full course', booster: 'booster' },
    up: '↑{n}', down: '↓{n}', same: '—', points: '{n}', late: '{n} phones have not synced today; what they hold is not in the table.', unsent: '{n} records are known to be unsent.', back: 'All tables',
  },
  signers: { title: 'Signed', filled: 'Filled in by', checked: 'Checked by', phone: 'Telephone', save: 'Save', hint: 'Printed under every table; said once, used from then on.', line: 'Filled in by: {filled}  Checked by: {checked}  Telephone: {phone}', edit: 'Change', blank: '________' },
  template: {
    upload: 'Upload a template (.xlsx)', name: 'Name', nameHint: 'empty: that of the file', drop: 'Or drop the file here.', about: 'Open the county\'s form in Excel or WPS, write placeholders into the cells to be filled, and upload it. Styles, widths, merged cells, page set-up and formulas are kept; macros, external links and addresses are refused. A template of the same name is replaced.',
    taken: '“{name}” was taken.', none: 'No template yet. Start from one of the blank ready tables, change it and upload it.', fill: 'Fill and export', original: 'As uploaded', remove: 'Delete', removeAsk: 'Delete the template “{name}”?', at: 'Uploaded', author: 'By', repeats: 'Repeated rows', view: 'People of the view', chooseView: '(everybody in the books)', working: 'Inspecting…', where: 'Where',
    tooLarge: 'The file is larger than 2 MB and was not uploaded. Remove pictures and sheets that are not needed.', sections: { village: 'a row for each village', rank: 'a row for each village by rank', given: 'a row for each dose of the day', resident: 'a row for each resident' }, singles: 'Single values',
  },
  places: {
    title: 'Placeholders', about: 'Write a placeholder into a cell as it stands here, e.g. {single}. To repeat a row, begin any of its cells with {section}; the other placeholders of that row are then filled line by line.', example: 'At this moment', write: 'Write', filter: 'Find a placeholder', none: 'No such placeholder.', copied: 'Copied {what}', show: 'Placeholders', begins: 'Begins the row',
  },
} satisfies English<'lists'>
