/** Records a sandbox run as a run of its tenant, and ends it when somebody cancels that run. */
import { isTroupeError } from '../../core/base/errors';
import { defaultTenant } from '../../core/base/tenant';
import { describeFault } from '../../core/agents/ended-run/describe-fault';
import { nameRunIn } from '../../core/agents/ended-run/name-run-in';
import { wasCancelled } from '../../core/agents/ended-run/was-cancelled';
import { readBelongings } from '../../core/ports/runs/read-belongings';
import { refused, type RunEnd, type RunRecorder, withoutModel } from '../../core/ports/runs/run-records';
import type { StateHost, VaultHost } from '../../providers/compose/hosts/state-host';
import { composeRuns } from '../../providers/compose/state/host-runs';
import { openWatch } from '../../providers/compose/state/host-switches';
import type { SandboxResult } from '../workers/sandbox-worker';
import type { RunKind } from './requests/run-request';

export interface SandboxJob {
	runId: string;
	kind: RunKind;
	by?: string;
	timeMs: number;
}

export interface JobRecording extends Pick<SandboxJob, 'runId' | 'by'> {
	records: RunRecorder;
	/** Latest end of the sandbox run, by `performance.now()`. */
	endsBy: number;
}

/** Time to report the end after the limit. */
const graceMs = 60_000;

/** @throws TroupeError RUN_STOPPED; errors of the work, with the run's id */
export async function recordJob<Ended extends { result: SandboxResult }>(
	{ runId, kind, by, timeMs }: SandboxJob,
	host: StateHost & VaultHost,
	signal: AbortSignal,
	work: (signal: AbortSignal, recording?: JobRecording) => Promise<Ended>,
): Promise<Ended> {
	const { records } = await composeRuns(host);
	if (!records) return work(signal);
	const of = { ...readBelongings(), sandbox: kind };
	const attempt = await records.begin({ runId, host: 'sandbox', by, of, withinMs: timeMs + graceMs });
	if (attempt === 'cancelled') throw wasCancelled(runId, 'Start it again, as another run.');
	const stops = (await openWatch(host))?.follow({ tenant: host.tenant ?? defaultTenant, run: runId, isAlone: true });
	const startedAt = performance.now();
	const recording = { runId, by, records, endsBy: startedAt + timeMs + graceMs };
	const end = (how: Pick<RunEnd, 'state' | 'outcome' | 'reason' | 'errorCode' | 'error'>) =>
		records.end(runId, { attempt, ...how, tools: [], usage: withoutModel(performance.now() - startedAt) });
	try {
		const ended = await work(stops ? AbortSignal.any([signal, stops.signal]) : signal, recording);
		// The result of an ended process does not matter; the reason does.
		stops?.signal.throwIfAborted();
		await end(toEnd(ended.result));
		return ended;
	} catch (error) {
		const fault = describeFault(error);
		await end({ ...fault, outcome: fault.state === 'failed' && isTroupeError(error) ? refused : null, reason: null });
		throw nameRunIn(error, runId);
	} finally {
		stops?.end();
	}
}

function toEnd({ outcome, limit, exitCode, signal }: SandboxResult): Pick<RunEnd, 'state' | 'outcome' | 'reason' | 'errorCode' | 'error'> {
	const none = { outcome, reason: null, errorCode: null, error: null };
	switch (outcome) {
		case 'completed':
			return { ...none, state: 'completed' };
		case 'cancelled':
			return { ...none, state: 'cancelled', outcome: null };
		case 'limit':
			return { ...none, state: 'failed', reason: limit ?? null };
		case 'failed':
			return { ...none, state: 'failed', error: `It ended with ${signal ?? `exit code ${exitCode}`}.` };
	}
}
