/** Weeks as the plan sees them: from Monday to Sunday, named by the Monday's date, so that an address holds one. */
import { dayNumber, plusDays, weekday } from '@/ui/dates'

/** The Monday of the week of a day; 1 January 1970 was a Thursday. */
export function mondayOf(day: string): string {
  return plusDays(day, -((((dayNumber(day) + 3) % 7) + 7) % 7))
}

/** The Monday that an address asks for (any day of the week will do), else that of today. */
export function mondayAsked(asked: unknown, today: string): string {
  return mondayOf(typeof asked === 'string' && !Number.isNaN(dayNumber(asked)) ? asked : today)
}

export function weekLater(monday: string, weeks: number): string {
  return plusDays(monday, 7 * weeks)
}

/** The seven days of a week. */
export function daysOf(monday: string): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((n) => plusDays(monday, n))
}

/** "11-23 Mon", in the language shown. */
export function dayHead(day: string): string {
  return `${day.slice(5)} ${weekday(day)}`
}

/** Today by the township's clock, which is Shanghai's, whatever the browser's is set to. */
export function townToday(now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)
}

/** Its last hour is over: nobody can be sent there any more. `at` is "YYYY-MM-DD HH:MM" of the township's clock. */
export function ended(session: { on: string; to: string }, at: string): boolean {
  return `${session.on} ${session.to}` <= at
}

/** The township's day and hour. */
export function townNow(now: number): string {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now)
  return `${townToday(now)} ${hour}`
}

/** "11-25 Wed 08:30": which session is meant, where its site stands beside it. */
export function bandName(session: { on: string; from: string }): string {
  return `${dayHead(session.on)} ${session.from}`
}
