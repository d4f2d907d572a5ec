import { bareToken, canonicalToken, makeToken, parseToken, tokenShape } from '../../base/text/masked-token';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { PersonalDataVault } from '../../ports/guardrails/vault';

/** Too short an end is that of an example: `[EMAIL_1_x]`. */
const cutToken = /\[([A-Z]{2,16})_(\d{1,6})(?:_[A-Z0-9]{0,3})?\]/gi;
const maxChanged = 50;
const maxNonces = 3;

interface ChangedToken {
	start: number;
	end: number;
	token: string;
}

/**
 * Finds tokens that a model wrote without their brackets, `EMAIL_1_k3f9x2`, or their end, `[EMAIL_1]`. @param known texts with tokens of the
 * conversation, which show the missing end
 */
export async function findChangedTokens(text: string, vault: PersonalDataVault, known: readonly string[]): Promise<ChangedToken[]> {
	const bare = [...text.matchAll(bareToken)].map(({ 0: found, index }) => ({ index, found, candidates: [`[${found}]`] }));
	const cut = [...text.matchAll(cutToken)].map(({ 0: found, 1: label, 2: number, index }) => ({
		index,
		found,
		candidates: listNonces(known).map((nonce) => makeToken({ label: label!.toUpperCase(), number: Number(number), nonce })),
	}));
	const changed: ChangedToken[] = [];
	for (const { index, found, candidates } of [...bare, ...cut].slice(0, maxChanged)) {
		for (const token of candidates) {
			if ((await vault.restore(token)) === token) continue;
			changed.push({ start: index, end: index + found.length, token });
			break;
		}
	}
	return changed.toSorted((one, other) => one.start - other.start);
}

/** The checked text comes first. */
export const listKnownTexts = (checked: string, given: GivenTexts | undefined): string[] => [
	checked,
	...(given ? [...given.others, ...(given.shown ?? [])] : []),
];

function listNonces(known: readonly string[]): string[] {
	const tokens = known.flatMap((text) => text.match(tokenShape) ?? []);
	return [...new Set(tokens.map((token) => parseToken(canonicalToken(token)).nonce.toLowerCase()))].slice(0, maxNonces);
}
