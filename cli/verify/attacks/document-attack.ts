import { randomUUID } from 'node:crypto';
import { isTroupeError } from '../../../core/base/errors';
import type { KnowledgeTaskResult } from '../../../core/knowledge/knowledge-task';
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
		observe(() => openLibrary(range).then((library) => reach(library, isGuarded, range)));
	return { ...attack, play: play(true), control: play(false) };
}

async function observe(work: () => Promise<string | undefined>): Promise<Observation> {
	try {
		const proof = await work();
		return proof === undefined ? held('Nothing of it was found.') : open(proof);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'ACCESS_DENIED') return held(error.message);
		throw error;
	}
}

async function openLibrary(range: Range): Promise<Library> {
	const [{ runKnowledgeTask }, { openKnowledge }] = await Promise.all([
		import('../../../providers/compose/knowledge/knowledge-task'),
		import('../../../providers/compose/knowledge/knowledge'),
	]);
	const host = await openRangeHost(range);
	const name = `verified-${randomUUID()}`;
	const signal = AbortSignal.timeout(30_000);
	const run = (task: object) => runKnowledgeTask({ collection: name, ...task }, host, signal);
	return {
		...{ name, host, run },
		ingest: (documents, more) => run({ operation: 'ingest', embedder: 'none', documents, ...more }),
		async find(question, more) {
			const found = await run({ operation: 'search', question, ...more });
			return found.operation === 'search' ? found.hits.map(({ text }) => text).join('\n') : '';
		},
		limit: async (lists) => (await (await openKnowledge(host)).store.find(name))?.setAccess(lists),
	};
}
