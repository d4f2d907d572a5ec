import { isTroupeError } from '../../core/base/errors';
import { withTraceContext } from '../../core/base/trace-context';
import { withOrigin } from '../../core/base/work-origin';
import type { Gate, GateSubject } from '../../core/ports/manifests';
import type { Tracing } from '../../core/ports/tracing';
import { inSpan } from '../../core/tracing/in-span';
import { whileAdmitted, type AdmittedWork } from '../../manifests/gate/while-admitted';
import type { Host } from '../../providers/compose/hosts/host';
import type { StateHost } from '../../providers/compose/hosts/state-host';
import { refuseStopped } from '../../providers/compose/state/host-switches';
import type { Job, JobHandler, JobOutcome } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import { readJobTrace, traceVariable } from '../engine/trace-variable';
import type { Worker, WorkerOptions } from '../engine/workers';
import { toFailedJob } from '../to-job-outcome';
import { openTracing } from '../../providers/compose/tracing/open-tracing';
import { toJobHost } from './job-host';
import type { JobType } from '../../bpmn/job-types';

const askAgainMs = 1_000;
/** Refused running jobs end by themselves; the others were told by then. */
const pauseGraceMs = 2_000;
/** A job not yet begun goes to another worker, or waits for this one. */
const backoffMs = 30_000;

/** Takes jobs while the gate admits the job type; pauses and resumes with the gate. @throws TroupeError when the gate refuses it at the beginning */
export async function openGatedWorker(
	engine: ProcessEngine,
	gate: Gate,
	type: JobType,
	options: WorkerOptions,
	handler: JobHandler,
): Promise<Worker> {
	const subject: GateSubject = { kind: 'job-type', name: type };
	await gate.admit(subject);
	const closing = new AbortController();
	const { fetchVariables } = options;
	const fetched = { ...options, ...(fetchVariables?.length && { fetchVariables: [...fetchVariables, traceVariable] }) };
	const traced: JobHandler = (given, stop) => {
		const { trace, job } = readJobTrace(given);
		return withTraceContext(trace, () => handler(job, stop));
	};
	let worker: Worker | undefined = await engine.openWorker(type, fetched, traced);
	let watch = gate.watch?.(subject);
	let pausing: Promise<void> = Promise.resolve();

	const follow = () => watch?.signal.addEventListener('abort', () => void (pausing = pause(watch?.signal.reason)), { once: true });
	const pause = async (refusal: unknown) => {
		options.onGate?.(type, refusal);
		const paused = worker;
		worker = undefined;
		await paused?.close(pauseGraceMs);
		if (!(await admittedAgain(gate, subject, closing.signal))) return;
		worker = await engine.openWorker(type, fetched, traced);
		options.onGate?.(type);
		watch = gate.watch?.(subject);
		follow();
	};
	follow();
	return {
		type,
		close: async (graceMs) => {
			closing.abort();
			watch?.close();
			await Promise.all([worker?.close(graceMs), pausing]);
			// It may have resumed just then.
			await worker?.close(graceMs);
		},
	};
}

/** False when the worker is closed first. */
async function admittedAgain(gate: Gate, subject: GateSubject, closing: AbortSignal): Promise<boolean> {
	while (!closing.aborted) {
		try {
			await gate.admit(subject);
			return !closing.aborted;
		} catch {
			// No second report: the gate logs each refusal.
			await rest(askAgainMs, closing);
		}
	}
	return false;
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms).unref();
		signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
	});
}

/**
 * Does a job under the gate. A job refused before it begins goes back with all its retries: another worker may be allowed to do it. A job revoked
 * while it runs is an incident with the gate's code: its progress is unknown.
 */
export async function admittedJob(
	host: Pick<Host, 'gate' | 'tenant' | 'tracing' | keyof StateHost>,
	type: JobType,
	job: Job,
	signal: AbortSignal,
	work: (admitted: AdmittedWork) => Promise<JobOutcome>,
	what?: string,
): Promise<JobOutcome> {
	let began = false;
	try {
		return await whileAdmitted(host.gate, signal, async (admitted) => {
			await admitted.gate.admit({ kind: 'job-type', name: type });
			await refuseStopped(toJobHost(host, job));
			began = true;
			const origin = { process: job.processId, instance: job.instanceKey, element: job.elementId };
			return withOrigin(origin, async () => traceJob(await openTracing(host), { type, job }, () => work(admitted)));
		});
	} catch (error) {
		// The engine gives the job back untouched.
		if (signal.aborted) throw error;
		const failed = toFailedJob(error, job, what);
		return began || !isTroupeError(error) || failed.kind !== 'fail' ? failed : { backoffMs, ...failed, retries: job.retries };
	}
}

function traceJob(
	tracing: Tracing | undefined,
	{ type, job }: { type: string; job: Job },
	work: () => Promise<JobOutcome>,
): Promise<JobOutcome> {
	const facts = {
		'troupe.job.type': type,
		'troupe.job.key': job.key,
		'troupe.process.id': job.processId,
		'troupe.process.instance': job.instanceKey,
		'troupe.process.element': job.elementId,
	};
	return inSpan(tracing, { name: `job ${type}`, kind: 'consumer', facts }, async (span) => {
		const outcome = await work();
		span.set({ 'troupe.job.outcome': outcome.kind });
		if (outcome.kind === 'bpmn-error') span.end(outcome.errorCode);
		if (outcome.kind === 'fail') span.end(outcome.code ?? 'JOB_FAILED');
		return outcome;
	});
}
