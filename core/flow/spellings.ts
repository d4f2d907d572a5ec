/** Returns all readings: `1.500,00` is 1500, `1.500` is 1500 or 1.5. Empty for non-numbers and references. */
export function readNumbers(written: string): number[] {
	const text = /^[-+]?(\d{1,15}(?:[.,]\d{1,15}){0,6})$/.exec(written)?.[1];
	// Leading zeros mean a reference.
	if (text === undefined || /^0\d/.test(text)) return [];
	const marks = text.match(/[.,]/g) ?? [];
	const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
	const grouped = Number(text.replaceAll(/[.,]/g, ''));
	const decimal = Number(`${text.slice(0, last).replaceAll(/[.,]/g, '')}.${text.slice(last + 1)}`);
	if (marks.length === 0 || (marks.length > 1 && new Set(marks).size === 1)) return [grouped];
	return text.length - last - 1 === 3 ? [grouped, decimal] : [decimal];
}

/** English and Portuguese, with and without thousands marks, with two or the given decimals. */
export function spellNumber(number: number): string[] {
	if (!Number.isFinite(number) || Math.abs(number) >= 1e15) return [];
	const plain = String(Math.abs(number));
	const [whole = '', decimals = ''] = plain.split('.');
	const groupedBy = (mark: string) => whole.replaceAll(/\B(?=(?:\d{3})+$)/g, mark);
	const ends = [...new Set([decimals, decimals.padEnd(2, '0')])];
	return [
		...new Set(
			ends.flatMap((end) =>
				end === ''
					? [whole, groupedBy('.'), groupedBy(','), groupedBy(' '), groupedBy('\u00a0')]
					: [`${whole}.${end}`, `${whole},${end}`, `${groupedBy('.')},${end}`, `${groupedBy(',')}.${end}`, `${groupedBy(' ')},${end}`],
			),
		),
	];
}

const months: Array<[english: string, portuguese: string]> = [
	...([
		['january', 'janeiro'],
		['february', 'fevereiro'],
		['march', 'março'],
		['april', 'abril'],
		['may', 'maio'],
		['june', 'junho'],
	] as const),
	...([
		['july', 'julho'],
		['august', 'agosto'],
		['september', 'setembro'],
		['october', 'outubro'],
		['november', 'novembro'],
	] as const),
	['december', 'dezembro'],
].map(([english, portuguese]) => [english, portuguese]);

interface Day {
	year: number;
	month: number;
	day: number;
}

/** With or without a time; `3/4/2026` has two readings. */
export function readDates(written: string): Day[] {
	const text = written.toLowerCase().trim().slice(0, 40);
	const iso = /^(\d{4})-(\d{2})-(\d{2})(?:t[\d:.+z-]*)?$/.exec(text);
	if (iso) return toDays(iso[1]!, [iso[2]!, iso[3]!]);
	const figures = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
	if (figures) return toDays(figures[3]!, [figures[2]!, figures[1]!], [figures[1]!, figures[2]!]);
	const words = /^(?:(\d{1,2})\S{0,2} (?:de |of )?)?([a-zç]{3,9})\.?(?: (\d{1,2})\S{0,2})?,? (?:de )?(\d{4})$/.exec(text);
	const named = words && months.findIndex((names) => names.some((name) => name.startsWith(words[2]!)));
	const day = words?.[1] ?? words?.[3];
	return words && day !== undefined && named !== null && named >= 0 ? toDays(words[4]!, [String(named + 1), day]) : [];
}

const toDays = (year: string, ...readings: Array<[month: string, day: string]>): Day[] =>
	readings
		.map(([month, day]) => ({ year: Number(year), month: Number(month), day: Number(day) }))
		.filter(({ month, day }) => month >= 1 && month <= 12 && day >= 1 && day <= 31);

export function spellDate({ year, month, day }: Day): string[] {
	const two = (value: number) => String(value).padStart(2, '0');
	const figures = [two, String].flatMap((form) =>
		['/', '.', '-'].flatMap((mark) => [
			`${form(day)}${mark}${form(month)}${mark}${year}`,
			`${form(month)}${mark}${form(day)}${mark}${year}`,
		]),
	);
	const [english, portuguese] = months[month - 1]!;
	const days = [String(day), two(day), `${day}${['st', 'nd', 'rd'][(day % 10) - 1] ?? 'th'}`];
	const words = days.flatMap((one) =>
		[english, english.slice(0, 3)].flatMap((name) => [
			`${one} ${name} ${year}`,
			`${name} ${one}, ${year}`,
			`${name} ${one} ${year}`,
			`${one} of ${name} ${year}`,
		]),
	);
	const own = [String(day), two(day), `${day}º`].flatMap((one) =>
		[portuguese, portuguese.slice(0, 3)].flatMap((name) => [`${one} de ${name} de ${year}`, `${one} ${name} ${year}`]),
	);
	return [...new Set([`${year}-${two(month)}-${two(day)}`, ...figures, ...words, ...own])];
}
