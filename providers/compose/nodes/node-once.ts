/** Runs nodes as tasks whose jobs can be delivered more than once. */
import { randomUUID } from 'node:crypto';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { type HeldCall, nodeCalls, openCalls, withCall } from '../calls/with-call';
import type { NodeHost } from '../hosts/node-host';
import { asksForAnswer, onlyReads } from './node-effects';
import { openNodeRecord } from './record-node';
import { admitNode, type EndedTask, type NodeReturn, type NodeTaskRequest, runNodeTask, runToEnd } from './node-task';
import { createLink, hashLink, readPublicUrl } from './waiting-links';

interface OnceRequest extends NodeTaskRequest {
	key: string;
	/** True if it can run again after an unknown outcome. */
	isRepeatable: boolean;
}

export interface WaitingDetail {
	task: NodeTaskRequest;
	until: number;
}

/**
 * Runs a node once for each key, else returns the earlier result. Read-only nodes always run. @throws TroupeError NODE_UNKNOWN if it is unknown what
 * the node did; RUN_TAKEN; and as `runNodeTask`
 */
export async function runNodeOnce(request: OnceRequest, host: NodeHost, signal: AbortSignal): Promise<EndedTask> {
	const { key, isRepeatable, ...task } = request;
	const asks = asksForAnswer(task);
	const record = await openNodeRecord(key, task, host);
	if (asks === 'no' && (isRepeatable || onlyReads(task))) return record.during(() => runNodeTask(task, host, signal));
	let isKnown = true;
	const ended = await withCall<EndedTask>(nodeCalls, host, key, randomUUID(), (call) => {
		isKnown = false;
		return record.during(async () => {
			if (call.known?.state === 'running') return goOnWaiting(call.known.detail as WaitingDetail, request, host, signal);
			if (call.known && !isRepeatable) throw unknown(task);
			return begin(task, asks, call, host, signal);
		});
	});
	if (asks === 'no' || ended.kind !== 'returned') return ended;
	await (await openCalls(nodeCalls, host)).store.settle(host.tenant ?? defaultTenant, key);
	if (isKnown) await record.end(ended);
	return ended;
}

async function begin(
	request: NodeTaskRequest,
	asks: ReturnType<typeof asksForAnswer>,
	call: HeldCall<EndedTask>,
	host: NodeHost,
	signal: AbortSignal,
): Promise<EndedTask> {
	const end = await start(request, asks, call, host, signal);
	if (!end.isKnown) throw inDoubt(end.judge, request);
	const outcome = await orRefuse(call, async () => end.judge());
	if (outcome.kind === 'failed') await call.refused();
	else if (outcome.kind === 'returned') await call.ended(outcome);
	else await call.running(hashLink(end.linkId!), { task: request, until: outcome.until } satisfies WaitingDetail);
	return outcome;
}

function start(
	request: NodeTaskRequest,
	asks: ReturnType<typeof asksForAnswer>,
	call: HeldCall<EndedTask>,
	host: NodeHost,
	signal: AbortSignal,
) {
	return orRefuse(call, async () => {
		const needsLink = asks === 'yes' || (asks === 'perhaps' && readPublicUrl(host.environment) !== undefined);
		const link = needsLink ? createLink(host.environment, (await openCalls(nodeCalls, host)).sign) : undefined;
		return { ...(await runToEnd({ ...request, ...(link && { link }) }, host, signal)), linkId: link?.id };
	});
}

/** An error before the node acts leaves nothing: the next attempt begins again. */
async function orRefuse<Result>(call: HeldCall<EndedTask>, act: () => Promise<Result>): Promise<Result> {
	try {
		return await act();
	} catch (error) {
		await call.refused();
		throw error;
	}
}

/** The gate is asked each time: a revoked package stops waiting. */
async function goOnWaiting({ task, until }: WaitingDetail, request: OnceRequest, host: NodeHost, signal: AbortSignal): Promise<EndedTask> {
	await admitNode(task.type, host);
	if ((host.clock ?? systemClock).now() < until) return { kind: 'waits', until };
	const outcome = await runNodeTask({ ...task, isOver: true }, host, signal);
	if (outcome.kind === 'failed') return outcome;
	const { tenant = defaultTenant } = host;
	const { store, seal } = await openCalls(nodeCalls, host);
	const answer = { tenant, key: request.key, isWaiting: true, outcome: new Uint8Array() };
	const isFirst = await store.answer(answer, await seal(tenant, request.key, outcome satisfies NodeReturn));
	// Answered at the last moment: the job returns at once and takes the answer.
	return isFirst ? outcome : { kind: 'waits', until: 0 };
}

const again =
	'Look in the service whether it was done. To run the node again, set the variable idempotencyKey of the task to a new value and resolve the incident. If it does no harm when it runs twice, give the task the header "repeatable" with the value true.';

function inDoubt(judge: () => unknown, { name, type }: NodeTaskRequest): unknown {
	try {
		judge();
	} catch (error) {
		if (!isTroupeError(error) || error.code === 'CANCELLED') return error;
		const { code, message } = error;
		return new TroupeError({ code, message: `${message}. It is unknown whether it did its work`, fix: again });
	}
	return unknown({ name, type });
}

const unknown = ({ name, type }: Pick<NodeTaskRequest, 'name' | 'type'>): TroupeError =>
	new TroupeError({
		code: 'NODE_UNKNOWN',
		message: `The job of task "${name}" came again after its worker stopped while the node ${type} ran. It is unknown whether the node did its work`,
		fix: again,
	});
