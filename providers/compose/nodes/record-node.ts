import { hash } from 'node:crypto';
import { isTroupeError } from '../../../core/base/errors';
import { readBelongings } from '../../../core/ports/runs/read-belongings';
import type { RunEnd } from '../../../core/ports/runs/run-records';
import type { NodeHost } from '../hosts/node-host';
import { composeRuns } from '../state/host-runs';
import type { EndedTask, NodeTaskRequest } from './node-task';

/** The time in which a worker says how a node ended, after its limit. */
const graceMs = 60_000;

/** The record of the task of a node: one run, as agents have them. */
export interface NodeRecord {
	/** Records that the node begins, or goes on, and how it ended. */
	during(work: () => Promise<EndedTask>): Promise<EndedTask>;
	/** Records what a node came to whose answer arrived while nobody worked on it. */
	end(outcome: EndedTask): Promise<void>;
}

/** @param key of the task, unique among all engines of the host */
export async function openNodeRecord(key: string, { type, timeoutMs }: NodeTaskRequest, host: NodeHost): Promise<NodeRecord> {
	const { records } = await composeRuns(host);
	const runId = `node-${hash('sha256', key).slice(0, 32)}`;
	const tell = (end: Pick<RunEnd, 'state' | 'reason' | 'errorCode' | 'error'>, attempt?: number, durationMs = 0) =>
		records?.end(runId, {
			...{ ...end, attempt, outcome: end.state === 'completed' ? 'done' : null, tools: [] },
			usage: { durationMs, costUsd: 0, inputTokens: 0, outputTokens: 0, modelCalls: 0, toolCalls: 0, model: null },
		});
	return {
		end: async (outcome) => tell(toEnd(outcome)),
		async during(work) {
			const of = { ...readBelongings(), node: type };
			const begun = await records?.begin({ runId, host: 'worker', of, withinMs: timeoutMs + graceMs });
			const attempt = typeof begun === 'number' ? begun : undefined;
			const startedAt = performance.now();
			const took = () => performance.now() - startedAt;
			try {
				const outcome = await work();
				await tell(toEnd(outcome), attempt, took());
				return outcome;
			} catch (error) {
				const errorCode = isTroupeError(error) ? error.code : 'INTERNAL';
				const state = errorCode === 'CANCELLED' || errorCode === 'RUN_STOPPED' ? 'cancelled' : 'failed';
				const text = isTroupeError(error) && state === 'failed' ? error.message.slice(0, maxMessage) : null;
				await tell({ state, reason: null, errorCode, error: text }, attempt, took());
				throw error;
			}
		},
	};
}

const maxMessage = 500;

function toEnd(outcome: EndedTask): Pick<RunEnd, 'state' | 'reason' | 'errorCode' | 'error'> {
	const none = { reason: null, errorCode: null, error: null };
	switch (outcome.kind) {
		case 'returned':
			return { ...none, state: 'completed' };
		case 'waits':
			return { ...none, state: 'waiting', reason: 'answer' };
		case 'failed':
			return { ...none, state: 'failed', errorCode: 'NODE_FAILED', error: outcome.fault.message.slice(0, maxMessage) };
	}
}
