import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { choice, closed } from '../base/shape';
import { documentBounds, documentId, documentInput } from '../ports/knowledge/document-input';
import type { Filter } from '../ports/knowledge/filter/filter';
import { chunkMethods } from '../ports/knowledge/collection-stamp';
import type { CollectionStatistics } from '../ports/knowledge/knowledge-store';
import type { CollectionSearched } from '../ports/knowledge/search-facts';
import type { StoredDocument } from '../ports/knowledge/stored-documents';
import { origins } from '../ports/memory';
import { readerBounds } from '../ports/knowledge/readers';
import type { IngestedDocument, IngestSummary } from './ingest/ingest-events';
import { collectionSearch } from './search/collection-search';
import { searchBounds, type SearchResult } from './search/search-request';

const timeout = (usual: number) =>
	Type.Integer({ description: 'Milliseconds for the whole task.', minimum: 100, maximum: 24 * 3_600_000, default: usual });
const short = timeout(120_000);
const long = timeout(3_600_000);
const model = { minLength: 1, maxLength: 1_000 };
const tokens = Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 }));

const chunking = closed(
	{ method: Type.Optional(Type.Enum([...chunkMethods])), wantedTokens: tokens, maximumTokens: tokens, overlapTokens: tokens },
	{ description: "Default: the collection's own; for a new one by structure." },
);
export type ChunkingChoice = Static<typeof chunking>;

const asker = Type.Optional(
	Type.Array(Type.String({ maxLength: readerBounds.characters }), {
		description: 'Who asks, made by the host. Default: nobody known.',
		maxItems: readerBounds.names,
	}),
);
const filter = Type.Optional(Type.Unsafe<Filter>({}));
/** Documents must fit both. Deleting requires one: an empty field never removes everything. */
const selection = { ids: Type.Optional(Type.Array(documentId, { minItems: 1, maxItems: 10_000 })), filter };
const { collection, mode, fusion, weights, diversity, neighbours, reranker } = collectionSearch;

const ofCollection = { collection, timeoutMs: short, asker };

export const ingestChoice = {
	embedder: Type.Optional(
		Type.String({
			...model,
			description: "openai:…, google:…, ollama:…, local:… or none. Default: the collection's own; for a new one the host's, else none.",
		}),
	),
	chunking: Type.Optional(chunking),
	personalData: Type.Optional(
		Type.Enum(['mask', 'refuse', 'keep'], {
			description:
				'mask: keys, tokens and passwords are stored as [SECRET], and an embedder on another machine gets personal data masked as well. refuse: such a document fails. keep: everything is stored and sent as it is. Default: mask.',
		}),
	),
	orders: Type.Optional(
		Type.Enum(['quarantine', 'strict', 'keep'], {
			description:
				'What is done with a document that gives orders to a model, or tries to be found before others: no search finds it until a person releases it. quarantine is sure of it, strict suspects more. Default: quarantine.',
		}),
	),
	outliers: Type.Optional(
		Type.Enum(['tell', 'quarantine', 'keep'], {
			description:
				'What is done with a document whose meaning is far from that of the collection. tell: it is stored, and the result says so. Default: tell.',
		}),
	),
};

const ingest = closed({
	operation: Type.Literal('ingest'),
	...ofCollection,
	documents: Type.Array(documentInput, { minItems: 1, maxItems: documentBounds.documents }),
	origins: Type.Optional(
		Type.Array(Type.Enum([...origins]), {
			description: 'Where texts of others came from that the documents can repeat, as an agent returned it. Default: nowhere.',
			maxItems: 2,
		}),
	),
	...ingestChoice,
	timeoutMs: long,
});
export type IngestTask = Static<typeof ingest>;

const search = closed(
	{
		operation: Type.Literal('search'),
		...ofCollection,
		question: Type.String({ minLength: 1, maxLength: searchBounds.questionCharacters }),
		top: Type.Optional(Type.Integer({ description: 'Hits. Default 10.', minimum: 1, maximum: searchBounds.top })),
		mode,
		filter,
		fusion,
		weights,
		diversity,
		neighbours,
		reranker,
	},
	{ description: 'Finds passages that answer a question.' },
);

const list = closed(
	{
		operation: Type.Literal('list'),
		...ofCollection,
		...selection,
		after: Type.Optional(documentId),
		limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
	},
	{ description: 'Lists documents by id, ascending.' },
);

const remove = closed({
	operation: Type.Literal('delete'),
	...ofCollection,
	...selection,
	all: Type.Optional(Type.Literal(true, { description: 'Removes the collection itself.' })),
});

const retain = closed(
	{
		operation: Type.Literal('retain'),
		...ofCollection,
		days: Type.Number({ minimum: 0, maximum: 36_500 }),
		labels: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 1_000 }), { minItems: 1, maxItems: 100 })),
		dryRun: Type.Boolean({ description: 'Returns what would be removed, and removes nothing.', default: false }),
	},
	{
		description: "Removes documents ingested more than `days` ago; with labels, only those with one of them in their metadata's `labels`.",
	},
);

const reembed = closed({
	operation: Type.Literal('re-embed'),
	...ofCollection,
	embedder: Type.String(model),
	chunking: Type.Optional(chunking),
	personalData: Type.Optional(Type.Enum(['mask', 'keep'])),
	timeoutMs: long,
});

const statistics = closed(
	{ operation: Type.Literal('statistics'), ...ofCollection, collection: Type.Optional(collection) },
	{ description: 'Counts one collection, or all.' },
);

const operations = [ingest, search, list, remove, retain, reembed, statistics];

export type KnowledgeTask = Static<(typeof operations)[number]>;

export type KnowledgeOperation = KnowledgeTask['operation'];

export const knowledgeTaskSchema = choice('operation', operations);

export type KnowledgeTaskResult =
	| { operation: 'ingest'; documents: IngestedDocument[]; summary: IngestSummary }
	| ({ operation: 'search'; collection: string; searched: CollectionSearched } & SearchResult)
	| {
			operation: 'list';
			collection: string;
			documents: StoredDocument[];
			next?: string;
	  }
	| { operation: 'delete'; collection: string; removed: string[]; dropped?: boolean }
	| { operation: 'retain'; collection: string; removed: string[]; dryRun: boolean }
	| { operation: 're-embed'; collection: string; statistics: CollectionStatistics }
	| { operation: 'statistics'; collections: CollectionStatistics[] };
