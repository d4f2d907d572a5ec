import { randomUUID } from 'node:crypto';
import { type Message, type Part, type Task, TaskState, type TaskStatus } from '@a2a-js/sdk';
import { AgentEvent as TaskEvent, type AgentExecutor, type ExecutionEventBus, type RequestContext } from '@a2a-js/sdk/server';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { readToldOrigins, tellOrigins } from '../../core/ports/origins-metadata';
import { isTroupeError } from '../../core/base/errors';
import type { Decision } from '../../core/agents/agent-request';
import { fitQuestion } from '../../core/agents/approvals/pending-decision';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { explainOutcome } from '../offered-agents/explain-agent';
import { describeOutcome, placeOf, readDecisionForm, type ShownDecision } from '../offered-agents/describe-outcome';
import type { OfferedRuns } from '../offered-agents/offered-runs';
import { writeFault } from '../offered-agents/write-fault';
import { agentMessage, dataPart, readField, readText, textPart } from './parts';

/** `troupe run resume` finds a task's run by this id. */
export const toRunId = (taskId: string): string => `a2a-${taskId}`;

interface TaskParts {
	agent: string;
	grant: Grant;
	runs: OfferedRuns;
	atWork: Map<string, AbortController>;
	reportFault: (error: unknown) => void;
}

class TaskReport {
	readonly #ids: { taskId: string; contextId: string };
	#hasText = false;
	#metadata: Record<string, unknown> | undefined;

	constructor(
		private readonly bus: ExecutionEventBus,
		{ taskId, contextId }: RequestContext,
	) {
		this.#ids = { taskId, contextId };
	}

	open(message: Message): void {
		const status = this.#status(TaskState.TASK_STATE_WORKING);
		const { taskId: id, contextId } = this.#ids;
		this.bus.publish(TaskEvent.task({ id, contextId, status, artifacts: [], history: [message], metadata: undefined }));
	}

	move(state: TaskState, ...parts: Part[]): void {
		this.bus.publish(TaskEvent.statusUpdate({ ...this.#ids, status: this.#status(state, parts), metadata: undefined }));
	}

	noteOrigins(origins: AgentOutcome['origins']): void {
		this.#metadata = tellOrigins(origins);
	}

	withdraw(): void {
		this.#hasText = false;
	}

	/** Sends text as the model writes it, then the whole reply in its place. */
	reply(parts: Part[], isWhole: boolean): void {
		const artifact = { artifactId: 'reply', name: 'reply', description: '', parts, metadata: this.#metadata, extensions: [] };
		const append = !isWhole && this.#hasText;
		this.#hasText = true;
		this.bus.publish(TaskEvent.artifactUpdate({ ...this.#ids, artifact, append, lastChunk: isWhole, metadata: undefined }));
	}

	#status(state: TaskState, parts: Part[] = []): TaskStatus {
		const message = parts.length > 0 ? { ...agentMessage(this.#ids, ...parts), metadata: this.#metadata } : undefined;
		return { state, message, timestamp: new Date().toISOString() };
	}
}

export function agentTasks({ agent, grant, runs, atWork, reportFault }: TaskParts): AgentExecutor {
	return {
		async execute(context, bus) {
			const { taskId, contextId, task, userMessage } = context;
			const report = new TaskReport(bus, context);
			const stop = new AbortController();
			atWork.set(taskId, stop);
			if (!task) report.open(userMessage);
			else report.move(TaskState.TASK_STATE_WORKING);
			try {
				const onEvent = (event: AgentEvent) => {
					if (event.kind === 'model-part') report.reply([textPart(event.text)], false);
					if (event.kind === 'model-withdrawn') report.withdraw();
					if (event.kind === 'tool-started') report.move(TaskState.TASK_STATE_WORKING, textPart(`${agent} calls ${event.tool}`));
				};
				const origins = readToldOrigins(
					context.request.metadata,
					userMessage.metadata,
					...userMessage.parts.map(({ metadata }) => metadata),
				);
				const request = {
					agent,
					message: readText(userMessage.parts),
					conversationId: contextId || randomUUID(),
					runId: toRunId(taskId),
					origins,
					onEvent,
				};
				const outcome = task
					? await runs.resume(
							agent,
							toRunId(taskId),
							readDecisions(task, userMessage).map((one) => ({ ...one, origins })),
							grant,
							stop.signal,
						)
					: await runs.run(request, grant, stop.signal);
				conclude(report, outcome, runs.scopesOf(grant, agent));
			} catch (error) {
				if (stop.signal.aborted) return report.move(TaskState.TASK_STATE_CANCELED);
				reportFault(error);
				// A wrong answer leaves the task unchanged.
				const state = task ? TaskState.TASK_STATE_INPUT_REQUIRED : TaskState.TASK_STATE_FAILED;
				const { code, retryable } = isTroupeError(error) ? error : { code: 'INTERNAL', retryable: false };
				report.move(state, textPart(writeFault(error)), dataPart({ code, retryable, ...(task && { pending: readPending(task) }) }));
			} finally {
				atWork.delete(taskId);
			}
		},
		async cancelTask(taskId) {
			atWork.get(taskId)?.abort(new Error('cancelled'));
		},
	};
}

function conclude(report: TaskReport, outcome: AgentOutcome, scopes: ReadonlySet<string>): void {
	const { reply, ...how } = describeOutcome(outcome, scopes.has('agent:decide'));
	report.noteOrigins(outcome.origins);
	if ('state' in outcome) {
		const questions = outcome.pending.map((one) =>
			one.kind === 'question' || scopes.has('agent:decide')
				? fitQuestion(one, `${placeOf(outcome.runId)}; the data of this message has it too`)
				: `Approval of ${one.tool}`,
		);
		return report.move(TaskState.TASK_STATE_INPUT_REQUIRED, textPart(questions.join('\n')), dataPart(how));
	}
	if (outcome.kind === 'blocked') return report.move(TaskState.TASK_STATE_REJECTED, textPart(outcome.reply), dataPart(how));
	if (outcome.kind === 'limit-reached' && !outcome.partial)
		return report.move(TaskState.TASK_STATE_FAILED, textPart(outcome.reply), dataPart(how));
	report.reply([textPart(String(reply)), ...(outcome.output === undefined ? [] : [dataPart(outcome.output)])], true);
	const explained = explainOutcome(outcome);
	report.move(TaskState.TASK_STATE_COMPLETED, ...(explained === undefined ? [] : [textPart(explained)]), dataPart(how));
}

function readPending({ status }: Task): ShownDecision[] {
	const pending = readField(status?.message?.parts ?? [], 'pending');
	return Array.isArray(pending) ? (pending as ShownDecision[]) : [];
}

/**
 * Reads `{"decisions": [{"id", "approved", "comment"} | {"id", "answer"}]}`, or the text as the answer to the only question. The
 * run checks who may approve.
 */
function readDecisions(task: Task, { parts }: Message): Decision[] {
	const pending = readPending(task);
	const given = readField(parts, 'decisions');
	const [only] = pending;
	if (!Array.isArray(given))
		return pending.length === 1 && only!.kind === 'question' ? [{ ...only!, kind: 'question', answer: readText(parts) }] : [];
	return pending.flatMap(
		(one) =>
			readDecisionForm(
				{ id: one.id, kind: one.kind },
				(given as Array<Record<string, unknown>>).find((form) => form?.id === one.id) ?? {},
			) ?? [],
	);
}
