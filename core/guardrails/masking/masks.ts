import { TroupeError } from '../../base/errors';
import type { Match } from '../../ports/guardrails/match';
import { LoopYielder } from '../../base/async/loop-yielder';
import { escapeLike } from '../personal-data/reading/escapes';
import { findRecognizer } from '../personal-data/recognizers';
import type { TokenBook } from '../vault/token-book';

/**
 * `partial`: recognisable to its owner (`f***o@email.com`); `token`: a vault restores it; `hash`: equal for equal values (`[CPF_h_zqkw…]`); `redact`:
 * the type (`[CPF]`).
 */
export type MaskKind = 'partial' | 'token' | 'hash' | 'redact';

export const maskKinds: readonly MaskKind[] = ['partial', 'token', 'hash', 'redact'];

/** One mask for all types, or by type with `default`. */
export type MaskPlan = MaskKind | ({ default: MaskKind } & Partial<Record<string, MaskKind>>);

export interface MaskParts {
	book?: TokenBook;
	/** Hashes a canonical value; default: the book's hash. */
	hash?: (canonical: string) => Promise<string>;
}

export function chooseMaskKind(plan: MaskPlan, type: string): MaskKind {
	return typeof plan === 'string' ? plan : (plan[type] ?? plan.default);
}

/** @throws TroupeError INPUT_INVALID for tokens without a vault, and hashes without a vault or key */
export async function createMasks(text: string, matches: Match[], plan: MaskPlan, parts: MaskParts): Promise<string[]> {
	const spotted = matches.map(({ type, start, end }) => ({
		type,
		start,
		end,
		value: text.slice(start, end),
		kind: chooseMaskKind(plan, type),
	}));
	const forTokens = spotted.filter(({ kind }) => kind === 'token');
	const tokens = forTokens.length > 0 ? (await needed(parts.book, 'token', 'a vault').issueTokens(forTokens)).values() : [].values();
	const masks: string[] = [];
	const pace = new LoopYielder();
	for (const { type, start, end, value, kind } of spotted) {
		if (pace.isDue()) await pace.rest();
		const recognizer = findRecognizer(type);
		if (kind === 'token') masks.push(tokens.next().value!);
		else if (kind === 'partial') masks.push(escapeLike(text, { start, end }, recognizer.partialMask(value)));
		else if (kind === 'redact') masks.push(`[${recognizer.label}]`);
		else masks.push(`[${recognizer.label}_h_${await computeHash(recognizer.canonical(value), parts)}]`);
	}
	return masks;
}

function computeHash(canonical: string, { hash, book }: MaskParts): Promise<string> {
	return hash ? hash(canonical) : needed(book, 'hash', 'a vault or a key').hash(canonical);
}

function needed<Part>(part: Part | undefined, kind: MaskKind, what: string): Part {
	if (part !== undefined) return part;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The mask "${kind}" requires ${what}, but none is configured.`,
		fix: 'Configure it, or choose the mask "partial" or "redact".',
	});
}
