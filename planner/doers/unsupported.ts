import type { Language } from '../../core/base/text/languages';
import { extractContentWords } from '../../core/words/terms';
import { suggestAlternatives } from '../../core/tools/wanted/suggest-alternatives';
import type { Alternative } from '../tree/plan-tree';
import { isAct, joinWords, listKeys } from './concepts';
import type { Doer, DoerSources } from './doer';
import { readNeed, scoreNeed } from './score-need';
import { doerWords } from './words';

const maxName = 64;
/** A doer with less has nothing to do with the need. */
const minForAlternative = 0.4;
const maxAgents = 2;
const maxNodes = 3;

export async function listAlternatives(needs: string, sources: DoerSources, language: Language): Promise<Alternative[]> {
	const words = doerWords[language];
	const doers = await sources.list(['agent', 'node']);
	const need = readNeed(needs);
	const agents = rankNear(
		need,
		doers.filter(({ kind }) => kind === 'agent'),
	);
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
	const suggested = suggestAlternatives(needs, known).flatMap(({ node }) => byType.get(node ?? '') ?? []);
	const near = rankNear(need, [...byType.values()]);
	const others = near.length > 0 ? near : suggested;
	return [
		...(await confirmFirst(agents, maxAgents, sources)).map((doer): Alternative => ({
			kind: 'agent',
			text: words.below(doer.name, doer.purpose),
		})),
		...(await confirmFirst(others, maxNodes, sources, isUnsigned)).map((doer): Alternative => ({
			kind: 'node',
			text: (isUnsigned.has(doer) ? words.unsigned : words.node)(doer.title, doer.name),
		})),
		{ kind: 'http', text: words.http },
		{ kind: 'mcp', text: words.mcp },
		{ kind: 'human', text: words.human },
	];
}

/** Best first. */
const rankNear = (need: ReturnType<typeof readNeed>, doers: readonly Doer[]): Doer[] =>
	doers
		.map((doer) => ({ doer, ...scoreNeed(need, doer) }))
		.filter(({ score }) => score >= minForAlternative)
		.sort((one, other) => other.score - one.score)
		.map(({ doer }) => doer);

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

/** Names a need like a wanted tool: `transcribe_recording_meeting`. Leaves out possible names and numbers of persons. */
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
