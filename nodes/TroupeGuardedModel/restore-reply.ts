import type { TextStream } from '../../core/guardrails/text-stream';
import type { ContentPart, GenerationChunk, ModelMessage } from '../shared/connected/langchain-shape';
import { withFields, withMessage } from '../shared/connected/langchain-shape';
import type { CallGuard, RefusedReply } from './call-guard';

/**
 * A reply in chunks for the agent. Text goes on once certain; tool calls, and replies judged as a whole, come at the end as one chunk. @returns
 * the tool calls that are not made, if any: what the model says next follows in the same stream
 */
export async function* restoreReplyStream(
	chunks: AsyncIterable<GenerationChunk>,
	guard: CallGuard,
): AsyncGenerator<GenerationChunk, RefusedReply | undefined> {
	const texts = guard.restoreText && new TextBlocks(() => guard.restoreText!());
	let held: GenerationChunk | undefined;
	let last: GenerationChunk | undefined;
	for await (const chunk of chunks) {
		if (texts && !(held && hasCall(held.message)) && isText(chunk.message)) yield await texts.restore((last = chunk));
		else held = held ? held.concat(chunk) : chunk;
	}
	if (last) yield* texts!.rest(last);
	if (!held) return undefined;
	const restored = await guard.restore(held.message);
	if ('message' in restored) return void (yield withMessage(held, restored.message));
	if (last && texts!.hasText) yield textChunk(last, '\n\n');
	return restored;
}

function hasCall({ tool_call_chunks, additional_kwargs = {} }: ModelMessage): boolean {
	return Boolean(tool_call_chunks?.length || additional_kwargs.tool_calls || additional_kwargs.function_call);
}

/** A text in a chunk that says nothing else: figures in it would count twice. */
function textChunk(like: GenerationChunk, content: string | ContentPart[]): GenerationChunk {
	const fields = { content, additional_kwargs: {}, response_metadata: {}, usage_metadata: undefined };
	return withMessage(like, withFields(like.message, fields), {});
}

function isText(message: ModelMessage): boolean {
	const { content } = message;
	if (hasCall(message)) return false;
	return typeof content === 'string' || content.every((part) => typeof part === 'string' || readable.test(part.type ?? ''));
}

const readable = /^(text|thinking|redacted_thinking|reasoning)$/;

/** The texts of one reply: some providers write several, each with its index. */
class TextBlocks {
	readonly #streams = new Map<unknown, TextStream>();
	#hasText = false;

	constructor(private readonly open: () => TextStream) {}

	async restore(chunk: GenerationChunk): Promise<GenerationChunk> {
		const { content } = chunk.message;
		const restored = typeof content === 'string' ? await this.#push('', content) : await this.#restoreParts(content);
		return withMessage(chunk, withFields(chunk.message, { content: restored }));
	}

	/** True if the agent got any text. */
	get hasText(): boolean {
		return this.#hasText;
	}

	async *rest(like: GenerationChunk): AsyncGenerator<GenerationChunk> {
		for (const [index, stream] of this.#streams) {
			const text = await stream.end();
			if (!text) continue;
			const content: string | ContentPart[] = index === '' ? text : [{ type: 'text', text, ...(index !== undefined && { index }) }];
			this.#hasText = true;
			yield textChunk(like, content);
		}
	}

	async #restoreParts(parts: ContentPart[]): Promise<ContentPart[]> {
		const restored: ContentPart[] = [];
		for (const part of parts) {
			if (typeof part === 'string') restored.push(await this.#push(undefined, part));
			else restored.push(part.type === 'text' ? { ...part, text: await this.#push(part.index, part.text ?? '') } : part);
		}
		return restored;
	}

	async #push(index: unknown, piece: string): Promise<string> {
		let stream = this.#streams.get(index);
		if (!stream) this.#streams.set(index, (stream = this.open()));
		const text = await stream.write(piece);
		this.#hasText ||= text !== '';
		return text;
	}
}
