/**
 * A LangChain chat model as n8n hands it over, by its shape: no version of LangChain is bound here.
 * Only what its base class promises to those who write models is used.
 */
export interface ConnectedChatModel {
	lc_namespace: string[];
	generate(messages: ModelMessage[][], options: CallOptions): Promise<ModelResult>;
	_generate(messages: ModelMessage[], options: CallOptions, run?: RunManager): Promise<{ generations: Generation[]; llmOutput?: object }>;
	_streamIterator(messages: ModelMessage[], options: CallOptions): AsyncIterable<unknown>;
	_streamResponseChunks(messages: ModelMessage[], options: CallOptions, run?: RunManager): AsyncIterable<GenerationChunk>;
	_streamChatModelEvents?: unknown;
	[member: string]: unknown;
}

export type CallOptions = Record<string, unknown>;

export interface RunManager {
	handleLLMNewToken(text: string, index: object, ...rest: unknown[]): Promise<void>;
}

export interface Generation {
	text: string;
	message: ModelMessage;
	generationInfo?: object;
}

interface ModelResult {
	generations: Generation[][];
	llmOutput?: object;
}

export interface GenerationChunk extends Generation {
	concat(chunk: GenerationChunk): GenerationChunk;
}

export interface ModelMessage {
	/** `human`, `ai`, `system`, `tool`, and older ones. */
	type: string;
	content: string | ContentPart[];
	additional_kwargs: Record<string, unknown>;
	response_metadata: Record<string, unknown>;
	tool_calls?: Array<{ args: unknown }>;
	invalid_tool_calls?: Array<{ args?: string }>;
	tool_call_chunks?: Array<{ args?: string }>;
	usage_metadata?: object;
	artifact?: unknown;
}

export type ContentPart = string | ({ type?: string; text?: string } & Record<string, unknown>);

/** Checks for a chat model: one for completions has no messages to guard. */
export function isChatModel(value: unknown): value is ConnectedChatModel {
	const model = value as Partial<ConnectedChatModel> | null | undefined;
	return Array.isArray(model?.lc_namespace) && model.lc_namespace.includes('chat_models') && typeof model.generate === 'function';
}

export function findBase(model: ConnectedChatModel): ConnectedChatModel {
	let prototype = Object.getPrototypeOf(model) as ConnectedChatModel;
	while (!Object.hasOwn(prototype, 'generatePrompt')) prototype = Object.getPrototypeOf(prototype) as ConnectedChatModel;
	return prototype;
}

export function withFields(message: ModelMessage, changes: Partial<ModelMessage>): ModelMessage {
	const {
		lc_kwargs: _kwargs,
		lc_namespace: _namespace,
		lc_serializable: _serializable,
		type: _type,
		...fields
	} = message as ModelMessage & {
		[field: string]: unknown;
	};
	const Message = message.constructor as new (fields: object) => ModelMessage;
	return new Message({ ...fields, ...changes });
}

/** A chunk of the same class with another message. */
export function withMessage(chunk: GenerationChunk, message: ModelMessage, generationInfo = chunk.generationInfo): GenerationChunk {
	const Chunk = chunk.constructor as new (fields: object) => GenerationChunk;
	return new Chunk({ message, text: readText(message), generationInfo });
}

/** An assistant's message, made by the model's own class. */
export function createReply(model: ConnectedChatModel, text: string): ModelMessage {
	return createMessages(model, [['ai', text]])[0]!;
}

export function createToolMessages(
	model: ConnectedChatModel,
	results: ReadonlyArray<{ id: string; name: string; text: string }>,
): ModelMessage[] {
	return createMessages(
		model,
		results.map(({ id, name, text }) => ({ role: 'tool', tool_call_id: id, name, content: text })),
	);
}

function createMessages(model: ConnectedChatModel, messages: unknown[]): ModelMessage[] {
	const Model = model.constructor as unknown as { _convertInputToPromptValue(input: unknown): { toChatMessages(): ModelMessage[] } };
	return Model._convertInputToPromptValue(messages).toChatMessages();
}

export function readText({ content }: ModelMessage): string {
	if (typeof content === 'string') return content;
	return content.map((part) => (typeof part === 'string' ? part : part.type === 'text' ? (part.text ?? '') : '')).join('');
}
