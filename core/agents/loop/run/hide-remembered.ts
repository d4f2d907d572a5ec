import { nameToken, tokenShape } from '../../../base/text/masked-token';
import type { Run } from './run';

/** Masks a text for the history: by restorable tokens for the action `token`, else partially. */
export async function hideRemembered({ context: { vault }, parts }: Run, text: string): Promise<string> {
	const usesTokens = parts.definition.guardrails.personalData.action === 'token';
	return usesTokens ? (await vault.mask(text)).text : vault.redact(text);
}

/** Masks a text from the history. Replaces unrestorable tokens by their type: a reply that quotes them would be stopped. */
export async function hideRecalled(run: Run, text: string): Promise<string> {
	let readable = '';
	let last = 0;
	for (const { 0: token, index } of text.matchAll(tokenShape)) {
		const isKnown = (await run.context.vault.restore(token)) !== token;
		readable += text.slice(last, index) + (isKnown ? token : nameToken(token));
		last = index + token.length;
	}
	return hideRemembered(run, readable + text.slice(last));
}
