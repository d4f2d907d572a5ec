import type { Match } from '../../../../ports/guardrails/match';
import { allMatches } from '../../../all-matches';
import { createLabelFinder } from '../../reading/label-finder';
import { normalize } from '../../reading/normalize';
import { feature } from '../../reading/readable-text';
import type { Recognizer } from '../../recognizer';
import { findCellsBelow } from '../../reading/table-cells';
import { fold } from '../../reading/fold-word';
import { civilStatus, nameOfAThing, type NameLabel, nameLabels } from './person-labels';
import { readWords, type Words } from '../../../read-words';
import names from './person-names.json';

const list = (words: Words): string[] => readWords(words).split(' ');
const set = (words: Words): ReadonlySet<string> => new Set(list(words));

/** Brazilian and English, folded: accept a lower-case word, or one after weak labels. */
const firstNames = set(names.firstNames);

const surnames = set(names.surnames);

/** Non-names at a name's place: greetings, roles, departments, nationalities, following words. Folded. */
const notNames = set(names.notNames);

const companyEndings = set(names.companyEndings);

const places = set(names.places);

/** Between a name's parts. Lower case. */
const particles = list(names.particles);

const word = String.raw`\p{L}[\p{L}\p{M}]*(?:['’´-]\p{L}[\p{L}\p{M}]*)*`;
const namePart = new RegExp(String.raw`(?:\p{Lu}\.(?=[ \p{Lu}])|${word})`, 'uy');
const particleSet = new Set(particles);
const maxParts = 9;
const maxBefore = 90;
const maxMatchesApart = 2;
const findNameLabels = createLabelFinder(nameLabels.map(({ words }) => words));

/** Recognised by introducing words, since no list has all names. */
export const person: Recognizer = {
	type: 'PERSON',
	name: { en: 'person’s name', pt: 'nome de pessoa' },
	label: 'PESSOA',
	words: { pt: [], en: [] },
	offByDefault: true,
	needs: ({ has }) => (has & feature.letter) !== 0,
	find({ text }) {
		const matches: Match[] = [];
		for (const [number, labels] of findNameLabels(text).entries()) {
			const label = nameLabels[number]!;
			for (const { start, end } of labels) {
				if (nameOfAThing.test(text.slice(Math.max(0, start - 16), start))) continue;
				for (const span of namesBeside(text, start, end, label)) {
					matches.push({ type: 'PERSON', ...span, score: label.takes === 'any' ? 0.8 : 0.65 });
				}
			}
		}
		for (const { index } of allMatches(text, civilStatus)) {
			const span = nameBefore(text, index);
			if (span) matches.push({ type: 'PERSON', ...span, score: 0.75 });
		}
		return matches;
	},
	canonical: (value) =>
		fold(normalize(value).text)
			.replace(/[^\p{L}]+/gu, ' ')
			.trim(),
	partialMask: (value) =>
		normalize(value).text.replace(/(\p{L})[\p{L}\p{M}'’´-]+\.?|\p{L}\./gu, (part: string, first?: string) =>
			particleSet.has(part) ? part : `${first ?? part[0]}***`,
		),
};

interface Part {
	start: number;
	end: number;
	written: string;
	folded: string;
}

function namesBeside(text: string, labelStart: number, labelEnd: number, label: NameLabel): Array<{ start: number; end: number }> {
	const name = label.heading ? undefined : nameAt(text, labelEnd, label);
	if (name || !label.heading) return name ? [name] : [];
	return findCellsBelow(text, labelStart, labelEnd).flatMap(({ start, end }) => {
		const below = nameAt(text, start, label);
		return below?.end === end ? [below] : [];
	});
}

function nameAt(text: string, at: number, { takes, anyCase, wholeLine }: NameLabel): { start: number; end: number } | undefined {
	const all = partsAt(text, at, anyCase ?? false);
	const parts = trimmed(text, all);
	if (companyEndings.has(all.at(-1)?.folded ?? '') || !isName(parts, text) || !isTaken(parts, takes, text, at)) return undefined;
	const span = { start: parts[0]!.start, end: parts.at(-1)!.end };
	return wholeLine && !/^[ \t]{0,4}(?:[\r\n,|(–-]|$)/.test(text.slice(span.end, span.end + 6)) ? undefined : span;
}

/** Tries every word start before the end, the furthest first. */
function nameBefore(text: string, end: number): { start: number; end: number } | undefined {
	const from = Math.max(0, end - maxBefore);
	const beginnings = [...text.slice(from, end).matchAll(/(?<![\p{L}\p{M}'’.])\p{Lu}/gu)].slice(-maxParts);
	for (const { index } of beginnings) {
		const parts = trimmed(text, partsAt(text, from + index, false));
		if (parts.at(-1)?.end === end && parts.length > 1 && isName(parts, text)) return { start: parts[0]!.start, end };
	}
	return undefined;
}

/** Capitalised words with particles between; known names in any case. */
function partsAt(text: string, at: number, anyCase: boolean): Part[] {
	const parts: Part[] = [];
	for (let position = at; parts.length < maxParts;) {
		namePart.lastIndex = position;
		const written = namePart.exec(text)?.[0];
		if (!written) break;
		const part = { start: position, end: position + written.length, written, folded: fold(written) };
		if (!continues(part, parts, anyCase) && !joinsSurnames(text, part, parts)) break;
		parts.push(part);
		const gap = /^ {1,2}(?=\S)/.exec(text.slice(part.end, part.end + 3))?.[0].length ?? 0;
		if (gap === 0 || gap > maxMatchesApart) break;
		position = part.end + gap;
	}
	return parts;
}

function continues({ written, folded }: Part, before: readonly Part[], anyCase: boolean): boolean {
	if (/^\p{Lu}/u.test(written) && (written.length > 1 || (before.length > 0 && !/^[AEOI]$/.test(written)))) return true;
	if (before.length > 0 && (particleSet.has(written) || /^d['’´]\p{Lu}/u.test(written))) return true;
	if (!anyCase) return false;
	return before.length === 0 ? firstNames.has(folded) : surnames.has(folded) || firstNames.has(folded);
}

/** `e` joins surnames in `Ana Lima e Silva`; `Ana Lima e Pedro` are two people. */
function joinsSurnames(text: string, { written, end }: Part, before: readonly Part[]): boolean {
	if (written !== 'e' || before.length < 2) return false;
	const next = /^ (\p{Lu}\p{L}{2,20})(?![\p{L}-])/u.exec(text.slice(end, end + 24))?.[1];
	return next !== undefined && surnames.has(fold(next)) && !firstNames.has(fold(next));
}

function trimmed(text: string, parts: Part[]): Part[] {
	const stop = parts.findIndex(
		({ folded, end }, index) => index > 0 && (notNames.has(folded) || /^\s?[:=]/.test(text.slice(end, end + 2))),
	);
	const kept = stop < 0 ? parts : parts.slice(0, stop);
	while (kept.length > 0 && particleSet.has(kept.at(-1)!.folded)) kept.pop();
	return kept;
}

/** `OpenAI`, `TextName`; not `McDonald`. */
const acronym = /^[\p{Lu}]{2}$/u;
const identifier = /^\p{Lu}\p{Ll}{3,}\p{Lu}/u;

function isName(parts: readonly Part[], text: string): boolean {
	const [first] = parts;
	if (
		!first ||
		parts.some(({ written }) => identifier.test(written)) ||
		notNames.has(first.folded) ||
		(parts.length === 1 && (first.written.length < 2 || acronym.test(first.written)))
	)
		return false;
	if (parts.some(({ folded }) => companyEndings.has(folded)) || places.has(parts.map(({ folded }) => folded).join('_'))) return false;
	const behind = text.slice(parts.at(-1)!.end, parts.at(-1)!.end + 12);
	return (
		!/^\s(?:ME|Me)\b/.test(behind) &&
		!/^(?:[\p{L}\p{N}@_]|\.\p{L}|[\s,]{1,2}(?:ltda|s[./]?a\b|inc\b|llc|eireli|epp\b|cia\b|corp|ltd|& )|\s&)/iu.test(behind)
	);
}

/** Two or more parts are likely a name, but not in an uppercase text. */
function isTaken(parts: readonly Part[], takes: NameLabel['takes'], text: string, at: number): boolean {
	if (takes === 'any' || firstNames.has(parts[0]!.folded.split(/['’´-]/)[0]!)) return true;
	return takes === 'likely' && !isShouted(text, at) && parts.filter(({ written }) => /^\p{Lu}/u.test(written)).length > 1;
}

function isShouted(text: string, at: number): boolean {
	return /\p{Lu}{2}[^\p{Ll}]{0,6}$/u.test(text.slice(Math.max(0, at - 10), at));
}
