import type { PersonalDataType } from '../../core/guardrails/personal-data/types';
import type { Chance, Sample } from './sample';

/** What happens to a value on its way into a text; its first and last characters stay its own, so that the span is exact. */
export type Noise = (value: string, chance: Chance) => string;

export const fullWidth: Noise = (value) => value.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

/** Mathematical bold digits, two code units each. */
export const styledDigits: Noise = (value) => value.replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit)));

export const zeroWidth: Noise = (value, chance) =>
	insertInside(value, chance.pick(['\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF']), chance);

export const softHyphen: Noise = (value, chance) => insertInside(value, '\u00AD', chance);

export const otherSpaces: Noise = (value, chance) => value.replace(/ /g, chance.pick(['\u00A0', '\u202F', '\u2009', '\u2007', '  ', '\t']));

export const otherDashes: Noise = (value, chance) =>
	value.replace(/-/g, chance.pick(['\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212']));

/** Where the value has separators, a line breaks behind one of them, else anywhere. */
export const lineBreak: Noise = (value, chance) => {
	const behindSeparators = [...value.matchAll(/(?<=\w)[ ./-]+(?=\w)/g)].map((found) => found.index + found[0].length);
	const at = behindSeparators.length > 0 ? chance.pick(behindSeparators) : inside(value, chance);
	return value.slice(0, at) + chance.pick(['\n', '\r\n', '\n  ']) + value.slice(at);
};

/** One or two digits read as the letters they look like. */
export const ocrSlip: Noise = (value, chance) => {
	const slips: Record<string, string> = { 0: 'O', 1: 'l', 5: 'S', 8: 'B' };
	const places = [...value.matchAll(/[0158]/g)].map(({ index }) => index);
	const wrong = new Set(places.length > 0 ? [chance.pick(places), chance.pick(places)] : []);
	return [...value].map((character, index) => (wrong.has(index) ? slips[character] : character)).join('');
};

/** What a reader of a number's check digits must see through. */
export const numberNoises: readonly Noise[] = [
	fullWidth,
	styledDigits,
	zeroWidth,
	softHyphen,
	otherSpaces,
	otherDashes,
	lineBreak,
	ocrSlip,
];

/** What any value may suffer and still be the same to a reader's eye. */
export const gentleNoises: readonly Noise[] = [fullWidth, zeroWidth, softHyphen, otherSpaces, otherDashes];

/** Two values in three stay clean. */
export function withNoise(value: string, chance: Chance, noises: readonly Noise[] = numberNoises): string {
	return chance.below(3) > 0 ? value : chance.pick(noises)(value, chance);
}

/** A piece of a text to make; with a type it is a value. */
export type Part = string | { type: PersonalDataType; value: string };

/** The text of the parts in a row, with a span for each value. */
export function sampleOfParts(parts: readonly Part[]): Sample {
	const sample: Sample = { text: '', spans: [] };
	for (const part of parts) {
		const start = sample.text.length;
		sample.text += typeof part === 'string' ? part : part.value;
		if (typeof part !== 'string') sample.spans.push({ type: part.type, start, end: sample.text.length });
	}
	return sample;
}

/** Values for the template's `{}`, `#` for a digit by chance: `Pedido #####: o CPF é {} ou {}`. */
export function fillTemplate(template: string, chance: Chance, value: () => Part): Sample {
	const parts = template.split('{}').flatMap((piece, index) => {
		const text = piece.replace(/#/g, () => chance.digits(1));
		return index > 0 ? [value(), text] : [text];
	});
	return sampleOfParts(parts);
}

/** What happens to the text around values: accents decomposed or lost, shouting, an unrelated sentence before or behind. Half of the samples stay as they are. */
export function withNoiseAround(sample: Sample, chance: Chance): Sample {
	const change = chance.pick<(text: string) => string>([
		(text) => text.normalize('NFD'),
		(text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
		(text) => text.toUpperCase(),
		(text) => text.replace(/ /g, '\u00A0'),
		(text) => text.replace(/\n/g, '\r\n'),
	]);
	const changed = chance.once(2) ? changeAround(sample, change) : sample;
	if (!chance.once(4)) return changed;
	const before = chance.pick(['', 'Oi, tudo bem? ', 'Good morning!\n', '> ', '- ', '[10:42] ', 'Segue: ']);
	const after = chance.pick(['', ' Obrigado!', '\n\nAtt., Equipe', ' Thanks 🙂', '\r\n', ' (conferir)']);
	return sampleOfParts([before, ...splitParts(changed), after]);
}

function changeAround(sample: Sample, change: (text: string) => string): Sample {
	return sampleOfParts(splitParts(sample).map((part) => (typeof part === 'string' ? change(part) : part)));
}

function splitParts({ text, spans }: Sample): Part[] {
	let read = 0;
	const parts = spans.flatMap(({ type, start, end }): Part[] => {
		const before = text.slice(read, start);
		read = end;
		return [before, { type, value: text.slice(start, end) }];
	});
	return [...parts, text.slice(read)];
}

function insertInside(value: string, invisible: string, chance: Chance): string {
	const at = inside(value, chance);
	return value.slice(0, at) + invisible + value.slice(at);
}

/** Neither before the first character nor behind the last. */
function inside(value: string, chance: Chance): number {
	return value.length < 2 ? 0 : 1 + chance.below(value.length - 1);
}
