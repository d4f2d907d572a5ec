import { TroupeError } from '../../base/errors';
import { letOthersRun } from '../../base/async/loop-yielder';
import { normalizeInPieces } from './normalize-in-pieces';
import { findFormed } from './find-formed';
import { findInContext } from './find-in-context';
import { findKubernetesSecrets } from './find-kubernetes-secrets';
import type { SecretMatch } from './rule';

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
