import { describe, expect, it } from 'vitest'
import { isFurther, sheetName } from './held'

describe('a workbook with a list on each of several sheets', () => {
  it('gives each sheet a name of its own, with the ending that says what the file is', () => {
    expect(sheetName('柳林村.xlsx', '2组')).toBe('柳林村 [2组].xlsx')
    expect(sheetName('list', '2组')).toBe('list [2组]')
  })

  it('asks for the neighbours of the first sheet only', () => {
    expect(isFurther('柳林村.xlsx', '1组')).toBe(false)
    expect(isFurther('柳林村 [2组].xlsx', '2组')).toBe(true)
  })
})
