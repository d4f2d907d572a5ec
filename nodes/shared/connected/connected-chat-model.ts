import { TroupeError } from '../../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest } from '../../../core/ports';
import { type RequestSettings, pickSettings } from '../ai-node-sdk/troupe-model';
import { type ConnectedMessage, toConnectedChoice, toConnectedMessages, toConnectedTool } from './connected-messages';
import { connectedModelFault } from './connected-model-fault';
import { type ConnectedReply, fromConnectedReply, readText } from './connected-reply';
import { withSettings } from './connected-settings';

/** What n8n hands over for a connected chat model: a LangChain model, used by its shape so that no version of it is bound here. */
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
		async generate(request, signal) {
			const target = prepare(connected, request, id);
			const reply = await guarded(signal, id, () => target.invoke(messagesFor(target, request), optionsFor(target, request, signal)));
			return fromConnectedReply(reply, request, id);
		},
		stream: (request, signal) => streamConnected(prepare(connected, request, id), request, signal, id),
	};
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
	for await (const chunk of chunksOf(model, request, signal, id)) {
		whole = whole && 'concat' in whole ? (whole as ConnectedChunk).concat(chunk as ConnectedChunk) : chunk;
		const text = readText(chunk);
		if (text) yield { kind: 'text', text };
	}
	if (!whole)
		throw new TroupeError({ code: 'MODEL_MALFORMED_RESPONSE', message: `The connected chat model ${id} returned an empty stream.` });
	const response = fromConnectedReply(whole, request, id);
	for (const call of response.toolCalls ?? []) yield { kind: 'tool-call', call };
	yield { kind: 'end', response };
}

async function* chunksOf(model: ConnectedModel, request: ChatRequest, signal: AbortSignal, id: string): AsyncGenerator<ConnectedReply> {
	const messages = messagesFor(model, request);
	const options = optionsFor(model, request, signal);
	if (!model.stream) {
		yield await guarded(signal, id, () => model.invoke(messages, options));
		return;
	}
	const chunks = (await guarded(signal, id, () => model.stream!(messages, options)))[Symbol.asyncIterator]();
	try {
		for (;;) {
			const next = await guarded(signal, id, () => chunks.next());
			if (next.done) return;
			yield next.value;
		}
	} finally {
		// Not waited for: it may be the model that does not answer.
		void chunks.return?.()?.catch(() => undefined);
	}
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
