import type { TextStream } from '../../core/guardrails/text-stream';
import type { ContentPart, GenerationChunk, ModelMessage } from '../shared/connected/langchain-shape';
import { withFields, withMessage } from '../shared/connected/langchain-shape';
import type { CallGuard } from './call-guard';

/**
 * A reply in chunks as the agent gets it. Text goes on as soon as it is certain; what belongs to tool calls is complete only at the end
 * and comes as one chunk then, and so does the whole reply where it has to be judged as a whole.
 */
export async function* restoreReplyStream(chunks: AsyncIterable<GenerationChunk>, guard: CallGuard): AsyncGenerator<GenerationChunk> {
	const texts = guard.restoreText && new TextBlocks(() => guard.restoreText!());
	let held: GenerationChunk | undefined;
	let last: GenerationChunk | undefined;
	for await (const chunk of chunks) {
		if (texts && isText(chunk.message)) yield await texts.restore((last = chunk));
		else held = held ? held.concat(chunk) : chunk;
	}
	if (last) yield* texts!.rest(last);
	if (held) yield withMessage(held, await guard.restore(held.message));
}

/** Whether a chunk holds nothing but text, and what a provider says about it. */
function isText({ content, tool_call_chunks, additional_kwargs = {} }: ModelMessage): boolean {
	if (tool_call_chunks?.length || additional_kwargs.tool_calls || additional_kwargs.function_call) return false;
	return typeof content === 'string' || content.every((part) => typeof part === 'string' || readable.test(part.type ?? ''));
}

const readable = /^(text|thinking|redacted_thinking|reasoning)$/;

/** The texts of one reply: some providers write several, each with its index. */
class TextBlocks {
	readonly #streams = new Map<unknown, TextStream>();

	constructor(private readonly open: () => TextStream) {}

	async restore(chunk: GenerationChunk): Promise<GenerationChunk> {
		const { content } = chunk.message;
		const restored = typeof content === 'string' ? await this.#push('', content) : await this.#restoreParts(content);
		return withMessage(chunk, withFields(chunk.message, { content: restored }));
	}

	/** What was held back, in chunks that say nothing else: figures in them would count twice. */
	async *rest(like: GenerationChunk): AsyncGenerator<GenerationChunk> {
		for (const [index, stream] of this.#streams) {
			const text = await stream.end();
			if (!text) continue;
			const content: string | ContentPart[] = index === '' ? text : [{ type: 'text', text, ...(index !== undefined && { index }) }];
			const fields = { content, additional_kwargs: {}, response_metadata: {}, usage_metadata: undefined };
			yield withMessage(like, withFields(like.message, fields), {});
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

	#push(index: unknown, piece: string): Promise<string> {
		let stream = this.#streams.get(index);
		if (!stream) this.#streams.set(index, (stream = this.open()));
		return stream.write(piece);
	}
}
