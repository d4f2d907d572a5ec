import type { ChatResponse as OllamaPart } from 'ollama/browser';
import { estimateUsage } from '../../../../core/tokens/estimate-tokens';
import { isTokenCount } from '../../../../core/tokens/token-usage';
import type { ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../../core/ports';
import { createCallIds } from '../../shared/call-ids';
import type { ModelCall } from '../../shared/model-call';
import { malformedError } from '../../shared/to-model-error';
import type { NativeData } from './to-body';

/** Collects an answer, whole or in pieces. */
export class Answer {
	text = '';
	/** True if anything was received. */
	started = false;
	readonly toolCalls: ToolCall[] = [];
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

	/** Adds a part and returns its text and calls. */
	add(part: Partial<OllamaPart>): { text: string; calls: ToolCall[] } {
		const { message, done, done_reason: reason } = part;
		if (!message || typeof (message.content ?? '') !== 'string') throw malformedError(this.call, 'it has no message');
		this.started = true;
		const text = message.content ?? '';
		this.text += text;
		if (typeof message.thinking === 'string') this.#thought += message.thinking;
		const calls = (message.tool_calls ?? []).map((call) => this.#toCall(call));
		if (done) {
			this.#reason = reason ?? '';
			this.#usage = toUsage(part);
		}
		return { text, calls };
	}

	/** Creates ids for calls: older versions of Ollama assign none. */
	#toCall(written: { id?: unknown; function?: { name?: unknown; arguments?: unknown } }): ToolCall {
		const { name, arguments: given } = written.function ?? {};
		if (typeof name !== 'string') throw malformedError(this.call, 'one of its tool calls has no name');
		const id = typeof written.id === 'string' && written.id !== '' ? written.id : this.#idOf(this.toolCalls.length);
		const call = { id, name, arguments: typeof given === 'string' ? given : JSON.stringify(given ?? {}) };
		this.toolCalls.push(call);
		return call;
	}

	toResponse(): ChatResponse {
		const { toolCalls } = this;
		const native: NativeData | undefined = toolCalls.length > 0 && this.#thought !== '' ? { thought: this.#thought } : undefined;
		return {
			text: this.text,
			...(toolCalls.length > 0 && { toolCalls }),
			finish: toolCalls.length > 0 ? 'tool-calls' : this.#reason === 'length' ? 'length' : 'stop',
			model: this.call.id,
			usage: this.toUsage(),
			...(native && { native: { model: this.call.id, data: native, texts: ['thought'] } }),
		};
	}

	toUsage(): TokenUsage {
		const written = [this.#thought, this.text, ...this.toolCalls.map((call) => call.name + call.arguments)].join('');
		return this.#usage ?? estimateUsage(this.request.messages, written);
	}
}

/** Undefined if the server omits a figure, as it did for a cached prompt. */
function toUsage({ prompt_eval_count: input, eval_count: output }: Partial<OllamaPart>): TokenUsage | undefined {
	if (!isTokenCount(input) || !isTokenCount(output)) return undefined;
	return { inputTokens: input, outputTokens: output, estimated: false };
}
