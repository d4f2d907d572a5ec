import { pause } from '../../../core/base/async/pause';
import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { byOperator } from '../../../core/ports/runs/run-records';
import type { RecordedRun } from '../../state/runs/list-runs';
import type { StoredRuns } from '../../state/runs/run-store';
import type { HiddenParts } from '../../state/runs/suspensions';
import type { Host } from '../hosts/host';
import { openRuns } from '../state/host-runs';
import { composeWakeUps } from '../state/host-wake-ups';
import { answersTopic } from '../nodes/waiting-links';
import { openSwitches } from '../state/host-switches';
import { refuseInSandbox } from './find-sandbox';
import { unknownRun } from './unknown-run';
import { wakeN8n } from './wake-n8n';

const waitMs = 10_000;
const lookMs = 200;
/** Changes of the switch of one run that are read for who cancelled it. */
const maxChanges = 10;

interface Cancellation {
	reason: string;
	/** Who cancels it, as the log of switches names them. */
	changedBy: string;
}

/** Who cancelled a run, as the log of switches has it. */
export interface Canceller {
	by: string;
	reason: string | null;
}

interface CancelledRun {
	is: 'cancelled' | 'stopping' | 'ended-before';
	run: RecordedRun;
}

/**
 * Ends a run on any machine. Its effects stay. @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for a node that works, and an agent in the
 * sandbox
 */
export async function cancelRun(
	runId: string,
	host: Host,
	{ reason, changedBy }: Cancellation,
	signal: AbortSignal,
): Promise<CancelledRun> {
	const store = await openRuns(host, host.stateFolder!);
	const found = await findRecord(store, runId);
	if (hasEnded(found)) return { is: 'ended-before', run: found };
	refuseInSandbox(found);
	const off = { tenant: host.tenant ?? defaultTenant, target: nameRun(runId), changedBy };
	const switches = (await openSwitches(host))!;
	if (found.of.node !== undefined) {
		const run = await cancelNode(store, runId);
		await switches.note(off.tenant, { ...off, reason });
		(await composeWakeUps(host)).wake(answersTopic);
		return { is: 'cancelled', run };
	}
	await switches.turnOff({ ...off, reason });
	const isOver = await endRun(store, runId, signal, (waited) =>
		wakeN8n(runId, waited, { ...host, stateFolder: host.stateFolder! }, signal),
	);
	if (isOver) await switches.turnOn({ ...off, reason: 'cancelled' });
	return { is: isOver ? 'cancelled' : 'stopping', run: await findRecord(store, runId) };
}

const nameRun = (runId: string): string => `run:${runId}`;

/** Undefined if the log no longer has it. */
export async function findCanceller(runId: string, host: Host): Promise<Canceller | undefined> {
	const changes = (await (await openSwitches(host))?.log(maxChanges, host.tenant ?? defaultTenant, { target: nameRun(runId) })) ?? [];
	// It is turned on when the run has ended; a node has no switch.
	const last = changes.find(({ isOn }) => !isOn) ?? changes[0];
	return last && { by: last.changedBy, reason: last.reason };
}

/** Cancels the task of a node. One that works looks at no switch. @throws TroupeError STATE_CONFLICT */
async function cancelNode(store: StoredRuns, runId: string): Promise<RecordedRun> {
	await store.cancel(runId);
	const run = await findRecord(store, runId);
	if (run.state === 'cancelled') return run;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The run ${runId} cannot be cancelled: the node ${run.of.node} is at work, and what it does may be done already.`,
		fix: 'Wait until it has ended, at most its time limit and a minute. To end its process: troupe process cancel.',
		details: { runId },
	});
}

const hasEnded = ({ state }: RecordedRun): boolean => state === 'completed' || state === 'cancelled';

/** @throws TroupeError RESOURCE_NOT_FOUND */
async function findRecord(store: StoredRuns, runId: string): Promise<RecordedRun> {
	const found = await store.findRecord(runId);
	if (!found) throw unknownRun(runId);
	return found;
}

/** Cancels a run that nobody works on. @param wake tells the host of one that waited @returns false if somebody still does */
async function endRun(
	store: StoredRuns,
	runId: string,
	signal: AbortSignal,
	wake: (waited: HiddenParts) => Promise<void>,
): Promise<boolean> {
	for (const since = performance.now(); ;) {
		const waited = await store.cancel(runId);
		if (waited) await wake(waited);
		const run = await store.findRecord(runId);
		if (run?.state === 'cancelled' && run.reason === byOperator) return true;
		if (performance.now() - since > waitMs || !(await pause(lookMs, signal))) return false;
	}
}
