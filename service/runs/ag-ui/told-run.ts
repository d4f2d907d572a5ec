import { type Event, EventType, type Interrupt, type Message, PROTOCOL_VERSION } from '@ag-ui/core';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { toFields } from '../../offered-agents/describe-outcome';
import type { RunAnswer } from '../run-answer';
import { interruptId, type RunInput } from './run-input';

interface ShownPending {
	id: string;
	kind: 'question' | 'approval';
	question?: string;
	choices?: string[];
	tool?: string;
	effect?: string;
	arguments?: unknown;
}

/** Tells one run as events of AG-UI (https://docs.ag-ui.com/concepts/events), in the order that its clients verify. */
export class ToldRun {
	/** As the client has them after the last event. */
	readonly #messages: Message[];
	#open?: { id: string; content: string };
	#count = 0;

	constructor(
		private readonly runId: string,
		private readonly input: RunInput,
	) {
		this.#messages = [...(input.messages as Message[])];
	}

	begin(): Event[] {
		return [{ type: EventType.RUN_STARTED, ...this.#ids, protocolVersion: PROTOCOL_VERSION }, this.#tellState({ state: 'running' })];
	}

	/** @param event of the agent of the run itself, as its caller may read it */
	tell(event: AgentEvent): Event[] {
		switch (event.kind) {
			case 'model-part':
				return this.#write(event.text);
			case 'model-withdrawn':
				return this.#withdraw();
			case 'model-finished':
				return this.#close();
			case 'tool-started':
				return this.#call(event);
			case 'tool-finished':
				return this.#return(event);
			default:
				return [];
		}
	}

	end(answer: RunAnswer): Event[] {
		const { state, reply, error, usage, pending = [] } = answer;
		if (state === 'running' || state === 'interrupted') return [...this.#close(), goesOn(answer)];
		if (state === 'failed') return [...this.#close(), { type: EventType.RUN_ERROR, message: error!.message, code: error!.code }];
		const said = state === 'completed' && reply !== undefined ? this.#say(reply) : this.#close();
		const { model, inputTokens, outputTokens } = (usage ?? {}) as { model?: string; inputTokens?: number; outputTokens?: number };
		return [
			...said,
			this.#tellState(answer),
			{
				...{ type: EventType.RUN_FINISHED, ...this.#ids, result: answer },
				outcome:
					state === 'waiting'
						? { type: 'interrupt', interrupts: (pending as ShownPending[]).map((one) => toInterrupt(this.runId, one)) }
						: { type: state === 'cancelled' ? 'cancelled' : 'success' },
				...(usage && { usage: [{ ...(model !== undefined && { model }), inputTokens, outputTokens }] }),
			},
		];
	}

	get #ids() {
		return { threadId: this.input.threadId, runId: this.input.runId };
	}

	/** The client's own run has another id than the one under which the service finds it. */
	#tellState({ state, outcome, reason }: Pick<RunAnswer, 'state' | 'outcome' | 'reason'>): Event {
		return { type: EventType.STATE_SNAPSHOT, snapshot: { runId: this.runId, state, ...(outcome && { outcome, reason }) } };
	}

	#write(delta: string): Event[] {
		const begun: Event[] = [];
		if (!this.#open) {
			this.#open = { id: this.#nextId(), content: '' };
			begun.push({ type: EventType.TEXT_MESSAGE_START, messageId: this.#open.id, role: 'assistant' });
		}
		this.#open.content += delta;
		return [...begun, { type: EventType.TEXT_MESSAGE_CONTENT, messageId: this.#open.id, delta }];
	}

	#close(): Event[] {
		if (!this.#open) return [];
		const { id, content } = this.#open;
		this.#open = undefined;
		this.#messages.push({ id, role: 'assistant', content });
		return [{ type: EventType.TEXT_MESSAGE_END, messageId: id }];
	}

	/** Takes back the text that was told last; AG-UI has no smaller event for it. */
	#withdraw(): Event[] {
		const closed = this.#close();
		if (this.#readLast() === undefined) return closed;
		this.#messages.pop();
		return [...closed, { type: EventType.MESSAGES_SNAPSHOT, messages: [...this.#messages] }];
	}

	/** The whole answer: what was streamed before a guardrail changed it is not. */
	#say(reply: string): Event[] {
		const closed = this.#close();
		const last = this.#readLast();
		if (last === reply) return closed;
		return [...closed, ...(last === undefined ? [] : this.#withdraw()), ...this.#write(reply), ...this.#close()];
	}

	/** The text of the last message, if this run told it. */
	#readLast(): string | undefined {
		const last = this.#messages.at(-1);
		if (this.#messages.length === this.input.messages.length || last?.role !== 'assistant') return undefined;
		return typeof last.content === 'string' ? last.content : undefined;
	}

	#call({ callId, tool, arguments: given }: AgentEvent & { kind: 'tool-started' }): Event[] {
		const closed = this.#close();
		const text = given === undefined ? '' : JSON.stringify(given);
		const call = { id: callId, type: 'function' as const, function: { name: tool, arguments: text } };
		this.#messages.push({ id: this.#nextId(), role: 'assistant', toolCalls: [call] });
		return [
			...closed,
			{ type: EventType.TOOL_CALL_START, toolCallId: callId, toolCallName: tool },
			...(text === '' ? [] : [{ type: EventType.TOOL_CALL_ARGS, toolCallId: callId, delta: text } as const]),
			{ type: EventType.TOOL_CALL_END, toolCallId: callId },
		];
	}

	/** What a tool returned is for the agent: the client reads how the call went. */
	#return({ callId, outcome, errorCode }: AgentEvent & { kind: 'tool-finished' }): Event[] {
		const isTold = this.#messages.some((one) => one.role === 'assistant' && one.toolCalls?.some(({ id }) => id === callId));
		if (!isTold || outcome === 'asked') return [];
		const message = { id: this.#nextId(), toolCallId: callId, content: errorCode === undefined ? outcome : `${outcome}: ${errorCode}` };
		this.#messages.push({ ...message, role: 'tool' });
		const { id: messageId, ...result } = message;
		return [{ type: EventType.TOOL_CALL_RESULT, messageId, role: 'tool', ...result }];
	}

	#nextId = (): string => `${this.runId}-${(this.#count += 1)}`;
}

function toInterrupt(runId: string, pending: ShownPending): Interrupt {
	const { id, kind, question, tool, effect, arguments: input } = pending;
	const isApproval = kind === 'approval';
	return {
		...{ id: interruptId(runId, id), reason: isApproval ? 'tool_call' : 'input_required' },
		...{ message: question ?? `Approval of ${tool}`, responseSchema: toFields(pending) },
		...(isApproval && { toolCallId: id, metadata: { tool, effect, ...(input !== undefined && { arguments: input }) } }),
	};
}

const goesOn = ({ runId, state }: RunAnswer): Event => ({
	...{ type: EventType.RUN_ERROR, code: 'RUN_TAKEN' },
	message: `The run ${state === 'running' ? 'goes on in another process' : 'was cut off'}. Read it: GET /api/v1/runs/${encodeURIComponent(runId)}.`,
});
