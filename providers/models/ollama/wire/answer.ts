import type { ChatResponse as OllamaPart } from 'ollama/browser';
import { estimateUsage } from '../../../../core/tokens/estimate-tokens';
import { isTokenCount, unlessZero } from '../../../../core/tokens/token-usage';
import { readEnding, readReason, settleAnswer } from '../../../../core/ports/models/answer-ending';
import type { ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../../core/ports/models/models';
import { createCallIds } from '../../shared/call-ids';
import type { ModelCall } from '../../shared/model-call';
import { writeArguments } from '../../shared/read-arguments';
import { tellUnread } from '../../shared/read-leniently';
import { endedError, malformedError } from '../../shared/to-model-error';
import type { NativeData } from './to-body';

export class Answer {
	text = '';
	started = false;
	unreadEvents = 0;
	isEnded = false;
	readonly #calls: ToolCall[] = [];
	readonly #idOf: (index: number) => string;
	#thought = '';
	#reason = '';
	#usage?: TokenUsage;

	constructor(
		private readonly request: ChatRequest,
		private readonly call: ModelCall,
	) {
		this.#idOf = createCallIds(request.messages);
	}

	add(part: Partial<OllamaPart>): string {
		const { message, done, done_reason: reason } = part;
		if (done) {
			this.isEnded = true;
			this.#reason = readReason(reason);
			this.#usage = toUsage(part);
		}
		if (!message || typeof (message.content ?? '') !== 'string') throw malformedError(this.call, 'it has no message');
		this.started = true;
		const text = message.content ?? '';
		this.text += text;
		if (typeof message.thinking === 'string') this.#thought += message.thinking;
		for (const call of message.tool_calls ?? []) this.#addCall(call);
		return text;
	}

	/** Older versions of Ollama assign no ids. */
	#addCall(written: { id?: unknown; function?: { name?: unknown; arguments?: unknown } }): void {
		const { name, arguments: given } = written.function ?? {};
		if (typeof name !== 'string') throw malformedError(this.call, 'one of its tool calls has no name');
		const id = typeof written.id === 'string' && written.id !== '' ? written.id : this.#idOf(this.#calls.length);
		this.#calls.push({ id, name, arguments: writeArguments(given) });
	}

	/** @throws TroupeError MODEL_* for an answer that the server did not complete */
	toResponse(): ChatResponse {
		const settled = settleAnswer(readEnding(this.#reason), this.#calls, (ending) => endedError(this.#reason, ending, this.call));
		const native: NativeData | undefined = settled.toolCalls && this.#thought !== '' ? { thought: this.#thought } : undefined;
		return {
			text: this.text,
			...settled,
			model: this.call.id,
			usage: this.toUsage(),
			...tellUnread(this),
			...(native && { native: { model: this.call.id, data: native, texts: ['thought'] } }),
		};
	}

	toUsage(): TokenUsage {
		const written = [this.#thought, this.text, ...this.#calls.map((call) => call.name + call.arguments)].join('');
		return this.#usage ?? estimateUsage(this.request.messages, written);
	}
}

/** Undefined if the server omits a figure, as for a cached prompt. */
function toUsage({ prompt_eval_count: input, eval_count: output }: Partial<OllamaPart>): TokenUsage | undefined {
	if (!isTokenCount(input) || !isTokenCount(output)) return undefined;
	return unlessZero({ inputTokens: input, outputTokens: output, estimated: false });
}
