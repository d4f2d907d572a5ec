import { canonicalToken, parseToken, tokenShape } from '../../../base/text/masked-token';
import type { Citation } from '../../../knowledge/grounding';
import { speaksToCustomer } from '../team/caller';
import type { Run } from './run';

/** Addresses of pages say of nobody who they are. */
const impersonal = 'URL';

/**
 * Restores what whoever asks may see: values that they wrote or that are remembered of them, and those of documents that are open to them. Other
 * people's, out of documents, results of tools and other agents, become `[EMAIL]`.
 */
export async function restoreForAsker(run: Run, text: string): Promise<string> {
	const { vault } = run.context;
	if (!/\[/.test(text) || restoresAll(run)) return vault.restore(text);
	const own = collectOwnTokens(run);
	const known = new Map<string, boolean>();
	for (const [token] of text.matchAll(tokenShape))
		if (parseToken(token).label !== impersonal && !own.has(canonicalToken(token))) known.set(token, (await vault.restore(token)) !== token);
	return vault.restore(text.replace(tokenShape, (token) => (known.get(token) ? `[${parseToken(token).label}]` : token)));
}

/** The same for a question, unless somebody else is asked: an approver decides by the values. */
export const restoreForAsked = (run: Run, text: string, approver: string | undefined): Promise<string> =>
	approver === undefined ? restoreForAsker(run, text) : run.context.vault.restore(text);

/** Shows whoever asks no more of a cited passage. */
export async function hideOthers(run: Run, citations: Citation[]): Promise<Citation[]> {
	if (restoresAll(run)) return citations;
	const passages = run.trail.recorded('prepared')?.passages ?? [];
	return Promise.all(
		citations.map(async (citation) => {
			const passage = passages[citation.number - 1];
			if (!passage || passage.open) return citation;
			return { ...citation, title: await restoreForAsker(run, passage.title), text: await restoreForAsker(run, passage.text) };
		}),
	);
}

/** A program that is answered reads what its agent reads; so does another agent, which passes on no more than it may. */
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
		return [message, filledPrompt, ...turns.map((turn) => turn.message), ...memories.map(({ text }) => text), ...open];
	});
	return new Set(texts.flatMap((text) => text.match(tokenShape) ?? []).map(canonicalToken));
}
