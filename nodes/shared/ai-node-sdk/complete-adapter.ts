import { type GenerationChunk, type ModelMessage, withFields } from '../connected/langchain-shape';
import type { ContentPart } from '../connected/langchain-shape';
import type { CallFacts, SdkCallOptions, TroupeModel } from './troupe-model';

type Part = Exclude<ContentPart, string>;

/** Marks a turn's native data in the signature of a thought: the one thing of a provider's that n8n's agent hands back between its rounds. */
const mark = 'troupe:';

/** Parts that the SDK's converters know. */
const convertible = new Set([
	'text',
	'text-plain',
	'tool_call',
	'invalid_tool_call',
	'server_tool_call_result',
	'citation',
	'non_standard',
]);

/**
 * Parts as agents give them, in the forms that the SDK's converters know: all others they drop without a word.
 * @param calls of the same message: some of its parts may be the same once more
 */
function toAdapterContent(content: ContentPart[], calls: Array<{ id?: string }>): ContentPart[] {
	return content.flatMap((part) => toAdapterPart(typeof part === 'string' ? { type: 'text', text: part } : part, calls));
}

function toAdapterPart(part: Part, calls: Array<{ id?: string }>): ContentPart[] {
	const { type = '' } = part;
	if (convertible.has(type)) return [part];
	switch (type) {
		case 'image_url':
			return [imageAt(typeof part.image_url === 'string' ? part.image_url : ((part.image_url as { url?: string })?.url ?? ''))];
		case 'thinking':
			return restoreNative(part.signature);
		case 'redacted_thinking':
		case 'reasoning':
			return [];
		case 'tool_use':
			return calls.some(({ id }) => id === part.id) ? [] : [{ type: 'tool_call', id: part.id, name: part.name, args: part.input }];
		case 'image':
		case 'file':
			return [toFilePart(part)];
		default:
			return [{ type: 'file', mimeType: type, data: '' }];
	}
}

function imageAt(url: string): Part {
	const [, mimeType, data] = /^data:([\w.+/-]+);base64,(.*)$/s.exec(url) ?? [];
	return mimeType ? { type: 'image', mimeType, data } : { type: 'image', url };
}

/** Anthropic's images, LangChain's older files, and its newer ones. */
function toFilePart(part: Part): Part {
	const { media_type, data, url } = (part.source ?? part) as { media_type?: string; data?: string; url?: string };
	return { type: 'file', mimeType: part.mimeType ?? part.mime_type ?? media_type, data, ...(url && { url }) };
}

function restoreNative(signature: unknown): Part[] {
	if (typeof signature !== 'string' || !signature.startsWith(mark)) return [];
	return [{ type: 'non_standard', value: JSON.parse(signature.slice(mark.length)) as object }];
}

/** Parts as the SDK makes them, in the forms that agents keep. */
function fromAdapterContent(content: ContentPart[]): ContentPart[] {
	return content.map((part) =>
		typeof part === 'object' && part.type === 'non_standard'
			? { type: 'thinking', thinking: '', signature: mark + JSON.stringify(part.value) }
			: part,
	);
}

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
 * Adds what the SDK's adapter loses between LangChain and its models: n8n's form of images, data to return to providers, a forced choice of
 * tool, and the figures of streams. See docs/decisions/n8n/0056. @param onFacts told of each call that was answered
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
