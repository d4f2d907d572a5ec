import { TroupeError, isTroupeError } from '../../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest } from '../../../core/ports';
import { type RequestSettings, pickSettings } from '../ai-node-sdk/troupe-model';
import { filteredReply, isFilteredIfEmpty, orFiltered } from './connected-filter';
import { type ConnectedMessage, toConnectedChoice, toConnectedMessages, toConnectedTool } from './connected-messages';
import { connectedModelFault } from './connected-model-fault';
import { type ConnectedReply, findReason, fromConnectedReply, isCutResponse, readText } from './connected-reply';
import { withSettings } from './connected-settings';

/** Models that refuse every temperature but their own, as reasoning models do, by their ids. */
const refusing = new Set<string>();

const maxModels = 100;

/** A request without a temperature, if the model refused one before. */
const withoutRefused = (request: ChatRequest, id: string): ChatRequest =>
	refusing.has(id) ? { ...request, temperature: undefined } : request;

/** LangChain model of n8n, used by its shape so that no version of it is bound here. */
export interface ConnectedModel {
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
			adapting(request, id, async (asked) => {
				const target = prepare(connected, asked, id);
				const invoke = () => target.invoke(messagesFor(target, asked), optionsFor(target, asked, signal));
				const reply = await guarded(signal, id, () => orFiltered(invoke(), id, filteredReply));
				return fromConnectedReply(reply, asked, id);
			}),
		stream: (request, signal) => streamConnected(connected, request, signal, id),
	};
}

/** Asks again without what the model refuses. */
function adapting<Answer>(request: ChatRequest, id: string, ask: (request: ChatRequest) => Promise<Answer>): Promise<Answer> {
	const asked = withoutRefused(request, id);
	return ask(asked).catch((error: unknown) =>
		noteRefusal(error, asked, id) ? ask(withoutRefused(request, id)) : Promise.reject(error as Error),
	);
}

function isConnectedModel(value: unknown): value is ConnectedModel {
	return typeof value === 'object' && value !== null && typeof (value as ConnectedModel).invoke === 'function';
}

function prepare(connected: ConnectedModel, request: ChatRequest, id: string): ConnectedModel {
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

function messagesFor({ takesRequests }: ConnectedModel, request: ChatRequest): ConnectedMessage[] {
	return toConnectedMessages(takesRequests ? { ...request, responseSchema: undefined } : request);
}

function optionsFor({ takesRequests }: ConnectedModel, request: ChatRequest, signal: AbortSignal): CallOptions {
	return { signal, callbacks: [], ...(takesRequests && { troupe: pickSettings(request) }) };
}

async function* streamConnected(model: ConnectedModel, request: ChatRequest, signal: AbortSignal, id: string): AsyncGenerator<ChatPart> {
	let whole: ConnectedReply | undefined;
	let reason = '';
	for await (const chunk of chunksOf(model, request, signal, id)) {
		whole = whole && 'concat' in whole ? join(whole as ConnectedChunk, chunk) : chunk;
		reason = findReason(chunk) || reason;
		const text = readText(chunk);
		if (text) yield { kind: 'text', text };
	}
	if (!whole)
		throw new TroupeError({ code: 'MODEL_MALFORMED_RESPONSE', message: `The connected chat model ${id} returned an empty stream.` });
	const response = fromConnectedReply(whole, request, id, reason || (isCutResponse(whole) ? 'max_output_tokens' : ''));
	for (const call of response.toolCalls ?? []) yield { kind: 'tool-call', call };
	yield { kind: 'end', response };
}

const join = (whole: ConnectedChunk, chunk: ConnectedReply): ConnectedReply =>
	chunk === filteredReply ? whole : whole.concat(chunk as ConnectedChunk);

async function* chunksOf(model: ConnectedModel, request: ChatRequest, signal: AbortSignal, id: string): AsyncGenerator<ConnectedReply> {
	const { chunks, first } = await adapting(request, id, (asked) => openStream(prepare(model, asked, id), asked, signal, id));
	if (first.done && isFilteredIfEmpty(id)) yield filteredReply;
	try {
		for (let next = first; !next.done; next = await guarded(signal, id, () => nextOf(chunks, id))) yield next.value;
	} finally {
		giveUp(chunks);
	}
}

/** With the first chunk: before it, nobody has seen anything of the answer, and the model can be asked again. */
async function openStream(model: ConnectedModel, request: ChatRequest, signal: AbortSignal, id: string) {
	const messages = messagesFor(model, request);
	const options = optionsFor(model, request, signal);
	const opened = model.stream
		? await guarded(signal, id, () => model.stream!(messages, options))
		: once(() => model.invoke(messages, options));
	const chunks = opened[Symbol.asyncIterator]() as AsyncIterator<ConnectedReply, unknown>;
	const first = guarded(signal, id, () => nextOf(chunks, id));
	first.catch(() => giveUp(chunks));
	return { chunks, first: await first };
}

/** A chunk that says so, where a filter ends the stream. */
const nextOf = (chunks: AsyncIterator<ConnectedReply, unknown>, id: string) =>
	orFiltered<IteratorResult<ConnectedReply, unknown>>(chunks.next(), id, { value: filteredReply });

/** Not waited for: it may be the model that does not answer. */
function giveUp(chunks: AsyncIterator<unknown, unknown>): void {
	void chunks.return?.()?.catch(() => undefined);
}

async function* once(ask: () => Promise<ConnectedReply>): AsyncGenerator<ConnectedReply> {
	yield await ask();
}

/** Some models look at the signal late or never: the run ends when it is told to all the same. */
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

/**
 * Notes that a model refused the temperature that an agent asks for.
 * @returns whether to ask again, without it
 */
function noteRefusal(error: unknown, { temperature }: ChatRequest, id: string): boolean {
	if (temperature === undefined || !isTroupeError(error) || error.details?.parameter !== 'temperature') return false;
	if (refusing.size >= maxModels) refusing.clear();
	refusing.add(id);
	return true;
}
