import type { ChunkerOptions } from './chunking/chunk-document';
import type { IngestedDocument, IngestSummary } from './ingest/ingest-events';
import type { PersonalDataPolicy } from './private-data/document-policy';
import type { OrdersPolicy } from './private-data/find-quarantine';
import type { OutliersPolicy } from './review/review-documents';
import type { SearchRequest, SearchResult } from './search/search-request';
import type { Filter } from '../ports/knowledge/filter/filter';
import type { CollectionSearched, CollectionStatistics, DocumentInput, StoredDocument } from '../ports/knowledge/knowledge';
import type { Origin } from '../ports/memory';

/** The operations of a collection, for a node, a job, a tool or the command line. */
export type KnowledgeOperation = 'ingest' | 'search' | 'list' | 'delete' | 'retain' | 're-embed' | 'statistics';

interface OfCollection {
	collection: string;
	/** Who asks, made by the host. Default: nobody known. */
	asker?: string[];
	/** Milliseconds for the whole task. Default 120,000; for `ingest` and `re-embed` 3,600,000. */
	timeoutMs: number;
}

export type ChunkingChoice = Pick<ChunkerOptions, 'method' | 'wantedTokens' | 'maximumTokens' | 'overlapTokens'>;

/** With both, documents must fit both. Deleting requires one of them, so that an empty field never removes everything. */
interface OfDocuments {
	ids?: string[];
	filter?: Filter;
}

/** Parsed by parse-knowledge-task.ts. */
export type KnowledgeTask =
	| ({
			operation: 'ingest';
			documents: DocumentInput[];
			/** Where texts of others came from that the documents can repeat, as an agent returned it. Default: nowhere. */
			origins?: Origin[];
			/** `openai:…`, `google:…`, `ollama:…`, `local:…` or `none`. Default: the collection's own; for a new one the host's, else none. */
			embedder?: string;
			/** Default: the collection's own; for a new one by structure. */
			chunking?: ChunkingChoice;
			/** Default `mask`. */
			personalData?: PersonalDataPolicy;
			/** Default `quarantine`. */
			orders?: OrdersPolicy;
			/** Default `tell`. */
			outliers?: OutliersPolicy;
	  } & OfCollection)
	| ({
			operation: 'search';
			/** `provider:model`, `local:…`, or `cohere:…`. */
			reranker?: string;
	  } & Omit<SearchRequest, 'filter' | 'asker'> & { filter?: Filter } & OfCollection)
	/** By id, ascending; at most 1,000. */
	| ({ operation: 'list'; after?: string; limit: number } & OfDocuments & OfCollection)
	/** With `all`, removes the collection itself. */
	| ({ operation: 'delete'; all?: true } & OfDocuments & OfCollection)
	/** Removes documents ingested more than `days` ago; with labels, only those with one of them in their metadata's `labels`. */
	| ({
			operation: 'retain';
			days: number;
			labels?: string[];
			/** Returns what would be removed, and removes nothing. */ dryRun: boolean;
	  } & OfCollection)
	| ({ operation: 're-embed'; embedder: string; chunking?: ChunkingChoice; personalData?: 'mask' | 'keep' } & OfCollection)
	/** For one collection, or for all. */
	| { operation: 'statistics'; collection?: string; timeoutMs: number };

export type KnowledgeTaskResult =
	| { operation: 'ingest'; documents: IngestedDocument[]; summary: IngestSummary }
	| ({ operation: 'search'; collection: string; /** The same for auditors, without hits. */ searched: CollectionSearched } & SearchResult)
	| {
			operation: 'list';
			collection: string;
			documents: StoredDocument[];
			/** If there are more: `after` of the next call. */ next?: string;
	  }
	| { operation: 'delete'; collection: string; removed: string[]; /** The collection itself was removed. */ dropped?: boolean }
	| { operation: 'retain'; collection: string; removed: string[]; dryRun: boolean }
	| { operation: 're-embed'; collection: string; statistics: CollectionStatistics }
	| { operation: 'statistics'; collections: CollectionStatistics[] };
