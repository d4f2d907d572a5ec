import type { AdmittedCalls } from '../shared/admitted-calls';
import type {
	CallOptions,
	ConnectedChatModel,
	Generation,
	GenerationChunk,
	ModelMessage,
	RunManager,
} from '../shared/connected/langchain-shape';
import { createReply, createToolMessages, findBase, readText } from '../shared/connected/langchain-shape';
import type { CallGuard, RefusedReply, StartCall } from './call-guard';
import { restoreReplyStream } from './restore-reply';

/**
 * The connected model with a guard around each call. It delegates by its prototype: the model itself answers every question, also `instanceof`.
 * The model's callbacks, by which n8n records its runs, see what the model sees; the agent's see what the agent sees.
 */
export function guardChatModel(model: ConnectedChatModel, startCall: StartCall, calls: AdmittedCalls): ConnectedChatModel {
	const base = findBase(model);
	const own: Record<string, unknown> = {
		callbacks: undefined,
		cache: undefined,
		_generate: (messages: ModelMessage[], options: CallOptions) => generate(model, startCall(), calls, messages, options),
		_streamChatModelEvents: base._streamChatModelEvents,
	};
	if (model._streamResponseChunks !== base._streamResponseChunks)
		own._streamResponseChunks = (messages: ModelMessage[], options: CallOptions, run?: RunManager) =>
			reported(stream(model, startCall(), calls, messages, options), run);
	// Each may make a new model, or a binding to this one.
	for (const method of ['bindTools', 'withConfig', 'bind']) {
		if (typeof model[method] !== 'function') continue;
		own[method] = (...args: unknown[]) => guardBound((model[method] as (...args: unknown[]) => object)(...args), startCall, calls);
	}
	return Object.create(model, describe(own)) as ConnectedChatModel;
}

function guardBound(binding: object, startCall: StartCall, calls: AdmittedCalls): object {
	if (!('bound' in binding)) return guardChatModel(binding as ConnectedChatModel, startCall, calls);
	return Object.create(binding, describe({ bound: guardBound(binding.bound as object, startCall, calls) })) as object;
}

const describe = (own: Record<string, unknown>): PropertyDescriptorMap =>
	Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value, writable: true, configurable: true, enumerable: true }]));

async function generate(model: ConnectedChatModel, guard: CallGuard, calls: AdmittedCalls, messages: ModelMessage[], options: CallOptions) {
	try {
		const prepared = await guard.prepare(messages);
		if ('refusal' in prepared) return { generations: [refused(model, prepared.refusal)] };
		for (let { messages: asked } = prepared; ;) {
			const ask = (signal: AbortSignal) => model.generate([asked], alone(options, signal));
			const { generations, llmOutput } = await calls.whole(readSignal(options), ask);
			const restored = await Promise.all(generations[0]!.map((generation) => restore(guard, generation)));
			const refused = restored.find((result) => 'refused' in result);
			if (!refused) return { generations: restored as Generation[], llmOutput };
			asked = withAnswers(model, asked, refused);
		}
	} catch (error) {
		throw guard.fault(error);
	} finally {
		await guard.end();
	}
}

async function restore(guard: CallGuard, generation: Generation): Promise<Generation | RefusedReply> {
	const restored = await guard.restore(generation.message);
	if ('refused' in restored) return restored;
	return { ...generation, message: restored.message, text: readText(restored.message) };
}

function withAnswers(model: ConnectedChatModel, asked: ModelMessage[], { refused, answers }: RefusedReply): ModelMessage[] {
	return [...asked, refused, ...createToolMessages(model, answers)];
}

async function* stream(
	model: ConnectedChatModel,
	guard: CallGuard,
	calls: AdmittedCalls,
	messages: ModelMessage[],
	options: CallOptions,
): AsyncGenerator<GenerationChunk> {
	try {
		const prepared = await guard.prepare(messages);
		// One whole message: as a model gives that cannot stream.
		if ('refusal' in prepared) yield refused(model, prepared.refusal) as GenerationChunk;
		else yield* streamUntilRestored(model, guard, calls, prepared.messages, options);
	} catch (error) {
		throw guard.fault(error);
	} finally {
		await guard.end();
	}
}

async function* streamUntilRestored(
	model: ConnectedChatModel,
	guard: CallGuard,
	calls: AdmittedCalls,
	messages: ModelMessage[],
	options: CallOptions,
): AsyncGenerator<GenerationChunk> {
	for (let asked = messages; ;) {
		const now = asked;
		const ask = (signal: AbortSignal) => chunksOf(model, now, alone(options, signal));
		const refused = yield* restoreReplyStream(calls.streamed(readSignal(options), ask), guard);
		if (!refused) return;
		asked = withAnswers(model, asked, refused);
	}
}

const readSignal = ({ signal }: CallOptions) => (signal instanceof AbortSignal ? signal : undefined);

/** Hides tokens from listeners of the agent's run. Without callbacks, LangChain fills in the surrounding ones; with an empty list, none. */
const alone = (options: CallOptions, signal: AbortSignal): CallOptions => ({ ...options, signal, callbacks: [] });

function refused(model: ConnectedChatModel, refusal: string): Generation {
	const message = createReply(model, refusal);
	message.response_metadata = { finish_reason: 'content_filter' };
	return { message, text: refusal, generationInfo: { finish_reason: 'content_filter' } };
}

/** The model's own stream, with its callbacks. It yields messages: their chunks are checked on the way. */
async function* chunksOf(model: ConnectedChatModel, messages: ModelMessage[], options: CallOptions): AsyncGenerator<GenerationChunk> {
	let last: GenerationChunk | undefined;
	async function* seen(...args: Parameters<ConnectedChatModel['_streamResponseChunks']>) {
		for await (const chunk of model._streamResponseChunks(...args)) yield (last = chunk);
	}
	const watched = Object.create(model, describe({ _streamResponseChunks: seen })) as ConnectedChatModel;
	for await (const _message of watched._streamIterator(messages, options)) if (last) yield last;
}

/** Every model tells its run of each chunk: so streams of an agent's events hear of it. */
async function* reported(chunks: AsyncIterable<GenerationChunk>, run?: RunManager): AsyncGenerator<GenerationChunk> {
	for await (const chunk of chunks) {
		yield chunk;
		await run?.handleLLMNewToken(chunk.text, { prompt: 0, completion: 0 }, undefined, undefined, undefined, { chunk });
	}
}
