import { describeCollections } from './contract/collections.contract';
import { describeDocuments } from './contract/documents.contract';
import { describeFilters } from './contract/filters.contract';
import { describeReEmbedding } from './contract/re-embedding.contract';
import { describeReaders } from './contract/readers.contract';
import { describeSearches } from './contract/searches.contract';
import { describeWriters } from './contract/writers.contract';
import { type StoreUnderTest, useKnowledgeStage } from './contract/knowledge-stage.contract';

export function describeKnowledgeStore(name: string, start: () => Promise<StoreUnderTest>): void {
	describe(`the store of knowledge on ${name}`, () => {
		const stage = useKnowledgeStage(start);

		describeDocuments(stage);
		describeSearches(stage);
		describeFilters(stage);
		describeReaders(stage);
		describeWriters(stage);
		describeCollections(stage);
		describeReEmbedding(stage);
	});
}
