/** Camunda 8.10's agent instance API, with fields of its first versions. */
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { optional } from '../../../../core/base/shape';
import { blockFields, itemRoles, reportedStatuses, type ContentBlock, type ReportedStatus } from '../../../embedded/agents/agent-instance';
import { byKey, keySchema, oneOfTexts, orNull } from '../../route-context';

const text = (maxLength: number) => Type.String({ maxLength });
const count = orNull(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }));
const limit = Type.Integer({ minimum: -1, maximum: Number.MAX_SAFE_INTEGER });

const block = Type.Unsafe<ContentBlock>(Type.Object({ contentType: oneOfTexts(Object.keys(blockFields)) }, { additionalProperties: true }));

const tool = Type.Object({ name: text(255), description: orNull(text(10_000)), elementId: orNull(text(255)) });
export type ToolBody = Static<typeof tool>;
const tools = orNull(Type.Array(tool, { maxItems: 500 }));

const limits = Type.Object(optional({ maxModelCalls: limit, maxToolCalls: limit, maxTokens: limit }));

const tokens = {
	inputTokens: count,
	outputTokens: count,
	reasoningTokenCount: count,
	cacheCreationTokenCount: count,
	cacheReadTokenCount: count,
};

const toolCall = Type.Object({
	toolCallId: text(255),
	toolName: text(255),
	elementId: orNull(text(255)),
	arguments: orNull(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })),
});

const loopIteration = Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 0, maximum: 1_000_000 });
const itemProperties = {
	role: oneOfTexts(itemRoles),
	content: Type.Array(block, { maxItems: 100 }),
	toolCalls: orNull(Type.Array(toolCall, { maxItems: 200 })),
	metrics: orNull(Type.Object({ ...tokens, durationMs: count })),
	producedAt: Type.String({ format: 'date-time' }),
};

const item = Type.Object({
	historyItemId: Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' }),
	loopIteration,
	...itemProperties,
	tools,
	model: orNull(text(255)),
	provider: orNull(text(255)),
	limits: Type.Optional(limits),
	systemPrompt: orNull(Type.Array(block, { minItems: 1, maxItems: 100 })),
});
type HistoryItem = Static<typeof item>;
export type ItemBody = Partial<HistoryItem> & Pick<HistoryItem, 'role' | 'content' | 'producedAt'>;

/** `jobLease` is the name in the first versions. */
const claim = {
	elementInstanceKey: keySchema,
	jobKey: orNull(keySchema),
	jobLeaseToken: orNull(text(255)),
	jobLease: orNull(text(255)),
};
const claimShape = Type.Object(claim);
export type ClaimBody = Static<typeof claimShape>;

const history = orNull(Type.Array(item, { maxItems: 100 }));

export const creating = {
	body: Type.Object({
		...claim,
		history,
		definition: orNull(Type.Object({ model: text(255), provider: text(255), systemPrompt: text(100_000) })),
		limits: orNull(limits),
	}),
};
export type AgentCreationBody = Static<typeof creating.body>;

export const updating = {
	...byKey,
	body: Type.Object({
		...claim,
		history,
		status: Type.Optional(Type.Unsafe<ReportedStatus | null>({ type: ['string', 'null'], enum: [...reportedStatuses, null] })),
		metrics: orNull(Type.Object({ ...tokens, modelCalls: count, toolCalls: count })),
		tools,
	}),
};
export type AgentUpdateBody = Static<typeof updating.body>;

export const appending = {
	...byKey,
	body: Type.Object({ ...claim, jobKey: keySchema, loopIteration: Type.Optional(loopIteration), ...itemProperties }),
};
export type AgentItemBody = Static<typeof appending.body>;
