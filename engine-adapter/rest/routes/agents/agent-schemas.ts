/** The bodies of Camunda 8.10's agent instance API as JSON Schema, with what its first versions sent. */
import { blockFields, itemRoles, reportedStatuses } from '../../../embedded/agents/agent-instance';
import { keySchema } from '../../route-context';

const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const optionalText = (maxLength: number) => ({ type: ['string', 'null'], maxLength }) as const;
const count = { type: ['integer', 'null'], minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const limit = { type: 'integer', minimum: -1, maximum: Number.MAX_SAFE_INTEGER } as const;

const block = {
	type: 'object',
	required: ['contentType'],
	// Which fields a block has depends on its kind.
	additionalProperties: true,
	properties: { contentType: { type: 'string', enum: Object.keys(blockFields) } },
} as const;
const blocks = { type: 'array', maxItems: 100, items: block } as const;

const tools = {
	type: ['array', 'null'],
	maxItems: 500,
	items: {
		type: 'object',
		required: ['name'],
		properties: { name: text(255), description: optionalText(10_000), elementId: optionalText(255) },
	},
} as const;

const limits = { type: 'object', properties: { maxModelCalls: limit, maxToolCalls: limit, maxTokens: limit } } as const;

const tokens = {
	inputTokens: count,
	outputTokens: count,
	reasoningTokenCount: count,
	cacheCreationTokenCount: count,
	cacheReadTokenCount: count,
} as const;

const toolCalls = {
	type: ['array', 'null'],
	maxItems: 200,
	items: {
		type: 'object',
		required: ['toolCallId', 'toolName'],
		properties: {
			toolCallId: text(255),
			toolName: text(255),
			elementId: optionalText(255),
			arguments: { type: ['object', 'null'], additionalProperties: true },
		},
	},
} as const;

const itemProperties = {
	loopIteration: { type: ['integer', 'null'], minimum: 0, maximum: 1_000_000 },
	role: { type: 'string', enum: itemRoles },
	content: blocks,
	toolCalls,
	metrics: { type: ['object', 'null'], properties: { ...tokens, durationMs: count } },
	producedAt: { type: 'string', format: 'date-time' },
} as const;

const item = {
	type: 'object',
	required: ['historyItemId', 'loopIteration', 'role', 'content', 'producedAt'],
	properties: {
		historyItemId: { type: 'string', minLength: 1, maxLength: 255, pattern: '\\S' },
		...itemProperties,
		tools,
		model: optionalText(255),
		provider: optionalText(255),
		limits,
		systemPrompt: { ...blocks, type: ['array', 'null'], minItems: 1 },
	},
} as const;

/** `jobLease` is the name in the first versions. */
const claim = {
	elementInstanceKey: keySchema,
	jobKey: { ...keySchema, type: ['string', 'null'] },
	jobLeaseToken: optionalText(255),
	jobLease: optionalText(255),
} as const;

const history = { type: ['array', 'null'], maxItems: 100, items: item } as const;

export const agentCreationSchema = {
	type: 'object',
	required: ['elementInstanceKey'],
	properties: {
		...claim,
		history,
		definition: {
			type: ['object', 'null'],
			required: ['model', 'provider', 'systemPrompt'],
			properties: { model: text(255), provider: text(255), systemPrompt: text(100_000) },
		},
		limits: { ...limits, type: ['object', 'null'] },
	},
} as const;

export const agentUpdateSchema = {
	type: 'object',
	required: ['elementInstanceKey'],
	properties: {
		...claim,
		history,
		status: { type: ['string', 'null'], enum: [...reportedStatuses, null] },
		metrics: { type: ['object', 'null'], properties: { ...tokens, modelCalls: count, toolCalls: count } },
		tools,
	},
} as const;

export const agentItemSchema = {
	type: 'object',
	required: ['elementInstanceKey', 'jobKey', 'role', 'content', 'producedAt'],
	properties: { ...claim, jobKey: keySchema, ...itemProperties },
} as const;
