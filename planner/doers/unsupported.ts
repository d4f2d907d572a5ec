import type { Language } from '../../core/base/text/languages';
import { extractContentWords } from '../../core/words/terms';
import { suggestAlternatives } from '../../core/tools/wanted/suggest-alternatives';
import type { Alternative } from '../tree/plan-tree';
import { isAct, joinWords, listKeys } from './concepts';
import type { Doer, DoerSources } from './doer';
import { readNeed, scoreNeed } from './score-need';
import { doerWords } from './words';

const maxName = 64;
/** An agent with less has nothing to do with the need. */
const minForAlternative = 0.3;
const maxAgents = 2;
const maxNodes = 3;

/** Lists what can be used where nobody does a step: agents and nodes that are near, which may run, and what always works. */
export async function listAlternatives(needs: string, sources: DoerSources, language: Language): Promise<Alternative[]> {
	const words = doerWords[language];
	const doers = await sources.list(['agent', 'node']);
	const need = readNeed(needs);
	const agents = doers
		.filter(({ kind }) => kind === 'agent')
		.map((doer) => ({ doer, ...scoreNeed(need, doer) }))
		.filter(({ score }) => score >= minForAlternative)
		.sort((one, other) => other.score - one.score)
		.map(({ doer }) => doer);
	const nodes = doers.filter(({ name, kind }) => kind === 'node' && !name.startsWith('troupe:'));
	const unsigned = (await sources.listUnsigned?.()) ?? [];
	const isUnsigned = new Set(unsigned);
	const byType = new Map([...nodes, ...unsigned].map((node) => [node.name, node]));
	const known = [...byType.values()].map(({ name, title, purpose, words: aliases }) => ({
		type: name,
		title,
		description: purpose,
		aliases,
	}));
	const suggested = suggestAlternatives(toWantedNeed(needs), known).flatMap(({ node }) => byType.get(node ?? '') ?? []);
	return [
		...(await confirmFirst(agents, maxAgents, sources)).map((doer): Alternative => ({
			kind: 'agent',
			text: words.below(doer.name, doer.purpose),
		})),
		...(await confirmFirst(suggested, maxNodes, sources, isUnsigned)).map((doer): Alternative => ({
			kind: 'node',
			text: (isUnsigned.has(doer) ? words.unsigned : words.node)(doer.title, doer.name),
		})),
		{ kind: 'http', text: words.http },
		{ kind: 'mcp', text: words.mcp },
		{ kind: 'human', text: words.human },
	];
}

async function confirmFirst(
	doers: readonly Doer[],
	max: number,
	sources: DoerSources,
	unsigned: ReadonlySet<Doer> = new Set(),
): Promise<Doer[]> {
	const confirmed: Doer[] = [];
	for (const doer of doers) {
		if (confirmed.length >= max) break;
		const one = unsigned.has(doer) ? doer : await sources.confirm(doer);
		if (one) confirmed.push(one);
	}
	return confirmed;
}

/**
 * Names a need as wanted tools are named: `transcribe_recording_meeting`. Words with a capital letter can be somebody's name, and words with figures
 * somebody's number: they are left out.
 */
export function toWantedNeed(needs: string): string {
	const text = joinWords(needs.slice(0, 1_000)).trim();
	const [first = ''] = extractContentWords(text);
	const begins = isAct(listKeys(first)) ? first : '';
	const common = text.match(/(?<![\p{L}\p{N}@._-])\p{Ll}+(?![\p{L}\p{N}@._-]*[\p{Lu}\p{N}@])/gu) ?? [];
	const words = extractContentWords([begins, ...common].join(' ')).map((word) => word.normalize('NFD').replaceAll(/\P{ASCII}/gu, ''));
	let name = '';
	for (const word of new Set(words)) if (/^[a-z]+$/.test(word) && name.length + word.length < maxName) name += `${name && '_'}${word}`;
	return name;
}
