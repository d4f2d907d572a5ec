import { hash } from 'node:crypto';
import { describeFault, shortenFault } from '../../../core/agents/ended-run/describe-fault';
import { wasCancelled } from '../../../core/agents/ended-run/was-cancelled';
import { readBelongings } from '../../../core/ports/runs/read-belongings';
import { type RunEnd, withoutModel } from '../../../core/ports/runs/run-records';
import type { NodeHost } from '../hosts/node-host';
import { composeRuns, openRuns } from '../state/host-runs';
import type { EndedTask, NodeTaskRequest } from './node-task';

const graceMs = 60_000;

interface NodeRecord {
	/** Records the start and the end of the node. @throws TroupeError RUN_STOPPED if it was cancelled */
	during(work: () => Promise<EndedTask>): Promise<EndedTask>;
	end(outcome: EndedTask | { kind: 'cancelled' }): Promise<void>;
	isCancelled(): Promise<boolean>;
}

/** @param key of the task, unique among all engines of the host */
export async function openNodeRecord(
	key: string,
	{ type, timeoutMs }: Pick<NodeTaskRequest, 'type' | 'timeoutMs'>,
	host: NodeHost,
): Promise<NodeRecord> {
	const { records } = await composeRuns(host);
	const runId = `node-${hash('sha256', key).slice(0, 32)}`;
	const tell = async (end: Pick<RunEnd, 'state' | 'reason' | 'errorCode' | 'error'>, worked?: { attempt?: number; durationMs: number }) =>
		records?.end(runId, {
			...end,
			attempt: worked?.attempt,
			outcome: end.state === 'completed' ? 'done' : null,
			tools: [],
			...(worked && { usage: withoutModel(worked.durationMs) }),
		});
	return {
		end: (outcome) => tell(toEnd(outcome)),
		isCancelled: async () =>
			host.stateFolder !== undefined && (await (await openRuns(host, host.stateFolder)).findRecord(runId))?.state === 'cancelled',
		async during(work) {
			const of = { ...readBelongings(), node: type };
			const attempt = await records?.begin({ runId, host: 'worker', of, withinMs: timeoutMs + graceMs });
			if (attempt === 'cancelled')
				throw wasCancelled(
					runId,
					'To run the node again, set the variable idempotencyKey of the task to a new value and resolve the incident.',
				);
			const startedAt = performance.now();
			const worked = () => ({ attempt, durationMs: performance.now() - startedAt });
			try {
				const outcome = await work();
				await tell(toEnd(outcome), worked());
				return outcome;
			} catch (error) {
				await tell({ ...describeFault(error), reason: null }, worked());
				throw error;
			}
		},
	};
}

function toEnd(outcome: Parameters<NodeRecord['end']>[0]): Pick<RunEnd, 'state' | 'reason' | 'errorCode' | 'error'> {
	const none = { reason: null, errorCode: null, error: null };
	switch (outcome.kind) {
		case 'returned':
			return { ...none, state: 'completed' };
		case 'cancelled':
			return { ...none, state: 'cancelled' };
		case 'waits':
			return { ...none, state: 'waiting', reason: 'answer' };
		case 'failed':
			return { ...none, state: 'failed', errorCode: 'NODE_FAILED', error: shortenFault(outcome.fault.message) };
	}
}
