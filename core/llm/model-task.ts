import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { anyObject, choice, closed } from '../base/shape';
import type { Filled } from '../extract/fill-form';
import type { Violation } from '../guardrails/policy/guard';
import { standardParts } from '../guardrails/policy/standard-policy';
import { images } from '../ports/models/image-shapes';
import {
	type ChatMessage,
	type ChatResponse,
	type JsonSchema,
	type ModelAttempt,
	type ModelDescription,
	reasoningEfforts,
	type TokenUsage,
} from '../ports/models/models';
import { type ProviderName, providerNames } from '../ports/models/provider-names';
import type { CostEstimate } from './prices/estimate-cost';

const maxTextLength = 1_000_000;

const text = Type.String({ minLength: 1, maxLength: maxTextLength });
const maxOutputTokens = Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 }));
const reasoning = Type.Optional(Type.Enum([...reasoningEfforts]));
const message = closed({ role: Type.Enum(['system', 'user', 'assistant']), content: Type.String({ maxLength: maxTextLength }) });

const prompt = {
	system: Type.Optional(text),
	prompt: Type.Optional(text),
	messages: Type.Optional(
		Type.Array(Type.Unsafe<Exclude<ChatMessage, { role: 'tool' }>>(message), {
			description: 'Oldest first; no tools.',
			minItems: 1,
			maxItems: 500,
		}),
	),
	images,
	maxOutputTokens,
	temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
	reasoning,
};
const promptShape = Type.Object(prompt);
export type ModelPrompt = Static<typeof promptShape>;

const timeoutMs = Type.Integer({ description: 'Milliseconds for the whole task.', minimum: 100, maximum: 3_600_000, default: 120_000 });
const ofModels = {
	models: Type.Array(Type.String({ maxLength: 250, pattern: `^(${providerNames.join('|')}):\\S` }), {
		description: 'provider:model; the first one that answers is used. Empty if the host provides its own model.',
		maxItems: 10,
		default: [],
	}),
	timeoutMs,
};
const guarded = {
	standard: Type.Optional(
		closed(
			{ without: Type.Array(Type.Enum([...standardParts]), { maxItems: 20 }) },
			{ description: 'The parts of the standard policy that the task goes without.' },
		),
	),
};
const texts = Type.Array(text, { minItems: 1, maxItems: 2_048 });

const operations = [
	closed({ operation: Type.Literal('chat'), ...ofModels, ...guarded, ...prompt }),
	closed({
		operation: Type.Literal('structured'),
		...ofModels,
		...guarded,
		...prompt,
		schema: anyObject<JsonSchema>(),
		schemaName: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', default: 'answer' }),
	}),
	closed(
		{
			operation: Type.Literal('extract'),
			...ofModels,
			...guarded,
			maxOutputTokens,
			reasoning,
			system: Type.Optional(Type.String({ description: 'What the values are for.', minLength: 1, maxLength: maxTextLength })),
			prompt: text,
			schema: anyObject<JsonSchema>(),
		},
		{ description: 'Takes values from a text of others.' },
	),
	closed({
		operation: Type.Literal('embed'),
		...ofModels,
		...guarded,
		texts,
		purpose: Type.Optional(Type.Enum(['query', 'document'])),
	}),
	closed(
		{ operation: Type.Literal('estimate'), ...ofModels, ...prompt, texts: Type.Optional(texts) },
		{ description: 'Estimates a chat, or with texts embeddings.' },
	),
	closed(
		{ operation: Type.Literal('list'), timeoutMs, providers: Type.Optional(Type.Array(Type.Enum([...providerNames]), { maxItems: 10 })) },
		{ description: 'Lists all providers with settings, unless some are named.' },
	),
];

export type ModelTask = Static<(typeof operations)[number]>;

export type ModelOperation = ModelTask['operation'];

export const modelTaskSchema = choice('operation', operations);

export interface ModelTaskUsage {
	model: string;
	usage: TokenUsage;
	/** US dollars; null without a known price. */
	costUsd: number | null;
	priceTable: string | null;
	/** The provider returned no figures, so they were counted here. */
	estimated: boolean;
	attempts: ModelAttempt[];
	durationMs: number;
	violations: Violation[];
}

interface ExtractionFacts {
	dismissed: string[];
	isCut: boolean;
	lines: Record<string, string>;
}

type ModelCostEstimate = { model: string } & CostEstimate;

export type ModelTaskResult =
	| ({ operation: 'chat'; text: string; finish: ChatResponse['finish'] } & ModelTaskUsage)
	| ({ operation: 'structured'; value: unknown; finish: ChatResponse['finish'] } & ModelTaskUsage)
	/** Values that are not in the text are null. */
	| ({ operation: 'extract'; value: Filled; extraction: ExtractionFacts; finish: ChatResponse['finish'] } & ModelTaskUsage)
	| ({ operation: 'embed'; vectors: number[][]; dimensions: number } & ModelTaskUsage)
	| { operation: 'estimate'; estimates: ModelCostEstimate[] }
	/** Failed providers are listed with their error. */
	| { operation: 'list'; models: ModelDescription[]; failed: Array<{ provider: ProviderName; errorCode: string; message: string }> };
