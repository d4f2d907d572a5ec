import { canonicalToken, nameToken, parseToken, tokenShape } from '../../../base/text/masked-token';
import type { Citation } from '../../../knowledge/grounding';
import { isForeign } from '../../../ports/memory';
import { speaksToCustomer } from '../team/caller';
import type { Run } from './run';
import { listPassages } from '../trail/list-passages';

/** Page addresses do not identify a person. */
const impersonal = 'URL';

/**
 * Restores values that the asker may see: their own, remembered in their words, or of open documents. Other people's, from documents, tool results
 * and other agents, become `[EMAIL]`.
 */
export async function restoreForAsker(run: Run, text: string): Promise<string> {
	const { vault } = run.context;
	if (!/\[/.test(text) || restoresAll(run)) return vault.restore(text);
	const own = collectOwnTokens(run);
	return vault.restore(await nameTokens(run, text, (token) => parseToken(token).label !== impersonal && !own.has(canonicalToken(token))));
}

/** A token typed by the asker stands for a value that they may not know. It becomes `[EMAIL]`. */
export const withoutTypedTokens = async (run: Run, text: string): Promise<string> =>
	restoresAll(run) ? text : nameTokens(run, text, () => true);

/**
 * Names tokens created by guardrails, such as by removing text within one. @param text what they judged, without typed tokens: those that masking it
 * writes stay
 */
export async function withoutJoinedTokens(run: Run, text: string, judged: string): Promise<string> {
	if (restoresAll(run) || !judged.includes('[')) return judged;
	const written = listTokens([(await run.context.vault.mask(text)).text]);
	return nameTokens(run, judged, (token) => !written.has(canonicalToken(token)));
}

/** Replaces tokens of this conversation by their type, such as `[EMAIL]`. */
async function nameTokens({ context: { vault } }: Run, text: string, isNamed: (token: string) => boolean): Promise<string> {
	const known = new Set<string>();
	for (const [token] of text.matchAll(tokenShape)) if (isNamed(token) && (await vault.restore(token)) !== token) known.add(token);
	return text.replace(tokenShape, (token) => (known.has(token) ? nameToken(token) : token));
}

/** Restores a question, unless another person is asked: an approver decides by the values. */
export const restoreForAsked = (run: Run, text: string, approver: string | undefined): Promise<string> =>
	approver === undefined ? restoreForAsker(run, text) : run.context.vault.restore(text);

export async function hideOthers(run: Run, citations: Citation[]): Promise<Citation[]> {
	if (restoresAll(run)) return citations;
	const passages = listPassages(run);
	return Promise.all(
		citations.map(async (citation) => {
			const passage = passages[citation.number - 1];
			if (!passage || passage.open) return citation;
			return { ...citation, title: await restoreForAsker(run, passage.title), text: await restoreForAsker(run, passage.text) };
		}),
	);
}

function restoresAll(run: Run): boolean {
	return run.asker === 'operator' || run.parts.definition.guardrails.personalData.restore === 'all' || !speaksToCustomer(run);
}

function collectOwnTokens({ trail }: Run): ReadonlySet<string> {
	const texts = trail.entries.flatMap((entry) => {
		if (entry.kind === 'decision') return [entry.text ?? ''];
		if (entry.kind === 'tool-finished') return entry.open ? [entry.text] : [];
		if (entry.kind !== 'prepared') return [];
		const { message, filledPrompt = '', turns, memories = [], passages } = entry;
		const open = passages.filter((passage) => passage.open).flatMap(({ title, text }) => [title, text]);
		const remembered = memories.filter(({ labels }) => !labels || !isForeign(labels)).map(({ text }) => text);
		return [message, filledPrompt, ...turns.map((turn) => turn.message), ...remembered, ...open];
	});
	return listTokens(texts);
}

const listTokens = (texts: string[]): ReadonlySet<string> =>
	new Set(texts.flatMap((text) => text.match(tokenShape) ?? []).map(canonicalToken));
