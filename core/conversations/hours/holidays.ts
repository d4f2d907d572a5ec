import type { Temporal } from 'temporal-polyfill';

type Day = Pick<Temporal.PlainDate, 'year' | 'month' | 'day'>;

/** National holidays by law (10.607/2002, 6.802/1980, 14.759/2023), and Good Friday; without Carnival and Corpus Christi. */
const brazilian = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '11-20', '12-25'];
/** Earlier, 20 November was only a local holiday. */
const firstYears: Record<string, number> = { '11-20': 2024 };

export const holidaySets: Record<string, (day: Day) => boolean> = {
	BR: (day) => {
		const date = toMonthDay(day);
		if (brazilian.includes(date)) return day.year >= (firstYears[date] ?? 0);
		return date === findGoodFriday(day.year);
	},
};

export const toMonthDay = ({ month, day }: Omit<Day, 'year'>): string =>
	`${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Two days before Easter, by the Gregorian computus (Butcher). */
function findGoodFriday(year: number): string {
	const golden = year % 19;
	const century = Math.floor(year / 100);
	const rest = year % 100;
	const corrected = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
	const epact = (19 * golden + century - Math.floor(century / 4) - corrected + 15) % 30;
	const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
	const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
	const days = epact + weekday - 7 * late + 114;
	const easter = Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1);
	return new Date(easter - 2 * 86_400_000).toISOString().slice(5, 10);
}
