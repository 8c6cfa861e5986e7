/**
 * Files as they were put down, as long as the app is open: a workbook with several lists is uploaded once more for each
 * of its other sheets without asking for it again. Handles only, no contents; a page that was reloaded has none.
 */
const files = new Map<string, File>()

export function hold(id: string, file: File): void {
  files.set(id, file)
}

export function held(id: string): File | undefined {
  return files.get(id)
}

/** What a further sheet's file is called: by the file's name and the sheet's, so that the two are told apart in lists. */
export function sheetName(filename: string, sheet: string): string {
  const dot = filename.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [filename.slice(0, dot), filename.slice(dot)] : [filename, '']
  return `${stem} [${sheet}]${ending}`
}

/** Whether a file is such a further sheet itself: then its neighbours are already there. */
export function isFurther(filename: string, sheet: string): boolean {
  return filename.replace(/\.[^.]*$/, '').endsWith(` [${sheet}]`)
}
