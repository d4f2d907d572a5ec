import { parseFilter } from '../../../core/ports/knowledge/filter/parse-filter';
import { extractQuestionTerms } from '../../../core/words/terms';
import type { Collection, KnowledgeStore } from '../../../core/ports/knowledge/knowledge-store';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import { prepare, withVectors } from '../../../test/support/prepared-documents';
import { knowledgeTables } from '../database/knowledge-tables';

/** Tables of what is stored; what was changed stays known. */
export const contentTables = knowledgeTables.own.filter((table) => !['knowledge_changes', 'knowledge_removals'].includes(table));

/** A store of one kind, which the suite opens as several processes and tenants would. */
export interface StoreUnderTest {
	/** Another connection to the same place. */
	open(options?: { tenant?: string; now?: () => number; listed?: boolean }): Promise<KnowledgeStore>;
	/** Returns the number of rows in `contentTables` of all tenants; what points to nothing counts. */
	countRows(): Promise<number>;
	close(): Promise<void>;
}

export const leave = prepare('leave', 'Vacation is thirty days a year.\n\nParental leave is six months.', {
	title: 'Leave',
	source: 'https://example.com/leave',
	metadata: { year: 2024, labels: ['hr', 'Brazil'], draft: false },
});
export const travel = prepare('travel', 'Hotels are booked by the office.\n\nThe train is preferred to the plane.', {
	title: 'Travel',
	metadata: { year: 2020, status: 'final' },
});

export const idsOf = (document: PreparedDocument): string[] => document.chunks.map(({ id }) => id);

/** What each test finds open, and the time that the store reads. */
export interface KnowledgeStage {
	place: StoreUnderTest;
	store: KnowledgeStore;
	collection: Collection;
	now: number;
	/** Returns the ids of the chunks that a search by words finds. */
	search(question: string, limit?: number, filter?: unknown): Promise<string[]>;
}

/** Opens an empty collection before each test of the block. */
export function useKnowledgeStage(start: () => Promise<StoreUnderTest>): KnowledgeStage {
	const stage = {
		now: 1_000,
		search: async (question: string, limit = 10, filter?: unknown) =>
			(await stage.collection.lexical(extractQuestionTerms(question), limit, filter === undefined ? undefined : parseFilter(filter))).map(
				({ chunkId }) => chunkId,
			),
	} as KnowledgeStage;
	beforeEach(async () => {
		stage.now = 1_000;
		stage.place = await start();
		stage.store = await stage.place.open({ now: () => stage.now });
		stage.collection = await stage.store.open('handbook', withVectors);
	});
	afterEach(async () => {
		await stage.store.close();
		await stage.place.close();
	});
	return stage;
}
