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
	eight: 8,
	nine: 9,
	ten: 10,
	twelve: 12,
	half: 0.5,
	um: 1,
	uma: 1,
	dois: 2,
	duas: 2,
	três: 3,
	quatro: 4,
	cinco: 5,
	seis: 6,
	sete: 7,
	oito: 8,
	nove: 9,
	dez: 10,
	doze: 12,
};
const units: Array<[RegExp, (count: number) => string]> = [
	[/^(?:minut|min\b)/, (count) => `PT${count}M`],
	[/^(?:hour|hora|h\b)/, (count) => `PT${count}H`],
	[/^(?:(?:business|working|calendar|work)\s+days?|days?|dias?)/, (count) => `P${count}D`],
	[/^(?:week|semana)/, (count) => `P${count * 7}D`],
	[/^(?:month|m[eê]s)/, (count) => `P${count * 30}D`],
];

const unit = String.raw`((?:(?:business|working|calendar|work)\s+)?(?:minutes?|mins?|hours?|h|days?|weeks?|months?|minutos?|horas?|dias?(?:\s+(?:úteis|corridos))?|semanas?|meses|mês))(?![\p{L}\d])`;
const duration = new RegExp(String.raw`(?<![\p{L}\d])(\d{1,4}|[a-zê]{1,6})\s*${unit}`, 'giu');
const isUnit = new RegExp(String.raw`^\s*${unit}`, 'iu');
/** Words for a number of times, besides those for numbers. */
const times: Record<string, number> = {
	once: 1,
	twice: 2,
	second: 2,
	third: 3,
	fourth: 4,
	fifth: 5,
	sixth: 6,
	fifteen: 15,
	twenty: 20,
	segundo: 2,
	terceiro: 3,
	terceira: 3,
	quarto: 4,
	quinto: 5,
	sexto: 6,
	quinze: 15,
	vinte: 20,
};

/** Checks whether a text says a count, in figures or in words. Counts of days and hours are left out. */
export const saysCount = (text: string, count: number): boolean =>
	[...text.toLowerCase().matchAll(/\p{L}+|\d+(?:[.,]\d+)*/gu)].some(
		({ 0: word, index }) =>
			(times[word] ?? numbers[word] ?? (/^\d+$/.test(word) ? Number(word) : undefined)) === count &&
			!isUnit.test(text.slice(index + word.length)),
	);

const most =
	/(?<![\p{L}\d])(?:at (?:the )?most|no more than|a maximum of|no máximo|não mais (?:de|que))\s+(\d{1,2}|[a-zê]{1,6})(?![\p{L}\d.,])/iu;

/** Finds a limit of how many: `at most three reminders`. A time, such as `at most two days`, does not count. */
export function findMost(text: string): number | undefined {
	const found = most.exec(text);
	if (!found || findDuration(text.slice(found.index))?.start === found[0].lastIndexOf(found[1]!)) return undefined;
	const count = numbers[found[1]!.toLowerCase()] ?? Number(found[1]);
	return Number.isInteger(count) && count > 0 ? count : undefined;
}

/** Finds a duration in words, such as `2 days` or `três horas`, as ISO 8601, and where it is. */
export function findDuration(text: string): { iso: string; start: number; end: number } | undefined {
	// `each` looks like a number of hours.
	for (const match of text.matchAll(duration)) {
		const count = numbers[match[1]!.toLowerCase()] ?? Number(match[1]);
		const unit = units.find(([shape]) => shape.test(match[2]!.toLowerCase()));
		if (unit && Number.isInteger(count) && count >= 1)
			return { iso: unit[1](count), start: match.index, end: match.index + match[0].length };
	}
	return undefined;
}

const before = /^\s*(?:before|antes\s+d(?:[eoa]s?|aquel[ea]))(?!\p{L})\s*(?:(?:the|an?|each|every|o|a|cada)\s+)?/iu;

/** Finds the duration of `two days before the appointment`, from its start to the words for the date. */
export function findLead(text: string): { iso: string; start: number; end: number } | undefined {
	const found = findDuration(text);
	const lead = found && before.exec(text.slice(found.end));
	return lead ? { ...found, end: found.end + lead[0].length } : undefined;
}

/** Returns the hours of a duration of days, hours and minutes. */
export function toHours(iso: string): number {
	const [, days = 0, hours = 0, minutes = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso) ?? [];
	return Number(days) * 24 + Number(hours) + Number(minutes) / 60;
}
