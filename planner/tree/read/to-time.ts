import { parseSchedule } from '../../../bpmn/timer';

const units: Array<[RegExp, (count: number) => { date?: string; time?: string }]> = [
	[/^(?:s|sec|secs|second|seconds|segundos?)$/, (count) => ({ time: `${count}S` })],
	[/^(?:m|min|mins|minute|minutes|minutos?)$/, (count) => ({ time: `${count}M` })],
	[/^(?:h|hr|hrs|hour|hours|horas?)$/, (count) => ({ time: `${count}H` })],
	[/^(?:d|day|days|dias?)$/, (count) => ({ date: `${count}D` })],
	[/^(?:w|week|weeks|semanas?)$/, (count) => ({ date: `${count * 7}D` })],
	[/^(?:month|months|mes|meses)$/, (count) => ({ date: `${count}M` })],
	[/^(?:y|year|years|anos?)$/, (count) => ({ date: `${count}Y` })],
];

const numbers: Record<string, number> = {
	a: 1,
	an: 1,
	one: 1,
	two: 2,
	three: 3,
	four: 4,
	five: 5,
	six: 6,
	seven: 7,
	ten: 10,
	half: 0.5,
	um: 1,
	uma: 1,
	dois: 2,
	duas: 2,
	tres: 3,
	quatro: 4,
	cinco: 5,
	seis: 6,
	sete: 7,
	dez: 10,
};

const plain = (text: string): string => text.slice(0, 200).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Returns a duration of ISO 8601 for `2 hours`, `1 dia e 12 horas`, `{"hours": 2}`; undefined for anything else. */
export function toDuration(written: unknown): string | undefined {
	if (typeof written === 'object' && written !== null) {
		return toDuration(
			Object.entries(written)
				.slice(0, 7)
				.map(([unit, count]) => `${String(count)} ${unit}`)
				.join(' '),
		);
	}
	if (typeof written !== 'string') return undefined;
	const iso = written.trim().toUpperCase();
	if (!('fault' in parseSchedule('duration', iso, 0))) return iso;
	const dates: string[] = [];
	const times: string[] = [];
	for (const [, count, unit] of plain(written).matchAll(/(\d+(?:[.,]\d+)?|[a-z]+)\s*(?:business |working )?([a-z]+)/g)) {
		const part = toPart(count!, unit!);
		if (part?.date) dates.push(part.date);
		if (part?.time) times.push(part.time);
	}
	if (dates.length + times.length === 0) return undefined;
	const duration = `P${dates.join('')}${times.length > 0 ? `T${times.join('')}` : ''}`;
	return 'fault' in parseSchedule('duration', duration, 0) ? undefined : duration;
}

function toPart(count: string, unit: string): { date?: string; time?: string } | undefined {
	const number = numbers[count] ?? Number(count.replace(',', '.'));
	const write = units.find(([pattern]) => pattern.test(unit))?.[1];
	if (!write || Number.isNaN(number) || number < 0) return undefined;
	if (Number.isInteger(number)) return write(number);
	// Half an hour, one and a half days.
	const hours = /^h/.test(unit) ? number : /^d/.test(unit) ? number * 24 : undefined;
	return hours === undefined ? undefined : { time: `${Math.round(hours * 60)}M` };
}

const weekDays: Array<[RegExp, string]> = [
	[/\b(?:monday|segunda)/, 'MON'],
	[/\b(?:tuesday|terca)/, 'TUE'],
	[/\b(?:wednesday|quarta)/, 'WED'],
	[/\b(?:thursday|quinta)/, 'THU'],
	[/\b(?:friday|sexta)/, 'FRI'],
	[/\b(?:saturday|sabado)/, 'SAT'],
	[/\b(?:sunday|domingo)/, 'SUN'],
];

/** Returns when an instance begins as an engine reads it, for `every day at 9`, `toda segunda às 8h`, `0 9 * * *`; undefined if nothing says it. */
export function toSchedule(written: unknown): string | undefined {
	if (typeof written !== 'string') return toCycle(toDuration(written));
	const text = written.trim();
	const kinds = ['cycle', 'date'] as const;
	if (kinds.some((kind) => !('fault' in parseSchedule(kind, text, 0)))) return text;
	// Cron without seconds, as everybody but Zeebe writes it.
	if (/^[\d*/,-]+(?:\s+[\w*/,?-]+){4}$/.test(text) && !('fault' in parseSchedule('cycle', `0 ${text}`, 0))) return `0 ${text}`;
	return readWords(plain(text)) ?? toCycle(toDuration(text));
}

const toCycle = (duration: string | undefined): string | undefined => (duration === undefined ? undefined : `R/${duration}`);

function readWords(text: string): string | undefined {
	const [, hours, minutes = '0', half] = /\b(\d{1,2})(?:[:h](\d{2}))?\s*(?:h|am|pm)?\b\s*(pm)?/.exec(text) ?? [];
	const isAfternoon = half === 'pm' || /\d\s*pm\b/.test(text);
	const hour = hours === undefined ? 9 : Math.min(23, Number(hours) + (isAfternoon && Number(hours) < 12 ? 12 : 0));
	const at = `0 ${Math.min(59, Number(minutes))} ${hour}`;
	const days = weekDays.filter(([pattern]) => pattern.test(text)).map(([, day]) => day);
	if (days.length > 0) return `${at} * * ${days.join(',')}`;
	if (/\b(?:weekdays?|working days?|business days?|dias? ute?is|dia util)\b/.test(text)) return `${at} * * MON-FRI`;
	if (/\b(?:daily|every day|each day|every morning|diariamente|todos? (?:os )?dias?|cada dia)\b/.test(text)) return `${at} * * *`;
	if (/\b(?:weekly|every week|semanalmente|toda semana)\b/.test(text)) return `${at} * * MON`;
	if (/\b(?:monthly|every month|mensalmente|todo mes)\b/.test(text)) return `${at} 1 * *`;
	if (/\b(?:hourly|every hour|a cada hora|toda hora)\b/.test(text)) return 'R/PT1H';
	return undefined;
}
