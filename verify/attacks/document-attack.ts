import { openKnowledge } from '../../providers/compose/knowledge/knowledge';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { randomUUID } from 'node:crypto';
import { isTroupeError } from '../../core/base/errors';
import type { KnowledgeTaskResult } from '../../core/knowledge/knowledge-task';
import { type Attack, held, type Observation, open } from '../attack';
import { openRangeHost } from '../range/range-host';
import type { Range } from '../range/range';

/** The tasks of one collection of the range, and the host that performs them. */
export interface Library {
	name: string;
	host: Awaited<ReturnType<typeof openRangeHost>>;
	run: (task: object) => Promise<KnowledgeTaskResult>;
	/** Stores documents, as the operator's own program where no asker is given. */
	ingest: (documents: object[], more?: object) => Promise<KnowledgeTaskResult>;
	/** Returns the texts that a search finds. */
	find: (question: string, more?: object) => Promise<string>;
	/** How many passages each search found. */
	found: number[];
	/** Sets who searches and who writes. */
	limit: (lists: { readers?: string[]; writers?: string[] }) => Promise<void>;
}

interface DocumentAttack extends Omit<Attack, 'play' | 'control'> {
	/** Returns a proof that the attack succeeded; undefined where it was stopped. */
	reach: (library: Library, isGuarded: boolean, range: Range) => Promise<string | undefined>;
}

/** Makes an attack on a collection, whose control takes the guard away. */
export function documentAttack({ reach, ...attack }: DocumentAttack): Attack {
	const play = (isGuarded: boolean) => async (range: Range) =>
		observe(await openLibrary(range), (library) => reach(library, isGuarded, range));
	return { ...attack, play: play(true), control: play(false) };
}

async function observe(library: Library, work: (library: Library) => Promise<string | undefined>): Promise<Observation> {
	try {
		const proof = await work(library);
		return proof === undefined ? held(describeSearches(library)) : open(proof);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'ACCESS_DENIED') return held(error.message);
		throw error;
	}
}

/** Tells what was found: a search that found something else shows that it works. */
const describeSearches = ({ found }: Library): string =>
	found.length === 0
		? 'Nothing of it was found in the collection.'
		: `${found.length === 1 ? 'A search' : `${found.length} searches`} found nothing of it, among ${found.reduce((sum, number) => sum + number)} passages.`;

async function openLibrary(range: Range): Promise<Library> {
	const host = await openRangeHost(range);
	const name = `verified-${randomUUID()}`;
	const found: number[] = [];
	const signal = AbortSignal.timeout(30_000);
	const run = (task: object) => runKnowledgeTask({ collection: name, ...task }, host, signal);
	return {
		name,
		host,
		run,
		found,
		ingest: (documents, more) => run({ operation: 'ingest', embedder: 'none', documents, ...more }),
		async find(question, more) {
			const result = await run({ operation: 'search', question, ...more });
			const texts = result.operation === 'search' ? result.hits.map(({ text }) => text) : [];
			found.push(texts.length);
			return texts.join('\n');
		},
		limit: async (lists) => (await (await openKnowledge(host)).store.find(name))?.setAccess(lists),
	};
}
