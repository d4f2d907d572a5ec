const times = 3;
const maxPeriod = 5;
/** Words repeated without an end of a sentence. Few can be emphasis. */
const maxWords = 8;
const fewWords = 2;
const timesOfFew = 6;
/** Rows of numbers repeat too. */
const timesOfNumbers = 30;
const maxLength = 100_000;

export function cutRepetitions(text: string, open = false): string | undefined {
	if (text.length > maxLength) return undefined;
	const ends: number[] = [];
	const units: string[] = [];
	let fence = '';
	for (const { 0: segment, index } of text.matchAll(/[^.!?…\n]*(?:[.!?…\n]+[^\S\n]*|$)/gu)) {
		const unit = segment.trim().toLowerCase();
		const end = index + segment.length;
		const isOpen = open && end === text.length;
		const mark = /^(?:```|~~~)/.exec(unit)?.[0] ?? '';
		if (mark !== '' && (fence === '' || fence === mark)) fence = fence === '' ? mark : '';
		// Programs and tables of data repeat their lines.
		if (fence !== '' || mark !== '') {
			units.length = ends.length = 0;
			continue;
		}
		const inside = findRepeatedWords(segment, isOpen);
		if (inside !== undefined) return text.slice(0, index + inside);
		if (unit === '' || isOpen) continue;
		units.push(unit);
		ends.push(end);
		const period = findPeriod(units);
		if (period > 0) return text.slice(0, ends[units.length - 1 - period * (times - 1)]);
	}
	return undefined;
}

function findPeriod(units: string[]): number {
	for (let period = 1; period <= maxPeriod && period * times <= units.length; period += 1) {
		const last = units.slice(-period);
		const repeats = units.slice(-period * times).every((unit, index) => unit === last[index % period]);
		if (repeats && last.some(isProse)) return period;
	}
	return 0;
}

function findRepeatedWords(text: string, open: boolean): number | undefined {
	const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ word: word.toLowerCase(), end: index + word.length }));
	if (open) words.pop();
	const same = new Array<number>(maxWords + 1).fill(0);
	for (let at = 0; at < words.length; at += 1) {
		for (let period = 1; period <= Math.min(maxWords, at); period += 1) {
			same[period] = words[at]!.word === words[at - period]!.word ? same[period]! + 1 : 0;
			const fewest = period > fewWords ? times : timesOfFew;
			if (same[period]! < period * (fewest - 1)) continue;
			const repeated = words.slice(at - period + 1, at + 1).map(({ word }) => word);
			const wanted = period * ((repeated.some(isText) ? fewest : timesOfNumbers) - 1);
			if (same[period]! < wanted || repeated.includes('|') || !repeated.some(hasLetters)) continue;
			return words[at - wanted]!.end;
		}
	}
	return undefined;
}

const hasLetters = (word: string): boolean => /[\p{L}\p{N}]/u.test(word);

const isText = (word: string): boolean => /\p{L}{2}/u.test(word);

/** Not an end of code, such as `</div>`, `});` and `end`. */
const isProse = (unit: string): boolean => isText(unit) && !/^[<{}()[\]|]/.test(unit) && (/\s/.test(unit) || /[.!?…]$/.test(unit));
