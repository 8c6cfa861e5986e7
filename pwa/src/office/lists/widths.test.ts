import { expect, it } from 'vitest'
import { shortColumns, widthOf } from './widths'

it('counts a Chinese character as two figures', () => {
  expect([widthOf('2026-11-21'), widthOf('未询问'), widthOf('柳林村第1网格'), widthOf('')]).toEqual([10, 6, 13, 0])
})

it('keeps a column in one line as long as nobody in it needs more', () => {
  const rows = [{ cells: ['未询问', '柳林村第1网格', '中心路 1 号院 2 号楼 3 单元', null] }, { cells: ['不知道要接种', '石桥村第2网格', '', ''] }]
  expect(shortColumns(4, rows)).toEqual([true, true, false, true])
})
