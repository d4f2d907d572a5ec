import { tokenShape, canonicalToken, hasNonce, parseToken } from '../../base/text/masked-token';
import { createVault } from '../../guardrails/vault/create-vault';
import type { Match, PersonalDataVault } from '../../ports';
import type { PersonalDataType } from '../../guardrails/personal-data/types';
import { hash } from 'node:crypto';

/** The vault of a case: the same tokens in every run, and tokens of a recording count as its own. */
export interface EvaluationVault extends PersonalDataVault {
	/** Masks the answer of a model. Data that nobody told it stays recognizable as such. */
	maskAnswer(text: string): Promise<string>;
}

/**
 * @param types those of the agent
 * @param name of the case: tokens of one case mean nothing in another
 */
export function createEvaluationVault(types: PersonalDataType[], name: string): EvaluationVault {
	const [nonce, inventedNonce] = ['known', 'invented'].map((kind) => hash('sha256', `${kind} ${name}`).slice(0, 6)) as [string, string];
	const vault = createVault(types, () => nonce);
	const invented = createVault(types, () => inventedNonce);
	return {
		...vault,
		async restore(text) {
			return (await vault.restore(text)).replace(tokenShape, (token) => showRecorded(token, [nonce, inventedNonce]));
		},
		findUnknown: async (text) => [...(await vault.findUnknown(text)), ...findTokens(text, inventedNonce)],
		async maskAnswer(text) {
			const unknown = await vault.findUnknown(text);
			return (await (unknown.length > 0 ? invented : vault).mask(text)).text;
		},
	};
}

/** `[EMAIL_2]`: the recording does not hold the value. */
function showRecorded(token: string, nonces: string[]): string {
	const canonical = canonicalToken(token);
	if (!nonces.some((nonce) => hasNonce(canonical, nonce))) return token;
	const { label, number } = parseToken(token);
	return `[${label}_${number}]`;
}

/** Data that a model invented while it was recorded. */
function findTokens(text: string, nonce: string): Match[] {
	return [...text.matchAll(tokenShape)]
		.filter(([token]) => hasNonce(canonicalToken(token), nonce))
		.map(({ 0: token, index }) => ({ type: parseToken(token).label, start: index, end: index + token.length, score: 1 }));
}
