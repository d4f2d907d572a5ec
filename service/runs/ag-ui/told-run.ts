import { type Event, EventType, type Interrupt, PROTOCOL_VERSION } from '@ag-ui/core';
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
	#open?: { id: string; content: string };
	#last?: { id: string; content: string };
	readonly #calls = new Set<string>();
	#count = 0;

	constructor(
		private readonly runId: string,
		private readonly input: Pick<RunInput, 'threadId' | 'runId'>,
	) {}

	begin(): Event[] {
		return [{ type: EventType.RUN_STARTED, ...this.#ids, protocolVersion: PROTOCOL_VERSION }, this.#tellState({ state: 'running' })];
	}

	/** @param event of the run's own agent, as its caller may read it */
	tell(event: AgentEvent): Event[] {
		switch (event.kind) {
			case 'model-part':
				return this.#write(event.text, event.step);
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
				type: EventType.RUN_FINISHED,
				...this.#ids,
				result: answer,
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

	/** The client's own run id differs from the service's. */
	#tellState({ state, outcome, reason }: Pick<RunAnswer, 'state' | 'outcome' | 'reason'>): Event {
		return { type: EventType.STATE_SNAPSHOT, snapshot: { runId: this.runId, state, ...(outcome && { outcome, reason }) } };
	}

	/** @param part of the run, so that no message of a continued run repeats an earlier id */
	#write(delta: string, part: number | 'reply'): Event[] {
		const begun: Event[] = [];
		if (!this.#open) {
			this.#open = { id: `${this.runId}-${part}-${(this.#count += 1)}`, content: '' };
			begun.push({ type: EventType.TEXT_MESSAGE_START, messageId: this.#open.id, role: 'assistant' });
		}
		this.#open.content += delta;
		return [...begun, { type: EventType.TEXT_MESSAGE_CONTENT, messageId: this.#open.id, delta }];
	}

	#close(): Event[] {
		if (!this.#open) return [];
		this.#last = this.#open;
		this.#open = undefined;
		return [{ type: EventType.TEXT_MESSAGE_END, messageId: this.#last.id }];
	}

	/** Withdraws the last text: a snapshot of messages would return the client's whole history. */
	#withdraw(): Event[] {
		const closed = this.#close();
		if (!this.#last) return closed;
		const { id: messageId } = this.#last;
		this.#last = undefined;
		return [...closed, { type: EventType.ACTIVITY_SNAPSHOT, messageId, activityType: 'withdrawn', content: {}, replace: true }];
	}

	/** The whole answer: a guardrail can have changed the streamed text. */
	#say(reply: string): Event[] {
		const closed = this.#close();
		if (this.#last?.content === reply) return closed;
		return [...closed, ...this.#withdraw(), ...this.#write(reply, 'reply'), ...this.#close()];
	}

	#call({ callId, tool, arguments: given }: AgentEvent & { kind: 'tool-started' }): Event[] {
		const closed = this.#close();
		const text = given === undefined ? '' : JSON.stringify(given);
		this.#last = undefined;
		this.#calls.add(callId);
		return [
			...closed,
			{ type: EventType.TOOL_CALL_START, toolCallId: callId, toolCallName: tool },
			...(text === '' ? [] : [{ type: EventType.TOOL_CALL_ARGS, toolCallId: callId, delta: text } as const]),
			{ type: EventType.TOOL_CALL_END, toolCallId: callId },
		];
	}

	/** The tool's result is for the agent: the client reads only the call's outcome. */
	#return({ callId, outcome, errorCode }: AgentEvent & { kind: 'tool-finished' }): Event[] {
		if (!this.#calls.has(callId) || outcome === 'asked') return [];
		this.#last = undefined;
		const content = errorCode === undefined ? outcome : `${outcome}: ${errorCode}`;
		return [{ type: EventType.TOOL_CALL_RESULT, messageId: `${this.runId}-${callId}`, role: 'tool', toolCallId: callId, content }];
	}
}

function toInterrupt(runId: string, pending: ShownPending): Interrupt {
	const { id, kind, question, tool, effect, arguments: input } = pending;
	const isApproval = kind === 'approval';
	return {
		id: interruptId(runId, id),
		reason: isApproval ? 'tool_call' : 'input_required',
		message: question ?? `Approval of ${tool}`,
		responseSchema: toFields(pending),
		...(isApproval && { toolCallId: id, metadata: { tool, effect, ...(input !== undefined && { arguments: input }) } }),
	};
}

const goesOn = ({ runId, state }: RunAnswer): Event => ({
	type: EventType.RUN_ERROR,
	code: 'RUN_TAKEN',
	message: `The run ${state === 'running' ? 'goes on in another process' : 'was cut off'}. Read it: GET /api/v1/runs/${encodeURIComponent(runId)}.`,
});
