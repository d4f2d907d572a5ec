import { type GenerationChunk, type ModelMessage, withFields } from '../connected/langchain-shape';
import { fromAdapterContent, toAdapterContent } from './adapter-content';
import type { CallFacts, SdkCallOptions, TroupeModel } from './troupe-model';

/** The LangChain model that the SDK makes of one of its own, as far as ours touches it. */
export interface Adapter {
	chatModel: TroupeModel;
	callbacks?: unknown;
	modelName?: string;
	_generate(messages: ModelMessage[], options: SdkCallOptions): Promise<AdapterResult>;
	_streamResponseChunks(messages: ModelMessage[], options: SdkCallOptions, run?: unknown): AsyncIterable<GenerationChunk>;
	bindTools(tools: unknown[], options?: { tool_choice?: unknown }): Adapter;
}

interface AdapterResult {
	generations: Array<{ text: string; message: ModelMessage; generationInfo?: object }>;
	llmOutput: object;
}

/**
 * Adds what the SDK's adapter loses between LangChain and its models: images in the form that n8n's agent gives them, what a provider wants
 * returned, a forced choice of tool, and the figures of streams. See docs/decisions/n8n/0056.
 * @param onFacts told of each call that was answered
 */
export function completeAdapter(adapter: Adapter, onFacts: (facts: CallFacts) => void): Adapter {
	const generate = adapter._generate.bind(adapter);
	const stream = adapter._streamResponseChunks.bind(adapter);
	const bindTools = adapter.bindTools.bind(adapter);
	countByFacts(adapter.callbacks);
	return Object.assign(adapter, {
		modelName: adapter.chatModel.modelId,
		takesRequests: true,
		_generate: async (messages: ModelMessage[], options: SdkCallOptions = {}) => {
			let facts: CallFacts | undefined;
			const result = await generate(messages.map(toAdapter), { ...options, onFacts: (value) => onFacts((facts = value)) });
			return { ...result, generations: result.generations.map((generation) => withFacts(fromAdapter(generation), facts)) };
		},
		async *_streamResponseChunks(messages: ModelMessage[], options: SdkCallOptions = {}, run?: unknown) {
			let facts: CallFacts | undefined;
			for await (const chunk of stream(messages.map(toAdapter), { ...options, onFacts: (value) => onFacts((facts = value)) }, run)) {
				fromAdapter(chunk);
				yield chunk.generationInfo ? withFacts(chunk, facts) : chunk;
			}
		},
		bindTools: (tools: unknown[], options: { tool_choice?: unknown } = {}) => {
			const bound = completeAdapter(bindTools(tools), onFacts);
			bound.chatModel.toolChoice = options.tool_choice;
			return bound;
		},
	});
}

function toAdapter(message: ModelMessage): ModelMessage {
	const { content, tool_calls: calls = [] } = message;
	return Array.isArray(content) ? withFields(message, { content: toAdapterContent(content, calls as Array<{ id?: string }>) }) : message;
}

/** In place: the chunk is told to listeners too. */
function fromAdapter<Generation extends { message: ModelMessage }>(generation: Generation): Generation {
	const { message } = generation;
	if (Array.isArray(message.content)) message.content = fromAdapterContent(message.content);
	return generation;
}

/** Sets facts of a call in both places: where n8n's record of the run looks, and where a model of ours that has this one connected does. */
function withFacts<Generation extends { message: ModelMessage; generationInfo?: object }>(
	generation: Generation,
	facts?: CallFacts,
): Generation {
	if (!facts) return generation;
	generation.generationInfo = { ...generation.generationInfo, troupe: facts };
	generation.message.response_metadata = { ...generation.message.response_metadata, troupe: facts };
	return generation;
}

interface Tracing {
	options?: { tokensUsageParser?: (result: RecordedResult) => object };
}

interface RecordedResult {
	generations?: Array<Array<{ generationInfo?: { troupe?: CallFacts } }>>;
}

/** The SDK reads the figures of whole answers only, and no cost: n8n's record of the run gets ours. */
function countByFacts(callbacks: unknown): void {
	for (const { options } of (Array.isArray(callbacks) ? callbacks : []) as Tracing[]) {
		const parse = options?.tokensUsageParser;
		if (!parse) continue;
		options.tokensUsageParser = (result) => {
			const facts = result.generations?.[0]?.[0]?.generationInfo?.troupe;
			if (!facts) return parse(result);
			const { inputTokens: promptTokens, outputTokens: completionTokens } = facts.usage;
			const cost = facts.costUsd ?? undefined;
			return { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens, ...(cost !== undefined && { cost }) };
		};
	}
}
