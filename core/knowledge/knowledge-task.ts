import type { ChunkerOptions } from './chunking/chunk-document';
import type { IngestedDocument, IngestSummary } from './ingest/ingest-events';
import type { SearchRequest, SearchResult } from './search/search-request';
import type { CollectionStatistics, Filter, GivenDocument, KnownDocument } from '../ports';

/** What can be asked of a collection, by a node, a job, a tool or the command line. */
export type KnowledgeOperation = 'ingest' | 'search' | 'list' | 'delete' | 'retain' | 're-embed' | 'statistics';

interface OfCollection {
	collection: string;
	/** Milliseconds for the whole task. Default 120,000; for `ingest` and `re-embed` 3,600,000. */
	timeoutMs: number;
}

export type ChunkingChoice = Pick<ChunkerOptions, 'method' | 'wantedTokens' | 'maximumTokens' | 'overlapTokens'>;

/** By both, those that fit both. To delete, one of them has to be there: nobody removes all by leaving a field empty. */
interface OfDocuments {
	ids?: string[];
	filter?: Filter;
}

/** Parsed by parse-knowledge-task.ts. */
export type KnowledgeTask =
	| ({
			operation: 'ingest';
			documents: GivenDocument[];
			/** `openai:…`, `google:…`, `ollama:…`, `local:…` or `none`. Default: the collection's own; of a new one the host's, else none. */
			embedder?: string;
			/** Default: the collection's own; of a new one by structure. */
			chunking?: ChunkingChoice;
	  } & OfCollection)
	| ({
			operation: 'search';
			/** `provider:model`, `local:…`, or `cohere:…`. */
			reranker?: string;
	  } & Omit<SearchRequest, 'filter'> & { filter?: Filter } & OfCollection)
	/** By id, ascending; at most 1,000. */
	| ({ operation: 'list'; after?: string; limit: number } & OfDocuments & OfCollection)
	/** With `all` the collection itself goes. */
	| ({ operation: 'delete'; all?: true } & OfDocuments & OfCollection)
	/** Removes what was ingested longer ago than `days`; with labels, of those that have one of them in their metadata's `labels`. */
	| ({
			operation: 'retain';
			days: number;
			labels?: string[];
			/** Says what would go, and removes nothing. */ dryRun: boolean;
	  } & OfCollection)
	| ({ operation: 're-embed'; embedder: string; chunking?: ChunkingChoice } & OfCollection)
	/** Of one collection, or of all. */
	| { operation: 'statistics'; collection?: string; timeoutMs: number };

export type KnowledgeTaskResult =
	| { operation: 'ingest'; documents: IngestedDocument[]; summary: IngestSummary }
	| ({ operation: 'search'; collection: string } & SearchResult)
	| {
			operation: 'list';
			collection: string;
			documents: KnownDocument[];
			/** Where there are more: the next call's `after`. */ next?: string;
	  }
	| { operation: 'delete'; collection: string; removed: string[]; /** The collection itself is gone. */ dropped?: boolean }
	| { operation: 'retain'; collection: string; removed: string[]; dryRun: boolean }
	| { operation: 're-embed'; collection: string; statistics: CollectionStatistics }
	| { operation: 'statistics'; collections: CollectionStatistics[] };
