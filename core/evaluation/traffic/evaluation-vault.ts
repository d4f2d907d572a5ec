import { hash } from 'node:crypto';
import { canonicalToken, hasNonce, parseToken, tokenShape } from '../../base/text/masked-token';
import { createVault } from '../../guardrails/vault/create-vault';
import type { Match } from '../../ports/guardrails/match';
import type { PersonalDataVault } from '../../ports/guardrails/vault';
import type { Recognizer } from '../../guardrails/personal-data/recognizer';
import { chooseRecognizers } from '../../guardrails/personal-data/recognizers';
import type { PersonalDataType } from '../../guardrails/personal-data/types';

/** Gives the same tokens in every run, and accepts tokens of a recording. */
export interface EvaluationVault extends PersonalDataVault {
	/** Masks a model's answer. Invented data stay recognizable. */
	maskAnswer(text: string): Promise<string>;
}

/** @param types those of the agent @param name of the case, which scopes the tokens */
export function createEvaluationVault(types: PersonalDataType[], name: string): EvaluationVault {
	const [nonce, inventedNonce] = ['known', 'invented'].map((kind) => hash('sha256', `${kind} ${name}`).slice(0, 6)) as [string, string];
	const vault = createVault(types, () => nonce);
	const invented = createVault(types, () => inventedNonce);
	const isOwn = (token: string) => [nonce, inventedNonce].some((each) => hasNonce(canonicalToken(token), each));
	return {
		...vault,
		restore: async (text) => (await vault.restore(text)).replace(tokenShape, (token) => (isOwn(token) ? showRecorded(token) : token)),
		findUnknown: async (text) => [
			...(await vault.findUnknown(text)),
			...findInvented(await vault.restore(text), inventedNonce, chooseRecognizers({ types })),
		],
		async maskAnswer(text) {
			const unknown = await vault.findUnknown(text);
			return (await (unknown.length > 0 ? invented : vault).mask(text)).text;
		},
	};
}

/** `(EMAIL_2_k3f9x2)` stands for a missing value, with the token's length: matches have positions. */
const showRecorded = (token: string): string => token.replace('[', '(').replace(']', ')');

function findInvented(text: string, nonce: string, recognizers: Recognizer[]): Match[] {
	return [...text.matchAll(tokenShape)]
		.filter(([token]) => hasNonce(canonicalToken(token), nonce))
		.flatMap(({ 0: token, index }) => {
			const type = recognizers.find(({ label }) => label === parseToken(token).label)?.type;
			return type === undefined ? [] : [{ type, start: index, end: index + token.length, score: 1 }];
		});
}
