import type OpenAI from 'openai';
import type { TroupeError } from '../../../../core/base/errors';
import { estimateUsage } from '../../../../core/tokens/estimate-tokens';
import { readEnding, settleAnswer } from '../../../../core/ports/models/answer-ending';
import type { ChatRequest, ChatResponse, NativeMessage, TokenUsage } from '../../../../core/ports/models/models';
import { createCallIds } from '../../shared/call-ids';
import type { ModelCall } from '../../shared/model-call';
import { tellUnread } from '../../shared/read-leniently';
import { endedError, malformedError } from '../../shared/to-model-error';
import { withUsage } from '../../shared/with-usage';
import { CallPieces, type CallPiece, type WrittenCall } from './call-pieces';
import { type ThoughtPart, Thoughts } from './native-data';
import { toTokenUsage, type Usage } from './to-token-usage';

export type MessagePart = Partial<OpenAI.ChatCompletionMessage> &
	ThoughtPart & {
		tool_calls?: Array<CallPiece | null> | null;
		/** The protocol's older form: at most one call. */
		function_call?: CallPiece['function'];
	};

export class Answer {
	text = '';
	/** Empty until the server gives it. */
	finish = '';
	usage?: Usage;
	tier?: unknown;
	/** True once anything was received, which must be paid for. */
	started = false;
	unreadEvents = 0;
	#refused = false;
	readonly #thoughts = new Thoughts();
	readonly #calls: CallPieces;
	readonly #idOf: (index: number) => string;

	constructor(
		private readonly request: ChatRequest,
		private readonly call: ModelCall,
	) {
		this.#calls = new CallPieces(request.tools?.map(({ name }) => name));
		this.#idOf = createCallIds(request.messages);
	}

	add(part: MessagePart, form: 'whole' | 'piece'): string {
		this.started = true;
		const text = readText(part.content) || part.refusal || '';
		if (typeof text !== 'string') throw malformedError(this.call, 'its content is not text');
		if (part.refusal) this.#refused = true;
		this.text += text;
		this.#thoughts.add(part);
		const older = part.function_call ? [{ function: part.function_call }] : [];
		for (const call of part.tool_calls?.length ? part.tool_calls : older)
			if (call) this.#calls[form === 'whole' ? 'addWhole' : 'addPiece'](call);
		return text;
	}

	/** @throws TroupeError MODEL_* for an incomplete answer */
	toResponse(): ChatResponse {
		const ending = this.#refused ? 'filtered' : readEnding(this.finish);
		const written = ending === 'complete' ? this.#readCalls() : [];
		const calls = written.map(({ extra: _extra, ...call }) => call);
		const settled = settleAnswer(ending, calls, (fault) => withUsage(endedError(this.finish, fault, this.call), this.toUsage()));
		const native = settled.toolCalls && this.#native(written);
		return {
			text: this.text,
			...settled,
			model: this.call.id,
			usage: this.toUsage(),
			...tellUnread(this),
			...(native && { native }),
		};
	}

	#readCalls(): WrittenCall[] {
		try {
			return this.#calls.read(this.call).map((call, index) => ({ ...call, id: call.id || this.#idOf(index) }));
		} catch (error) {
			throw withUsage(error as TroupeError, this.toUsage());
		}
	}

	#native(calls: WrittenCall[]): NativeMessage | undefined {
		return this.#thoughts.toNative(
			this.call.id,
			calls.map(({ id }) => id),
			calls.map(({ extra }) => extra),
		);
	}

	toUsage(): TokenUsage {
		const written = [this.#thoughts.text, this.text, this.#calls.text].join('');
		return toTokenUsage(this.usage, this.tier) ?? estimateUsage(this.request.messages, written);
	}
}

/** Some thinking models return a list of parts, including thoughts. */
function readText(content: unknown): unknown {
	if (!Array.isArray(content)) return content;
	return content.map((part) => (isText(part) ? part.text : '')).join('');
}

function isText(part: unknown): part is { text: string } {
	const { type = 'text', text } = (part ?? {}) as { type?: unknown; text?: unknown };
	return typeof text === 'string' && (type === 'text' || type === 'output_text');
}
