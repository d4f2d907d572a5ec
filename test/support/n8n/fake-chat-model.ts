/** Chat models as LangChain makes them, as far as ours touches them: its base class in small, and a model with a script. */

type Fields = Record<string, unknown>;

export class FakeMessage {
	type = 'human';
	lc_kwargs: Fields;
	content: unknown;
	additional_kwargs: Fields;
	response_metadata: Fields;
	tool_calls?: Array<{ id?: string; name: string; args: unknown }>;
	tool_call_chunks?: Array<{ index: number; id?: string; name?: string; args?: string }>;
	usage_metadata?: { total_tokens: number };
	id?: string;
	[field: string]: unknown;

	constructor(fields: Fields | string) {
		const values = typeof fields === 'string' ? { content: fields } : fields;
		this.lc_kwargs = values;
		this.content = values.content;
		this.additional_kwargs = (values.additional_kwargs ?? {}) as Fields;
		this.response_metadata = (values.response_metadata ?? {}) as Fields;
		for (const [name, value] of Object.entries(values)) this[name] ??= value;
	}

	toJSON(): unknown {
		return { kwargs: Object.fromEntries(Object.keys(this.lc_kwargs).map((key) => [key, this[key] ?? this.lc_kwargs[key]])) };
	}
}

export class FakeAi extends FakeMessage {
	override type = 'ai';
}
export class FakeSystem extends FakeMessage {
	override type = 'system';
}
export class FakeTool extends FakeMessage {
	override type = 'tool';
}

/** Merges as chunks do: texts and arguments grow, figures add up. Its calls are read of their pieces. */
export class FakeAiChunk extends FakeAi {
	constructor(fields: Fields | string) {
		super(fields);
		const whole = this.tool_call_chunks?.map(({ id, name, args }) => ({ ...(id && { id }), name: name!, args: tryParse(args) }));
		if (whole?.length) this.tool_calls = whole;
	}

	concat(other: FakeAiChunk): FakeAiChunk {
		const calls = [...(this.tool_call_chunks ?? [])].map((call) => ({ ...call }));
		for (const call of other.tool_call_chunks ?? []) {
			const begun = calls.find(({ index }) => index === call.index);
			if (begun) begun.args = (begun.args ?? '') + (call.args ?? '');
			else calls.push({ ...call });
		}
		const tokens = (this.usage_metadata?.total_tokens ?? 0) + (other.usage_metadata?.total_tokens ?? 0);
		const content =
			typeof this.content === 'string' ? this.content + String(other.content) : [...(this.content as []), ...(other.content as [])];
		const response_metadata = { ...this.response_metadata, ...other.response_metadata };
		return new FakeAiChunk({
			content,
			response_metadata,
			tool_call_chunks: calls,
			...(tokens > 0 && { usage_metadata: { total_tokens: tokens } }),
		});
	}
}

function tryParse(text?: string): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		return undefined;
	}
}

export class FakeChunk {
	text: string;
	message: FakeAiChunk;
	generationInfo?: object;

	constructor({ text, message, generationInfo }: { text: string; message: FakeAiChunk; generationInfo?: object }) {
		Object.assign(this, { text, message, generationInfo });
		this.text = text;
		this.message = message;
	}

	concat(other: FakeChunk): FakeChunk {
		return new FakeChunk({ text: this.text + other.text, message: this.message.concat(other.message) });
	}
}

interface Listener {
	start(messages: unknown): void;
	end(result: unknown): void;
}

interface Options {
	callbacks?: Listener[];
	tools?: unknown[];
}

/** As the base class reads what is not a message yet. */
function toMessage(input: [string, string] | ({ role: string } & Fields)): FakeMessage {
	if (Array.isArray(input)) return new FakeAi(input[1]);
	const { role, ...fields } = input;
	if (role === 'tool' && typeof fields.tool_call_id === 'string') return new FakeTool(fields);
	throw new Error(`Unable to coerce message from array: ${JSON.stringify(input)}`);
}

class FakeBaseChatModel {
	lc_namespace = ['langchain', 'chat_models', 'fake'];
	callbacks?: Listener[];

	static _convertInputToPromptValue(input: Array<[string, string] | ({ role: string } & Fields)>) {
		return { toChatMessages: () => input.map(toMessage) };
	}

	async invoke(messages: FakeMessage[], options: Options = {}): Promise<FakeAi> {
		return (await this.generate([messages], options)).generations[0]![0]!.message;
	}

	generatePrompt(): never {
		throw new Error('Not of interest here.');
	}

	async generate(lists: FakeMessage[][], { callbacks = surroundings, ...options }: Options = {}) {
		const listeners = [...(this.callbacks ?? []), ...callbacks];
		for (const listener of listeners) listener.start(lists[0]!.map((message) => message.toJSON()));
		const result = await this._generate(lists[0]!, options);
		for (const listener of listeners) listener.end(result.generations.map(({ text }) => text));
		return { generations: [result.generations], llmOutput: result.llmOutput };
	}

	async *stream(messages: FakeMessage[], options: Options = {}): AsyncGenerator<FakeAiChunk> {
		yield* this._streamIterator(messages, options);
	}

	async *_streamIterator(messages: FakeMessage[], { callbacks = surroundings, ...options }: Options = {}): AsyncGenerator<FakeAiChunk> {
		const listeners = [...(this.callbacks ?? []), ...callbacks];
		for (const listener of listeners) listener.start(messages.map((message) => message.toJSON()));
		let text = '';
		for await (const chunk of this._streamResponseChunks(messages, options)) {
			text += chunk.text;
			yield chunk.message;
		}
		for (const listener of listeners) listener.end([text]);
	}

	_generate(
		_messages: FakeMessage[],
		_options: Options,
	): Promise<{ generations: Array<{ text: string; message: FakeAi }>; llmOutput: object }> {
		throw new Error('Not implemented.');
	}

	_streamResponseChunks(_messages: FakeMessage[], _options: Options): AsyncIterable<FakeChunk> {
		throw new Error('Not implemented.');
	}
}

/** Default listeners: LangChain finds them by AsyncLocalStorage. */
export const surroundings: Listener[] = [];

/** Answers what `respond` says, in a stream in the pieces that it gives. */
export class FakeChatModel extends FakeBaseChatModel {
	readonly seen: FakeMessage[][] = [];

	constructor(readonly respond: (messages: FakeMessage[]) => FakeAiChunk[]) {
		super();
	}

	/** Returns a new model, as ChatOpenAI does. */
	withConfig(options: Options): FakeChatModel {
		const copy = new FakeChatModel(this.respond);
		copy.callbacks = this.callbacks;
		return Object.assign(copy, { tools: options.tools, seen: this.seen });
	}

	bindTools(tools: unknown[]): FakeChatModel {
		return this.withConfig({ tools });
	}

	override async _generate(messages: FakeMessage[]) {
		this.seen.push(messages);
		const { content, tool_call_chunks, ...rest } = this.respond(messages).reduce((whole, chunk) => whole.concat(chunk));
		const tool_calls = tool_call_chunks?.map(({ id, name, args }) => ({
			...(id && { id }),
			name: name!,
			args: JSON.parse(args!) as unknown,
		}));
		const message = new FakeAi({ content, tool_calls, usage_metadata: rest.usage_metadata });
		return { generations: [{ text: String(content), message }], llmOutput: { tokenUsage: 7 } };
	}

	override async *_streamResponseChunks(messages: FakeMessage[]): AsyncGenerator<FakeChunk> {
		this.seen.push(messages);
		for (const message of this.respond(messages)) yield new FakeChunk({ text: String(message.content), message });
	}
}
