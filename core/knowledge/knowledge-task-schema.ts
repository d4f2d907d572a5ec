import type { KnowledgeOperation } from './knowledge-task';
import { readerBounds } from '../ports/knowledge/readers';
import { searchBounds } from './search/search-request';

/** Limits of one task. */
export const taskBounds = {
	documents: 1_000,
	/** Characters of one text. */
	text: 20_000_000,
	/** Bytes of one file. */
	file: 100_000_000,
	/** Bytes and characters of all documents in total. */
	together: 200_000_000,
	ids: 10_000,
	listed: 1_000,
} as const;

const name = { type: 'string', minLength: 1, maxLength: 200 };
const id = { type: 'string', minLength: 1, maxLength: 1_000 };
const model = { type: 'string', minLength: 1, maxLength: 1_000 };
const timeoutSchema = (usual: number) => ({ type: 'integer', minimum: 100, maximum: 24 * 3_600_000, default: usual });
const [short, long] = [timeoutSchema(120_000), timeoutSchema(3_600_000)];

const metadata = {
	type: 'object',
	maxProperties: 100,
	propertyNames: { minLength: 1, maxLength: 100 },
	additionalProperties: {
		anyOf: [{ type: ['string', 'number', 'boolean'] }, { type: 'array', maxItems: 1_000, items: { type: 'string', maxLength: 1_000 } }],
	},
};

const named = { id, title: { type: 'string', maxLength: 1_000 }, source: { type: 'string', maxLength: 2_000 }, metadata };
const document = {
	type: 'object',
	oneOf: [
		{
			additionalProperties: false,
			required: ['text'],
			properties: { ...named, text: { type: 'string', maxLength: taskBounds.text }, format: { enum: ['markdown', 'plain'] } },
		},
		{
			additionalProperties: false,
			required: ['bytes'],
			// Bytes are not JSON; parse-knowledge-task.ts checks them.
			properties: { ...named, bytes: {}, name: { type: 'string', maxLength: 1_000 }, mediaType: { type: 'string', maxLength: 200 } },
		},
		{
			additionalProperties: false,
			required: ['url'],
			properties: { ...named, url: { type: 'string', maxLength: 2_000, pattern: '^[hH][tT][tT][pP][sS]?://' } },
		},
	],
};

const tokens = { type: 'integer', minimum: 0, maximum: 100_000 };
const chunking = {
	type: 'object',
	additionalProperties: false,
	properties: {
		method: { enum: ['structure', 'recursive', 'semantic', 'whole'] },
		wantedTokens: tokens,
		maximumTokens: tokens,
		overlapTokens: tokens,
	},
};

const ids = { type: 'array', minItems: 1, maxItems: taskBounds.ids, items: id };
// Checked by parse-filter.ts, which reports the place of an error.
const selection = { ids, filter: {} };
const weight = { type: 'number', exclusiveMinimum: 0, maximum: 1_000 };

const asker = { type: 'array', maxItems: readerBounds.names, items: { type: 'string', maxLength: readerBounds.characters } };

const operation = (operationName: KnowledgeOperation, properties: object, required: string[] = ['collection']) => ({
	additionalProperties: false,
	required,
	properties: { operation: { const: operationName }, collection: name, timeoutMs: short, asker, ...properties },
});

/** JSON schema (draft 7) of a task, without filters and bytes. */
export const knowledgeTaskSchema = {
	type: 'object',
	required: ['operation'],
	discriminator: { propertyName: 'operation' },
	oneOf: [
		operation(
			'ingest',
			{
				documents: { type: 'array', minItems: 1, maxItems: taskBounds.documents, items: document },
				origins: { type: 'array', maxItems: 2, items: { enum: ['tool', 'document'] } },
				embedder: model,
				chunking,
				personalData: { enum: ['mask', 'refuse', 'keep'] },
				orders: { enum: ['quarantine', 'strict', 'keep'] },
				outliers: { enum: ['tell', 'quarantine', 'keep'] },
				timeoutMs: long,
			},
			['collection', 'documents'],
		),
		operation(
			'search',
			{
				question: { type: 'string', minLength: 1, maxLength: searchBounds.questionCharacters },
				mode: { enum: ['lexical', 'dense', 'hybrid'] },
				top: { type: 'integer', minimum: 1, maximum: searchBounds.top },
				filter: {},
				fusion: { enum: ['scores', 'ranks'] },
				weights: {
					type: 'object',
					additionalProperties: false,
					required: ['lexical', 'dense'],
					properties: { lexical: weight, dense: weight },
				},
				diversity: { type: 'number', minimum: 0, maximum: 1 },
				neighbours: { type: 'integer', minimum: 0, maximum: searchBounds.neighbours },
				reranker: model,
			},
			['collection', 'question'],
		),
		operation('list', { ...selection, after: id, limit: { type: 'integer', minimum: 1, maximum: taskBounds.listed, default: 100 } }),
		operation('delete', { ...selection, all: { const: true } }),
		operation(
			'retain',
			{
				days: { type: 'number', minimum: 0, maximum: 36_500 },
				labels: { type: 'array', minItems: 1, maxItems: 100, items: { type: 'string', minLength: 1, maxLength: 1_000 } },
				dryRun: { type: 'boolean', default: false },
			},
			['collection', 'days'],
		),
		operation('re-embed', { embedder: model, chunking, personalData: { enum: ['mask', 'keep'] }, timeoutMs: long }, [
			'collection',
			'embedder',
		]),
		operation('statistics', {}, []),
	],
};
