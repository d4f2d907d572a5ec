import { NoFeel, type Written } from './written';

type Given = Array<() => Written>;

/** Units of Luxon, and of a duration in FEEL. Years and months are added before the others. */
const units: Record<string, [isDate: boolean, letter: string, times: number]> = {
	...{ year: [true, 'Y', 1], month: [true, 'M', 1], week: [false, 'D', 7], day: [false, 'D', 1] },
	...{ hour: [false, 'H', 1], minute: [false, 'M', 1], second: [false, 'S', 1] },
};
/** A day has no hours. */
const isDay = ({ feel }: Written): boolean => /^\(*(?:today\(\)|date\()/.test(feel);

/** Writes a call of a method of a time of Luxon. Undefined for another method. @throws NoFeel */
export function callOnTime(name: string, on: Written, given: Given): Written | undefined {
	if (on.type !== 'time') return undefined;
	switch (name) {
		case 'plus':
		case 'minus':
			return { feel: shift(on, given, name === 'plus' ? '+' : '-'), type: 'time' };
		case 'toISO':
			return given.length === 0 && !isDay(on) ? on : undefined;
		case 'toISODate':
			return isDay(on) ? on : { feel: `date(${on.feel})`, type: 'time' };
		case 'toFormat':
		case 'format':
			return { feel: format(on, given[0]?.().feel ?? ''), type: 'text' };
		default:
			return undefined;
	}
}

/** Reads `{days: 3, hours: 2}`, or `3, 'days'`. */
function readAmounts(given: Given): Array<[unit: string, count: number]> {
	const [first = '', unit = ''] = given.map((one) => one().feel);
	const text = unit === '' ? first : `{${unit}: ${first}}`;
	if (!/^\{(?:"[a-z]+": \d{1,6}(?:, |\}$))+$/.test(text)) throw new NoFeel('function', 'plus');
	return Object.entries(JSON.parse(text) as Record<string, number>).map(([name, count]) => [name.replace(/s$/, ''), count]);
}

function shift(on: Written, given: Given, sign: '+' | '-'): string {
	const parts = ['', '', ''] as [years: string, days: string, times: string];
	for (const [unit, count] of readAmounts(given)) {
		const known = Object.hasOwn(units, unit) ? units[unit] : undefined;
		const isTime = ['hour', 'minute', 'second'].includes(unit);
		if (!known || (isTime && isDay(on))) throw new NoFeel('function', `plus(${unit})`);
		const [isDate, letter, times] = known;
		parts[isDate ? 0 : isTime ? 2 : 1] += `${count * times}${letter}`;
	}
	const [years, days, times] = parts;
	// A week and days are two parts, which are added one after the other.
	const dayTexts = days.match(/\d+D/g) ?? [];
	const all = [years, ...dayTexts.slice(1), `${dayTexts[0] ?? ''}${times && `T${times}`}`].filter((one) => one !== '');
	return `(${[on.feel, ...all.map((one) => `duration("P${one}")`)].join(` ${sign} `)})`;
}

const tokens: Record<string, (time: string) => string> = {
	yyyy: (time) => `string(${time}.year)`,
	MM: (time) => twoDigits(`${time}.month`),
	dd: (time) => twoDigits(`${time}.day`),
	HH: (time) => twoDigits(`${time}.hour`),
	mm: (time) => twoDigits(`${time}.minute`),
	ss: (time) => twoDigits(`${time}.second`),
	...{ M: (time) => `string(${time}.month)`, d: (time) => `string(${time}.day)`, H: (time) => `string(${time}.hour)` },
};

const twoDigits = (number: string): string => `substring("0" + string(${number}), -2)`;

/** Writes the digits of a time as a format says. @throws NoFeel for names of months and days, and other parts */
function format(on: Written, written: string): string {
	const text = /^"(?:[^"\\]|\\.)*"$/.test(written) ? (JSON.parse(written) as string) : '';
	const parts = text.match(/([A-Za-z])\1*|'[^']*'|[^A-Za-z']+/g) ?? [];
	if (text === '' || parts.join('') !== text) throw new NoFeel('function', 'toFormat');
	const time = /^\(|^(?:now|today)\(\)$/.test(on.feel) ? on.feel : `(${on.feel})`;
	const digits = parts.map((part) => {
		if (!/^[A-Za-z]/.test(part)) return JSON.stringify(part.replaceAll("'", ''));
		if (!Object.hasOwn(tokens, part) || (isDay(on) && /[Hms]/.test(part))) throw new NoFeel('function', `toFormat(${part})`);
		return tokens[part]!(time);
	});
	return digits.length === 1 ? digits[0]! : `(${digits.join(' + ')})`;
}
