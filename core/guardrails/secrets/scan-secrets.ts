import { TroupeError } from '../../base/errors';
import { letOthersRun } from '../../base/async/loop-yielder';
import type { NormalizedText } from '../personal-data/reading/normalize';
import { normalize } from '../personal-data/reading/normalize';
import { findFormed } from './find-formed';
import { findInContext } from './find-in-context';
import { isPlaceholder } from './likely-secret';
import type { SecretMatch } from './rule';

const kind = /kind:[ \t]{1,4}["']?secret["']?(?![\w-])/giu;
const maxManifest = 4_000;
const separator = '\n---';
/** `data` is in base64, `stringData` is not. */
const block = /(?:^|\n)([ \t]{0,12})(?:data|stringData):[ \t]{0,4}(?=\r?\n)/g;
const field =
	/(?:\r?\n[ \t]{0,16}#[^\n]{0,200}){0,5}\r?\n([ \t]{1,16})["']?[\w.-]{1,100}["']?:[ \t]{0,4}(?:[|>][+-]?[ \t]{0,4}\r?\n[ \t]{1,20})?["']?([^\s"'#]{4,4000})/y;

/** Encrypted by SOPS, or the start of a list or of a template. */
const noSecret = /^(?:ENC\[|[[{])/;

function* findKubernetesSecrets(text: string): Generator<SecretMatch | undefined> {
	let searched = 0;
	for (const match of text.matchAll(kind)) {
		if (match.index >= searched) {
			const before = text
				.slice(Math.max(searched, match.index - maxManifest), match.index)
				.split(separator)
				.at(-1)!;
			const after = text.slice(match.index, match.index + maxManifest).split(separator, 1)[0]!;
			yield* valuesIn(before + after, match.index - before.length);
			searched = match.index + after.length;
		}
		yield undefined;
	}
}

function* valuesIn(manifest: string, offset: number): Generator<SecretMatch> {
	for (const match of manifest.matchAll(block)) {
		const indent = match[1]!.length;
		field.lastIndex = match.index + match[0].length;
		for (let one = field.exec(manifest); one && one[1]!.length > indent; one = field.exec(manifest)) {
			const value = one[2]!;
			const end = offset + field.lastIndex;
			if (!isPlaceholder(value) && !noSecret.test(value))
				yield { type: 'SECRET', rule: 'kubernetes-secret', start: end - value.length, end, score: 0.8 };
		}
	}
}

/** Code units without a pause: some milliseconds of work. */
const piece = 65_536;
/** Max extension of a piece, to a space or a character that does not combine. */
const maxExtension = 64;

function* normalizeInPieces(original: string): Generator<void, Pick<NormalizedText, 'text' | 'toOriginal'>> {
	if (original.length <= piece) return normalize(original);
	const pieces: Array<{ piece: NormalizedText; start: number; originalStart: number }> = [];
	let start = 0;
	for (let from = 0; from < original.length;) {
		const to = findPieceEnd(original, from);
		const piece = normalize(original.slice(from, to));
		pieces.push({ piece, start, originalStart: from });
		start += piece.text.length;
		from = to;
		yield;
	}
	const findOriginal = (position: number): { start: number; end: number } => {
		const { piece, start, originalStart } = pieces.findLast((candidate) => candidate.start <= position)!;
		const range = piece.toOriginal(position - start, position - start + 1);
		return { start: originalStart + range.start, end: originalStart + range.end };
	};
	return {
		text: pieces.map(({ piece }) => piece.text).join(''),
		toOriginal: (start, end) => ({
			start: findOriginal(start).start,
			end: end > start ? findOriginal(end - 1).end : findOriginal(start).start,
		}),
	};
}

function findPieceEnd(text: string, from: number): number {
	let end = Math.min(text.length, from + piece);
	const limit = Math.min(text.length, end + maxExtension);
	const space = text.slice(end, limit).search(/\s/);
	if (space >= 0) return end + space;
	while (end < limit && text.charCodeAt(end) > 0x7f) end++;
	return end;
}

export type { SecretMatch } from './rule';

/** In UTF-16 code units. */
export const maxCharacters = 4_000_000;
/** Candidates checked without a pause: about a millisecond of work. */
const candidatesAtOnce = 2_000;

/** In order, without overlaps, in UTF-16 offsets of the text. Pauses for other work in long texts. @throws TroupeError INPUT_TOO_LARGE */
export async function scanSecrets(text: string): Promise<SecretMatch[]> {
	const steps = findingSecrets(text);
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
		await letOthersRun();
	}
}

export function findSecrets(text: string): SecretMatch[] {
	const steps = findingSecrets(text);
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}

function* findingSecrets(text: string): Generator<void, SecretMatch[]> {
	if (text.length > maxCharacters) {
		throw new TroupeError({
			code: 'INPUT_TOO_LARGE',
			message: `The text has ${text.length} characters; the max is ${maxCharacters}.`,
			fix: 'Split the text into parts.',
		});
	}
	const normalized = yield* normalizeInPieces(text);
	const secrets: SecretMatch[] = [];
	let candidates = 0;
	for (const find of [findFormed, findInContext, findKubernetesSecrets]) {
		for (const match of find(normalized.text)) {
			if (match) secrets.push({ ...match, ...normalized.toOriginal(match.start, match.end) });
			if (++candidates % candidatesAtOnce === 0) yield;
		}
		if (text.length > 50_000) yield;
	}
	return resolveOverlaps(secrets, text);
}

/** Joined matches take the name of the most certain rule; a form that ends where a key can end is complete on its own. */
function resolveOverlaps(matches: SecretMatch[], text: string): SecretMatch[] {
	const resolved: SecretMatch[] = [];
	for (const match of matches.sort((a, b) => a.start - b.start)) {
		const previous = resolved.at(-1);
		if (!previous || match.start >= previous.end) resolved.push(match);
		else {
			const surest = match.score > previous.score ? match : previous;
			const whole = surest.score > 0.9 && !/[\w+/=-]/.test(text[surest.end] ?? '');
			const end = whole ? surest.end : Math.max(previous.end, match.end);
			resolved[resolved.length - 1] = { ...surest, start: Math.min(previous.start, surest.start), end };
		}
	}
	return resolved;
}
