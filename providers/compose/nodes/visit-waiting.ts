import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError } from '../../../core/base/errors';
import type { CallStore, WaitingCall } from '../../../core/ports/runs/calls';
import { systemClock } from '../../../core/ports/host';
import type { NodeTask, Visit, VisitResult } from '../../tools/n8n-node/node-task';
import { nodeCalls, openCalls } from '../calls/with-call';
import type { NodeHost } from '../hosts/node-host';
import { composeWakeUps } from '../state/host-wake-ups';
import type { WaitingDetail } from './node-once';
import { runInProcess } from './node-task';
import { openNodeRecord } from './record-node';
import { answersTopic, hashLink, isOwnLink } from './waiting-links';

/** `unknown`: no link of this host. `over`: answered, or nothing waits. `refused`: not now. */
export type VisitOutcome = { kind: 'page'; response: VisitResult['response'] } | { kind: 'unknown' | 'over' | 'refused' | 'too-large' };

interface VisitOptions {
	isThere(key: string, until: number): Promise<boolean>;
	signal: AbortSignal;
}

const timeoutMs = 60_000;
/** Time to look for an own link: 2 s. */
const maxLooks = 9;
const lookEveryMs = 250;
const maxAnswerCharacters = 1_000_000;

/** Passes a request to the waiting node, and wakes the workers after an answer. @throws TroupeError STORAGE_…, NODE_… */
export async function visitWaiting(id: string, visit: Visit, host: NodeHost, options: VisitOptions): Promise<VisitOutcome> {
	const { store, seal, unseal, sign } = await openCalls(nodeCalls, host);
	if (!isOwnLink(host.environment, { id, url: visit.url }, sign)) return { kind: 'unknown' };
	const call = await findCall(store, hashLink(id), options.signal);
	if (call?.isWaiting !== true) return { kind: 'over' };
	const { tenant, key } = call;
	const { task, until } = (await unseal(tenant, key, call.outcome)) as WaitingDetail;
	if ((host.clock ?? systemClock).now() >= until) return { kind: 'over' };
	const record = await openNodeRecord(key, task, { ...host, tenant });
	if (!(await options.isThere(key, until))) {
		await store.forget(tenant, key);
		await record.end({ kind: 'cancelled' });
		return { kind: 'over' };
	}
	if (await record.isCancelled()) return { kind: 'over' };
	const result = await askNode({ ...task, tenant }, visit, { ...host, tenant }, options.signal);
	if (result === undefined) return { kind: 'refused' };
	if (result.outputs !== undefined) {
		const { outputs } = result;
		if (stringifyJson(outputs).length > maxAnswerCharacters) return { kind: 'too-large' };
		if (!(await store.answer(call, await seal(tenant, key, { kind: 'returned', outputs })))) return { kind: 'over' };
		(await composeWakeUps(host)).wake(answersTopic);
	}
	return { kind: 'page', response: result.response };
}

/** Preview programs open a link before the node that sent it has returned. */
async function findCall(store: CallStore, hash: string, signal: AbortSignal): Promise<WaitingCall | undefined> {
	for (let looks = 1; ; looks += 1) {
		const call = await store.findWaiting(hash);
		if (call || looks === maxLooks) return call;
		await sleep(lookEveryMs, undefined, { signal });
	}
}

async function askNode(task: NodeTask, visit: Visit, host: NodeHost, signal: AbortSignal): Promise<VisitResult | undefined> {
	try {
		const { end } = await runInProcess({ kind: 'visit', task, visit }, host, { timeoutMs, signal });
		return end.kind === 'result' ? end.result : undefined;
	} catch (error) {
		if (isTroupeError(error) && /^(MANIFEST_|TOKEN_|CREDENTIAL_|CAPABILITY_|INPUT_)/.test(error.code)) return undefined;
		throw error;
	}
}
