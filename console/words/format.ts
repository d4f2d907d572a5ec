import { language, localeOf } from './language';

/** Formats are expensive to create, and a table writes hundreds of values: each is created once. */
function once<Options, Format>(make: (locale: string, options?: Options) => Format): (options?: Options) => Format {
	const made = new Map<string, Format>();
	return (options) => {
		const name = `${localeOf()} ${JSON.stringify(options)}`;
		const format = made.get(name) ?? make(localeOf(), options);
		made.set(name, format);
		return format;
	};
}

const dates = once((locale, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));
const numbers = once((locale, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
const relative = once((locale, options?: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options));

/** `30 Nov 2026, 14:05`, in the reader's time zone. */
export const formatTime = (time: number | string | Date): string =>
	dates({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

/** A time to the second, if the minute is ambiguous. */
export const formatMoment = (time: number | string | Date): string =>
	dates({ dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(time));

/** `14:05:07`, today. */
export const formatClock = (time: number): string => dates({ timeStyle: 'medium' }).format(new Date(time));

export const formatDay = (time: number | string | Date): string => dates({ dateStyle: 'medium' }).format(new Date(time));

const steps: Array<[unit: Intl.RelativeTimeFormatUnit, seconds: number]> = [
	['year', 31_536_000],
	['month', 2_592_000],
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
];

/** `5 minutes ago`, `in 2 hours`. */
export function formatAgo(time: number | string | Date, now: number): string {
	const seconds = (new Date(time).getTime() - now) / 1_000;
	const [unit, size] = steps.find(([, least]) => Math.abs(seconds) >= least) ?? (['second', 1] as const);
	return relative({ numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

export const formatNumber = (value: number, options?: Intl.NumberFormatOptions): string => numbers(options).format(value);

/** Prices of models are in dollars; small ones keep two significant digits. */
export const formatCost = (dollars: number): string =>
	numbers({
		style: 'currency',
		currency: 'USD',
		...(Math.abs(dollars) < 1 && dollars !== 0 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 }),
	}).format(dollars);

/** Writes dollars with all digits: a bill rounds nothing. */
export const formatExactCost = (amount: string): string =>
	numbers({ style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 9 }).format(amount as `${number}`);

/** `November 2026`, of `2026-11`. */
export const formatMonth = (month: string): string =>
	dates({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-15`));

export const formatShare = (share: number): string => formatNumber(share, { style: 'percent', maximumFractionDigits: 1 });

/** `850 ms`, `12.4 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
	if (ms < 1_000) return `${formatNumber(Math.round(ms))} ms`;
	if (ms < 60_000) return `${formatNumber(ms / 1_000, { maximumFractionDigits: 1 })} s`;
	const minutes = Math.floor(ms / 60_000);
	if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1_000)} s`;
	const hours = Math.floor(minutes / 60);
	return hours < 48
		? `${hours} h ${minutes % 60} min`
		: `${formatNumber(Math.floor(hours / 24))} ${language.value === 'pt' ? 'dias' : 'days'}`;
}

export const formatBytes = (bytes: number): string => {
	const [size, unit] = bytes < 1e3 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
	return formatNumber(size, { style: 'unit', unit, maximumFractionDigits: 1 });
};
