import { readDates, readNumbers, spellDate } from '../flow/spellings';
import { seek, TextIndex } from '../flow/text-index';

export interface ValuePlace {
	at: number;
	length: number;
}

const maxNumbers = 20_000;
const number = /\d{1,15}(?:[.,]\d{1,15}){0,6}/g;
const spacedNumber = /\d{1,3}(?:[ '’\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,15})?/g;

/** Finds values in a text, in their spellings. */
export class ValuesInText {
	readonly #index: TextIndex;
	#numbers?: Map<number, ValuePlace>;

	constructor(readonly text: string) {
		// A name can continue on the next line. Replaces blanks one for one, so places stay.
		this.#index = new TextIndex({ source: 'tool', trusted: false, text: text.replaceAll(/\s/g, ' ') });
	}

	findText(value: string): ValuePlace | undefined {
		const at = this.#index.findWords(seek(value)) ?? this.#findUnspaced(value);
		return at === undefined ? undefined : { at, length: value.length };
	}

	#findUnspaced(value: string): number | undefined {
		const at = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u.test(value) ? this.text.indexOf(value) : -1;
		return at < 0 ? undefined : at;
	}

	findReference(value: string): ValuePlace | undefined {
		const whole = this.findText(value);
		const compact = value.replaceAll(/[\s.\-/()]+/g, '').toLowerCase();
		if (whole || compact.length < 4) return whole;
		const at = this.#index.findSpaced(compact);
		return at === undefined ? undefined : { at, length: value.length };
	}

	/** Finds a number by its readings: 250 is not in `1.250,00`. */
	findNumber(value: number): ValuePlace | undefined {
		this.#numbers ??= listNumbers(this.text);
		return this.#numbers.get(Math.abs(value));
	}

	/** English and Portuguese spellings; without year if the year is elsewhere in the text. */
	findDate(date: string): ValuePlace | undefined {
		const [day] = readDates(date.slice(0, 10));
		if (!day) return undefined;
		const { year, month } = day;
		const whole = this.#findFirst([...spellDate(day), ...shortYears(day)]);
		if (whole) return whole;
		const names = spellDate(day).filter((form) => form.endsWith(` ${year}`));
		const bare = names.map((form) => form.replace(/,? (?:de )?\d{4}$/, ''));
		const figures = [String(day.day), two(day.day)].flatMap((one) => [
			`${one}/${two(month)}`,
			`${one}/${month}`,
			`${two(month)}/${one}`,
			`${month}/${one}`,
		]);
		return this.findText(String(year)) && this.#findFirst([...bare, ...figures]);
	}

	findTime(time: string): ValuePlace | undefined {
		const [, hour = '', minute = ''] = /^(\d{2}):(\d{2})/.exec(time) ?? [];
		if (hour === '') return undefined;
		const plain = String(Number(hour));
		const half = String(Number(hour) % 12 || 12);
		const [of, others] =
			Number(hour) < 12
				? [['am', 'a.m.'], ['da manhã']]
				: [
						['pm', 'p.m.'],
						['da tarde', 'da noite'],
					];
		const twelve = minute === '00' ? [`${half}:00`, half] : [`${half}:${minute}`, `${half}.${minute}`];
		const noon = minute === '00' && hour === '12' ? ['noon', 'meio-dia', 'meio dia'] : [];
		return this.#findFirst([
			...[hour, plain].flatMap((one) => [`${one}:${minute}`, `${one}h${minute}`, `${one}.${minute}`, `${one}h${minute}min`]),
			...(minute === '00' ? [hour, plain].flatMap((one) => [`${one}h`, `${one} h`, `${one} horas`, `${one} o'clock`]) : []),
			...twelve.flatMap((one) => of.flatMap((mark) => [`${one}${mark}`, `${one} ${mark}`])),
			...twelve.flatMap((one) => others.flatMap((words) => [`${one} ${words}`, `${one}h ${words}`])),
			...noon,
		]);
	}

	#findFirst(forms: string[]): ValuePlace | undefined {
		for (const form of forms) {
			const found = this.findText(form);
			if (found) return found;
		}
		return undefined;
	}
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `30/11/26`, `11/30/26`, `30-Nov-2026`. */
function shortYears({ year, month, day }: { year: number; month: number; day: number }): string[] {
	const short = two(year % 100);
	const figures = ['/', '.', '-'].flatMap((mark) => [
		`${two(day)}${mark}${two(month)}${mark}${short}`,
		`${two(month)}${mark}${two(day)}${mark}${short}`,
	]);
	const named = spellDate({ year, month, day }).filter((form) => /^\d{1,2} \p{L}+ \d{4}$/u.test(form));
	return [...figures, ...named.map((form) => form.replaceAll(' ', '-')), ...named.map((form) => `${form.slice(0, -5)}, ${year}`)];
}

/** Reads `1.250` as thousands: three decimals are rarer, and a wrong thousandth is worse than no amount. `0.125` has decimals. */
function readLikeliest(written: string): number | undefined {
	if (/^0\d*$/.test(written)) return Number(written);
	const [first, decimal] = readNumbers(written);
	return decimal !== undefined && /^0[.,]/.test(written) ? decimal : first;
}

function listNumbers(text: string): Map<number, ValuePlace> {
	const numbers = new Map<number, ValuePlace>();
	const add = (written: string, at: number, length: number) => {
		const reading = readLikeliest(written);
		if (reading !== undefined && !numbers.has(reading)) numbers.set(reading, { at, length });
	};
	for (const { 0: written, index } of text.matchAll(spacedNumber)) {
		if (numbers.size >= maxNumbers) return numbers;
		add(written.replaceAll(/[ '’\u00a0\u202f]/g, ''), index, written.length);
	}
	for (const { 0: written, index } of text.matchAll(number)) {
		if (numbers.size >= maxNumbers) return numbers;
		add(written, index, written.length);
	}
	return numbers;
}
