import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isForUsers, toCallerFault } from '../../core/base/caller-fault';
import { measurements } from '../../core/base/metrics/measurements';
import { TroupeError } from '../../core/base/errors';
import { isStopped } from '../../core/stops/find-stop';
import type { Caller } from '../../manifests/registry/registry-api';
import type { SealedRuns } from '../../providers/compose/state/host-sandbox-runs';
import type { TakenWork } from '../../core/ports/work';
import { startWorkRunner, type WorkRunner } from '../../core/work/work-runner';
import { cancelledFacts, lostFacts } from '../../providers/state/sandbox/sandbox-run-store';
import { isAtLeast, type Level } from '../../sandbox/levels/level';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import type { Log } from '../log/log';
import {
	describeRun,
	readReport,
	readResult,
	type ReportAnswer,
	type RunResult,
	type SandboxRun,
	writeResult,
	writeRun,
} from './described-run';
import { performRequest, type RunSurroundings } from '../../sandbox/kinds/requests/perform-request';
import { readRules } from '../../sandbox/kinds/requests/request-rules';
import { requireShallow } from '../../sandbox/kinds/requests/require-shallow';
import { type RunFacts, toFacts } from '../../sandbox/kinds/requests/run-facts';
import type { RunRequest } from '../../sandbox/kinds/requests/run-request';
import { runCounts } from './run-counts';
import { decodePlace, toPage } from '../http/page';
import type { QueuedRun, StoredRun } from '../../providers/state/sandbox/sandbox-runs';

interface RunsParts {
	surroundings: RunSurroundings;
	sealed: SealedRuns;
	sign?: (report: SandboxReport) => Promise<string>;
	log: Log;
	reportFault: (error: unknown) => void;
	/** Renewed while a run works, which shows after a third of it whether another process cancelled the run. Default 30 seconds. */
	leaseMs?: number;
}

/** What waits for its turn. */
interface Asked {
	request: RunRequest;
	by: string;
}

interface ListRequest {
	limit?: number;
	cursor?: string;
	kind?: string;
	state?: string;
}

/** How often another process is asked about a run that it works on. */
const followMs = 500;
const defaultPage = 50;
const cleanEveryMs = 3_600_000;

/** Runs of the callers of a service, a few at a time. They are kept in its database, each for its own tenant. */
export class SandboxRuns {
	readonly #working = new Map<string, { stop: AbortController; done: Promise<void> }>();
	readonly #stop = new AbortController();
	/** Resolved when a run begins. */
	#begun = Promise.withResolvers<void>();
	#runner: WorkRunner | undefined;
	#cleaning: Promise<void> = Promise.resolve();

	constructor(private readonly parts: RunsParts) {}

	get running(): number {
		return this.#working.size;
	}

	/** Begins to take runs that wait: also those that an earlier process left. */
	start(): void {
		const { sealed, leaseMs, reportFault } = this.parts;
		this.#runner = startWorkRunner({
			...{ queue: sealed.store.queue, concurrency: runCounts.atOnce, leaseMs, onFault: reportFault },
			perform: (run, work, signal) => this.#begin(run, work, signal),
		});
		this.#cleaning = this.#clean();
	}

	/**
	 * @returns the id
	 * @throws TroupeError RATE_LIMITED where too many wait, INPUT_INVALID for a level below that of the service, ACCESS_DENIED for requests that it
	 * does not let callers make
	 */
	async add(request: RunRequest, { tenant, subject }: Caller): Promise<string> {
		const { sealed } = this.parts;
		const { least, permitted, site } = this.parts.surroundings;
		requireLevel(request.level, least);
		requireShallow(request);
		await readRules(request, permitted, site);
		const id = randomUUID();
		const full = await sealed.store.add(tenant, {
			id,
			kind: request.kind,
			request: await sealed.seal(JSON.stringify({ request, by: subject } satisfies Asked), bind(tenant, id, 'request')),
		});
		if (full !== undefined) throw queueFull(full);
		this.parts.log('info', 'sandbox run queued', { run: id, kind: request.kind, tenant, subject });
		return id;
	}

	/** Waits for the end of a run, at most so long. @returns it as JSON @throws TroupeError RESOURCE_NOT_FOUND, also for a run of another tenant */
	async read(id: string, tenant: string, waitMs = 0): Promise<{ isOver: boolean; json: string }> {
		const deadline = performance.now() + waitMs;
		let stored = await this.#find(id, tenant);
		while (isOpen(stored) && performance.now() < deadline && !this.#stop.signal.aborted) {
			const left = Math.min(deadline - performance.now(), followMs);
			const timer = new AbortController();
			const pause = sleep(Math.max(1, left), undefined, { signal: timer.signal }).catch(() => undefined);
			await Promise.race([pause, this.#working.get(id)?.done ?? this.#begun.promise]);
			timer.abort();
			stored = await this.#find(id, tenant);
		}
		return { isOver: !isOpen(stored), json: writeRun(stored, await this.#unseal(stored, tenant)) };
	}

	/** @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for a run that has not ended */
	async report(id: string, tenant: string): Promise<ReportAnswer> {
		const stored = await this.#find(id, tenant);
		return readReport(stored, (await this.#unseal(stored, tenant)) ?? {});
	}

	/** The newest first, without results. @throws TroupeError INPUT_INVALID for a cursor of another list */
	async list(tenant: string, { limit = defaultPage, cursor, kind, state }: ListRequest): Promise<{ items: SandboxRun[]; cursor?: string }> {
		const last = decodePlace(cursor, 0, '');
		const before = last && { createdAt: last[0], id: last[1] };
		const rows = await this.parts.sealed.store.list(tenant, { limit: limit + 1, kind, state, before });
		const { items, ...more } = toPage(rows, limit, ({ createdAt, id }) => [createdAt, id]);
		return { items: items.map(describeRun), ...more };
	}

	/** Cancels a run; one that is over stays as it is. @throws TroupeError RESOURCE_NOT_FOUND */
	async cancel(id: string, { tenant, subject }: Caller): Promise<{ isOver: boolean; json: string }> {
		await this.#find(id, tenant);
		this.parts.log('info', 'sandbox run cancelled', { run: id, tenant, subject });
		const working = this.#working.get(id);
		working?.stop.abort();
		await (working ? working.done : this.parts.sealed.store.cancel(tenant, id));
		return this.read(id, tenant);
	}

	/** Ends the runs that work here. Those that wait are taken by another process, or by the next one. */
	async stop(): Promise<void> {
		this.#stop.abort();
		await Promise.all([this.#cleaning, this.#runner?.close(0)]);
	}

	close(): Promise<void> {
		return this.parts.sealed.store.close();
	}

	#begin(run: QueuedRun, work: TakenWork, signal: AbortSignal): Promise<void> {
		const stop = new AbortController();
		const done = this.#perform(run, work, AbortSignal.any([stop.signal, signal, this.#stop.signal])).finally(() =>
			this.#working.delete(run.id),
		);
		this.#working.set(run.id, { stop, done });
		this.#begun.resolve();
		this.#begun = Promise.withResolvers();
		return done;
	}

	async #perform({ tenant, id, kind, request: sealedRequest }: QueuedRun, work: TakenWork, signal: AbortSignal): Promise<void> {
		const { sealed, surroundings, log, sign } = this.parts;
		const startedMs = performance.now();
		let [facts, result, state]: [RunFacts, RunResult | undefined, 'ended' | 'refused'] = [lostFacts, undefined, 'ended'];
		try {
			const { request, by } = JSON.parse(await sealed.unseal(sealedRequest, bind(tenant, id, 'request'))) as Asked;
			const ended = await performRequest(request, { runId: id, by, tenant }, surroundings, signal);
			const { report, fields } = ended;
			if (!this.#stop.signal.aborted) {
				facts = toFacts(ended);
				result = { stderr: ended.result.stderr.toString(), fields, report, ...(sign && { signedReport: await sign(report) }) };
			}
		} catch (error) {
			if (!toCallerFault(error, isForUsers).isWhole && !signal.aborted) this.parts.reportFault(error);
			const problem = toProblem(error);
			if (isStopped(error)) [facts, result] = [{ outcome: 'cancelled', code: problem.code }, { problem }];
			else if (!signal.aborted) [facts, result, state] = [{ code: problem.code }, { problem }, 'refused'];
			else if (!this.#stop.signal.aborted) facts = cancelledFacts;
		}
		const stored = result && (await sealed.seal(writeResult(result), bind(tenant, id, 'result')));
		await sealed.store.end(work, { state, facts: JSON.stringify(facts), result: stored });
		const seconds = (performance.now() - startedMs) / 1000;
		measurements.count('troupe_sandbox_runs_total', { kind, outcome: facts.outcome ?? 'refused' });
		measurements.observe('troupe_sandbox_run_duration_seconds', { kind }, seconds);
		const { outcome = state, level, code } = facts;
		log('info', 'sandbox run ended', {
			run: id,
			kind,
			tenant,
			outcome,
			isolation: level,
			code,
			seconds: Math.round(seconds * 1000) / 1000,
		});
	}

	/** Removes what is kept for too long. A fault of the store is reported and does not end it. */
	async #clean(): Promise<void> {
		while (!this.#stop.signal.aborted) {
			await this.parts.sealed.store.clean().catch(this.parts.reportFault);
			await sleep(cleanEveryMs, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
		}
	}

	async #find(id: string, tenant: string): Promise<StoredRun> {
		const stored = await this.parts.sealed.store.find(tenant, id);
		if (stored !== undefined) return stored;
		throw new TroupeError({
			code: 'RESOURCE_NOT_FOUND',
			message: `There is no sandbox run "${id.slice(0, 60)}".`,
			fix: 'List the runs of your tenant: GET /api/v1/sandbox/runs. The service removes old ones.',
		});
	}

	async #unseal({ id, result }: StoredRun, tenant: string): Promise<RunResult | undefined> {
		return result === null ? undefined : readResult(await this.parts.sealed.unseal(result, bind(tenant, id, 'result')));
	}
}

const bind = (tenant: string, id: string, part: 'request' | 'result') => JSON.stringify([tenant, id, part]);
const isOpen = ({ state }: StoredRun): boolean => state === 'queued' || state === 'running';

function requireLevel(level: Level | undefined, least: Level): void {
	if (level === undefined || isAtLeast(level, least)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The run demands the level ${level}; the least level of this service is ${least}.`,
		fix: 'Leave out the level, or have the operator change TROUPE_SANDBOX_LEVEL.',
		details: { expected: least, actual: level },
	});
}

function queueFull(whose: 'service' | 'tenant'): TroupeError {
	const [max, name] = whose === 'service' ? [runCounts.queued, 'this service'] : [runCounts.queuedPerTenant, 'your tenant'];
	return new TroupeError({
		code: 'RATE_LIMITED',
		message: `The sandbox runs of ${name} that wait are too many, or too large: at most ${max}.`,
		fix: 'Try again when some of them have ended.',
		retryable: true,
		retryAfterMs: 5_000,
	});
}

function toProblem(error: unknown): NonNullable<RunResult['problem']> {
	// The definition can be the caller's.
	const { code, message, fix } = toCallerFault(error, isForUsers);
	return { code, message, ...(fix !== undefined && { fix }) };
}
