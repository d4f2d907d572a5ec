import type { Temporal as TemporalOf } from 'temporal-polyfill';
import type { MailboxRules } from '../../ports/channels/mailbox-rules';
import type { HoursState } from '../../ports/channels/mailbox';
import { readHoliday, readHours, type MinuteSpan } from './read-hours';

export type HoursRules = Pick<MailboxRules, 'hours' | 'holidays' | 'timeZone'>;

/** Milliseconds since the epoch; `to` is exclusive. */
interface Span {
	from: number;
	to: number;
}

/** More than three years: a hundred holidays cannot close a channel for longer. */
const maxDays = 1_100;

export async function findHoursState(rules: HoursRules, now: number): Promise<HoursState | undefined> {
	if (rules.hours === undefined) return undefined;
	for (const { from } of await listSpans(rules, now)) {
		return from <= now ? { isOpen: true } : { isOpen: false, opensAt: from, timeZone: rules.timeZone ?? 'UTC' };
	}
	return { isOpen: false, opensAt: now + maxDays * 86_400_000, timeZone: rules.timeZone ?? 'UTC' };
}

export async function findClosing(rules: HoursRules, now: number): Promise<number | undefined> {
	let until = now;
	for (const { from, to } of await listSpans(rules, now)) {
		if (from > until) break;
		until = Math.max(until, to);
	}
	return until > now ? until : undefined;
}

/** Without hours, always open. */
export async function addOpenTime(rules: HoursRules, since: number, ms: number): Promise<number> {
	if (rules.hours === undefined) return since + ms;
	let cursor = since;
	let rest = ms;
	for (const { from, to } of await listSpans(rules, since)) {
		cursor = Math.max(cursor, from);
		if (rest <= to - cursor) return cursor + rest;
		rest -= Math.max(0, to - cursor);
		cursor = Math.max(cursor, to);
	}
	return cursor + rest;
}

/** Without hours, always open. */
export async function measureOpenTime(rules: HoursRules, since: number, until: number): Promise<number> {
	if (rules.hours === undefined) return until - since;
	let cursor = since;
	let sum = 0;
	for (const { from, to } of await listSpans(rules, since)) {
		cursor = Math.max(cursor, from);
		if (cursor >= until) break;
		sum += Math.max(0, Math.min(to, until) - cursor);
		cursor = Math.max(cursor, to);
	}
	return sum;
}

/** Lists spans of open time that end after a time, in order of their start. They can overlap. */
async function listSpans(rules: HoursRules, after: number): Promise<Generator<Span>> {
	const { Temporal } = await import('temporal-polyfill');
	return generateSpans(Temporal, rules, after);
}

function* generateSpans(Temporal: typeof TemporalOf, { hours = [], holidays = [], timeZone = 'UTC' }: HoursRules, after: number) {
	const week = hours.map(readHours);
	// A date precedes a yearly day, and both precede a set of holidays.
	const special = holidays.toSorted((one, other) => nameOf(other).length - nameOf(one).length).map(readHoliday);
	const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone).toPlainDate();
	for (let days = -1; days < maxDays; days++) {
		const date = today.add({ days });
		const onDay = special.find((holiday) => holiday.isOn(date))?.spans ?? week.flatMap((of) => (of.isOn(date) ? of.spans : []));
		for (const span of toSpans(date, onDay, timeZone)) if (span.to > after) yield span;
	}
}

const nameOf = (holiday: string): string => holiday.split(' ')[0]!;

/** A time skipped by the clock counts as the next one; of a repeated time the first counts. */
function toSpans(date: TemporalOf.PlainDate, spans: readonly MinuteSpan[], timeZone: string): Span[] {
	const at = (minutes: number) =>
		date
			.add({ days: Math.floor(minutes / 1_440) })
			.toPlainDateTime({ hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 })
			.toZonedDateTime(timeZone).epochMilliseconds;
	const found = spans.map(({ opens, closes }) => ({ from: at(opens), to: at(closes) }));
	return found.filter(({ from, to }) => from < to).toSorted((one, other) => one.from - other.from);
}

const locales = { en: 'en', pt: 'pt-BR' } as const;

/** Writes the opening time for customers: `segunda-feira, 30 de novembro às 09:00`. */
export const describeOpening = ({ opensAt, timeZone }: Extract<HoursState, { isOpen: false }>, language: keyof typeof locales): string =>
	new Intl.DateTimeFormat(locales[language], {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		timeZone,
	}).format(opensAt);
