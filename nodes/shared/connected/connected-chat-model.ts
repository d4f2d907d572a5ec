import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest } from '../../../core/ports/models/models';
import { type RequestSettings, pickSettings } from '../ai-node-sdk/troupe-model';
import { filteredReply, isFilteredIfEmpty, orCut, orFiltered } from './connected-filter';
import { formatFor, type Format, withAnswerAsText } from './connected-format';
import { type ConnectedMessage, toConnectedChoice, toConnectedMessages, toConnectedTool } from './connected-messages';
import { connectedModelFault } from './connected-model-fault';
import { type ConnectedReply, findReason, fromConnectedReply, isCutResponse, readText } from './connected-reply';

/** Models that refuse every temperature but their own, as reasoning models do, by their ids. */
const withoutTemperature = new Set<string>();

/** Models that refuse to be held to a schema, by their ids and the schema. */
const withoutFormat = new Set<string>();

const maxNoted = 100;

function adapting<Answer>(
	request: ChatRequest,
	{ id, model }: { id: string; model: object },
	ask: (request: ChatRequest, format: Format | undefined) => Promise<Answer>,
): Promise<Answer> {
	const formatted = `${id} ${JSON.stringify(request.responseSchema?.schema)}`;
	const format = withoutFormat.has(formatted) ? undefined : formatFor(model, request);
	const inWords = () => askUntilDeadline(request, id, (asked) => ask(asked, undefined));
	if (!format) return inWords();
	return askUntilDeadline(request, id, (asked) => ask(asked, format)).catch(async (error: unknown) => {
		if (!isTroupeError(error) || error.code !== 'MODEL_BAD_REQUEST') throw error;
		const answer = await inWords();
		note(withoutFormat, formatted);
		return answer;
	});
}

/** A model that refused a temperature before is asked without one. */
function askUntilDeadline<Answer>(request: ChatRequest, id: string, ask: (request: ChatRequest) => Promise<Answer>): Promise<Answer> {
	const bare: ChatRequest = { ...request, temperature: undefined };
	if (request.temperature === undefined || withoutTemperature.has(id)) return ask(bare);
	return ask(request).catch((error: unknown) => {
		if (!isTroupeError(error) || error.details?.parameter !== 'temperature') throw error;
		note(withoutTemperature, id);
		return ask(bare);
	});
}

function note(set: Set<string>, entry: string): void {
	if (set.size >= maxNoted) set.clear();
	set.add(entry);
}

type Fields = Record<string, unknown>;

/** Names of the token limit in LangChain's models. */
const limits = ['maxTokens', 'maxOutputTokens', 'numPredict'];

/**
 * A connected model with the request's limit and temperature, where it has such fields. Its node's lower limit and own temperature hold.
 * Copied: others are connected to the model too.
 */
function withSettings<Model extends object>(model: Model, { maxOutputTokens, temperature }: ChatRequest): Model {
	const own: Fields = {};
	const fields = model as Fields;
	for (const name of limits) if (name in model && maxOutputTokens) own[name] = lower(fields[name], maxOutputTokens);
	if ('temperature' in model && fields.temperature === undefined && temperature !== undefined) own.temperature = temperature;
	// A model that goes by several protocols has one of its own kind for each; a binding has the model that it binds.
	for (const [name, part] of Object.entries(fields))
		if (isModel(part)) own[name] = withSettings(part, { messages: [], maxOutputTokens, temperature });
	if (Object.keys(own).length === 0) return model;
	const properties = Object.entries(own).map(([name, value]) => [name, { value, writable: true, configurable: true, enumerable: true }]);
	return Object.create(model, Object.fromEntries(properties) as PropertyDescriptorMap) as Model;
}

const lower = (own: unknown, wanted: number) => (typeof own === 'number' && own > 0 ? Math.min(own, wanted) : wanted);

function isModel(value: unknown): value is object {
	const { lc_namespace: namespace } = (value ?? {}) as { lc_namespace?: unknown };
	return typeof value === 'object' && Array.isArray(namespace) && namespace.includes('chat_models');
}

interface ConnectedModel {
	invoke(messages: ConnectedMessage[], options: CallOptions): Promise<ConnectedReply>;
	stream?(messages: ConnectedMessage[], options: CallOptions): Promise<AsyncIterable<ConnectedChunk>>;
	bindTools?(tools: object[], options?: object): ConnectedModel;
	model?: string;
	modelName?: string;
	/** A model of Troupe's: it takes in `troupe` what LangChain has no words for, and writes down by itself what its calls use. */
	takesRequests?: true;
}

interface CallOptions {
	signal: AbortSignal;
	/** None of the surroundings': an agent that streams would show this call's text beside its own. The model's own, by which n8n records it, stay. */
	callbacks: [];
	troupe?: RequestSettings;
}

interface ConnectedChunk extends ConnectedReply {
	concat(chunk: ConnectedChunk): ConnectedChunk;
}

type Chunk = IteratorResult<ConnectedReply, unknown>;
type Chunks = AsyncIterator<ConnectedReply, unknown>;

interface Asking {
	request: ChatRequest;
	signal: AbortSignal;
	id: string;
	format: Format | undefined;
}

/**
 * The model that a workflow connected, as core asks for it.
 * @param connected what `getInputConnectionData` gave: nothing, a model, or a list of them with the last connected first
 * @returns undefined when nothing is connected
 * @throws TroupeError INPUT_INVALID
 */
export function connectedChatModel(connected: unknown): ChatModel | undefined {
	const model: unknown = Array.isArray(connected) ? connected.at(-1) : connected;
	return model === undefined || model === null ? undefined : fromConnected(model);
}

/** @throws TroupeError INPUT_INVALID if it is not a chat model */
export function fromConnected(connected: unknown): ChatModel {
	if (!isConnectedModel(connected)) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The node connected to the Chat Model input is not a chat model: expected one with an `invoke` method.',
			fix: "Connect one of n8n's chat model nodes, such as OpenAI Chat Model.",
		});
	}
	const id = `n8n:${connected.model ?? connected.modelName ?? 'chat-model'}`;
	return {
		id,
		metered: connected.takesRequests === true,
		generate: (request, signal) =>
			adapting(request, { id, model: connected }, async (asked, format) => {
				const target = prepare(connected, asked, id, format);
				const invoke = () => target.invoke(messagesFor(target, asked, format), optionsFor(target, asked, signal, format));
				const reply = await guarded(signal, id, () => orCut(orFiltered(invoke(), id, filteredReply)));
				return fromConnectedReply(withAnswerAsText(reply, format), asked, id);
			}),
		stream: (request, signal) => streamConnected(connected, request, signal, id),
	};
}

function isConnectedModel(value: unknown): value is ConnectedModel {
	return typeof value === 'object' && value !== null && typeof (value as ConnectedModel).invoke === 'function';
}

function prepare(connected: ConnectedModel, request: ChatRequest, id: string, format: Format | undefined): ConnectedModel {
	// The only tool: any call is a call of it. Not every model of n8n takes its name for a choice.
	if (format && 'tool' in format && connected.bindTools)
		return withSettings(connected.bindTools([toConnectedTool(format.tool)], { tool_choice: 'any' }), request);
	if (!request.tools?.length) return withSettings(connected, request);
	if (!connected.bindTools) {
		throw new TroupeError({
			code: 'MODEL_BAD_REQUEST',
			message: `The connected chat model ${id} cannot call tools.`,
			fix: 'Connect a chat model that can, or remove the tools.',
		});
	}
	const choice = toConnectedChoice(request.toolChoice);
	return withSettings(connected.bindTools(request.tools.map(toConnectedTool), choice ? { tool_choice: choice } : undefined), request);
}

/** With words about the format, too: servers that know no `response_format` pass over it. */
function messagesFor({ takesRequests }: ConnectedModel, request: ChatRequest, format: Format | undefined): ConnectedMessage[] {
	const inWords = !takesRequests && !(format && 'tool' in format);
	return toConnectedMessages(inWords ? request : { ...request, responseSchema: undefined });
}

function optionsFor({ takesRequests }: ConnectedModel, request: ChatRequest, signal: AbortSignal, format: Format | undefined): CallOptions {
	const options = format && 'options' in format ? format.options : {};
	return { signal, callbacks: [], ...options, ...(takesRequests && { troupe: pickSettings(request) }) };
}

async function* streamConnected(model: ConnectedModel, request: ChatRequest, signal: AbortSignal, id: string): AsyncGenerator<ChatPart> {
	let whole: ConnectedReply | undefined;
	let reason = '';
	const { chunks, first, format } = await adapting(request, { id, model }, async (asked, wanted) => ({
		...(await openStream(prepare(model, asked, id, wanted), { request: asked, signal, id, format: wanted })),
		format: wanted,
	}));
	for await (const chunk of chunksOf(chunks, first, signal, id)) {
		whole = whole && 'concat' in whole ? join(whole as ConnectedChunk, chunk) : chunk;
		reason = findReason(chunk) || reason;
		const text = readText(chunk);
		if (text) yield { kind: 'text', text };
	}
	if (!whole)
		throw new TroupeError({ code: 'MODEL_MALFORMED_RESPONSE', message: `The connected chat model ${id} returned an empty stream.` });
	const answer = withAnswerAsText(whole, format);
	if (answer !== whole) yield { kind: 'text', text: readText(answer) };
	const response = fromConnectedReply(answer, request, id, reason || (isCutResponse(whole) ? 'max_output_tokens' : ''));
	for (const call of response.toolCalls ?? []) yield { kind: 'tool-call', call };
	yield { kind: 'end', response };
}

const join = (whole: ConnectedChunk, chunk: ConnectedReply): ConnectedReply =>
	chunk === filteredReply ? whole : whole.concat(chunk as ConnectedChunk);

async function* chunksOf(chunks: Chunks, first: Chunk, signal: AbortSignal, id: string): AsyncGenerator<ConnectedReply> {
	if (first.done && isFilteredIfEmpty(id)) yield filteredReply;
	try {
		for (let next = first; !next.done; next = await guarded(signal, id, () => nextOf(chunks, id))) yield next.value;
	} finally {
		giveUp(chunks);
	}
}

/** With the first chunk: until then the model can be asked again. */
async function openStream(model: ConnectedModel, { request, signal, id, format }: Asking): Promise<{ chunks: Chunks; first: Chunk }> {
	const messages = messagesFor(model, request, format);
	const options = optionsFor(model, request, signal, format);
	const opened = model.stream
		? await guarded(signal, id, () => model.stream!(messages, options))
		: once(() => model.invoke(messages, options));
	const chunks = opened[Symbol.asyncIterator]() as Chunks;
	const first = guarded(signal, id, () => nextOf(chunks, id));
	first.catch(() => giveUp(chunks));
	return { chunks, first: await first };
}

/** A chunk that says so, where a filter ends the stream. */
const nextOf = (chunks: Chunks, id: string) => orFiltered<Chunk>(chunks.next(), id, { value: filteredReply });

/** Not waited for: it may be the model that does not answer. */
function giveUp(chunks: AsyncIterator<unknown, unknown>): void {
	void chunks.return?.()?.catch(() => undefined);
}

async function* once(ask: () => Promise<ConnectedReply>): AsyncGenerator<ConnectedReply> {
	yield await ask();
}

/** Some models look at the signal late or never. */
async function guarded<Value>(signal: AbortSignal, id: string, ask: () => Promise<Value>): Promise<Value> {
	let abort: (() => void) | undefined;
	try {
		signal.throwIfAborted();
		const aborted = new Promise<never>((_, reject) => {
			abort = () => reject(signal.reason as Error);
			signal.addEventListener('abort', abort, { once: true });
		});
		return await Promise.race([ask(), aborted]);
	} catch (error) {
		throw connectedModelFault(error, signal, id);
	} finally {
		if (abort) signal.removeEventListener('abort', abort);
	}
}
