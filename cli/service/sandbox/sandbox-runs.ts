import { randomUUID } from 'node:crypto';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { Caller } from '../../../manifests/registry/registry-api';
import { isAtLeast, type Level } from '../../../sandbox/levels/level';
import { hashReport, type SandboxReport } from '../../../sandbox/report/report';
import type { Log } from '../log/log';
import { type EndedRun, runKinds, type RunKind, type RunRequest } from './run-kinds';
import type { SandboxMetrics } from './sandbox-metrics';

/** A run as its tenant sees it. */
export interface SandboxRun {
	id: string;
	kind: RunKind;
	/** `refused`: it did not begin, and `problem` says why. */
	state: 'queued' | 'running' | 'ended' | 'refused';
	createdAt: string;
	endedAt?: string;
	outcome?: EndedRun['result']['outcome'];
	exitCode?: number | null;
	signal?: string | null;
	limit?: EndedRun['result']['limit'];
	level?: Level;
	stdout?: string;
	stderr?: string;
	reportSha256?: string;
	problem?: { code: string; message: string; fix?: string };
}

export interface ReportAnswer {
	report: SandboxReport;
	reportSha256: string;
	/** Absent where the service has no key to sign with. */
	signedReport?: string;
}

interface RunsParts {
	stateFolder: string;
	/** The least level of any run here. */
	least: Level;
	sign?: (report: SandboxReport) => Promise<string>;
	metrics: SandboxMetrics;
	log: Log;
	reportFault: (error: unknown) => void;
	clock?: () => number;
}

interface Entry {
	run: SandboxRun;
	tenant: string;
	request: RunRequest;
	done: Promise<void>;
	finish: () => void;
	answer?: ReportAnswer;
}

export const runCounts = { atOnce: 2, queued: 100, queuedPerTenant: 20, keptPerTenant: 50, kept: 200 };
const keptMs = 3_600_000;

/** Runs of the callers of a service, a few at a time. A run is stored in this process for an hour, for its own tenant. */
export class SandboxRuns {
	/** In the order of their arrival. */
	readonly #entries = new Map<string, Entry>();
	readonly #stop = new AbortController();
	#running = 0;

	constructor(private readonly parts: RunsParts) {}

	get queued(): number {
		return this.#count(({ run }) => run.state === 'queued');
	}

	get running(): number {
		return this.#running;
	}

	/** @throws TroupeError RATE_LIMITED where too many wait, INPUT_INVALID for a level below that of the service */
	start(request: RunRequest, { tenant, subject }: Caller): SandboxRun {
		this.#requireRoom(tenant);
		requireLevel(request.level, this.parts.least);
		const { promise: done, resolve: finish } = Promise.withResolvers<void>();
		const run: SandboxRun = { id: randomUUID(), kind: request.kind, state: 'queued', createdAt: this.#time() };
		this.#forget(tenant);
		this.#entries.set(run.id, { run, tenant, request, done, finish });
		this.parts.log('info', 'sandbox run queued', { run: run.id, kind: run.kind, tenant, subject });
		this.#next();
		return run;
	}

	/** Waits for the end of a run, at most so long. @throws TroupeError RESOURCE_NOT_FOUND, also for a run of another tenant */
	async read(id: string, tenant: string, waitMs = 0): Promise<SandboxRun> {
		const { run, done } = this.#find(id, tenant);
		if (waitMs > 0 && isOpen(run)) {
			let timer: NodeJS.Timeout | undefined;
			await Promise.race([done, new Promise<void>((resolve) => (timer = setTimeout(resolve, waitMs)))]);
			clearTimeout(timer);
		}
		return run;
	}

	/** @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for a run that has not ended */
	report(id: string, tenant: string): ReportAnswer {
		const { run, answer } = this.#find(id, tenant);
		if (answer !== undefined) return answer;
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The run ${id} has no report: it is ${run.state}.`,
			fix: isOpen(run) ? 'Wait for its end: read the run with waitSeconds=30.' : 'Read the run to see why it was refused.',
			details: { state: run.state },
		});
	}

	/** Ends every run. */
	async close(): Promise<void> {
		this.#stop.abort();
		await Promise.all([...this.#entries.values()].filter(({ run }) => run.state === 'running').map(({ done }) => done));
	}

	#next(): void {
		if (this.#stop.signal.aborted || this.#running >= runCounts.atOnce) return;
		const entry = [...this.#entries.values()].find(({ run }) => run.state === 'queued');
		if (entry === undefined) return;
		this.#running++;
		entry.run.state = 'running';
		void this.#perform(entry).finally(() => {
			this.#running--;
			entry.finish();
			this.#next();
		});
		this.#next();
	}

	async #perform(entry: Entry): Promise<void> {
		const { run, request, tenant } = entry;
		const { stateFolder, least, sign, metrics, log } = this.parts;
		const startedMs = performance.now();
		try {
			const circumstances = { least: request.level ?? least, stateFolder, signal: this.#stop.signal };
			const { result, report } = await runKinds[request.kind].run(request, circumstances);
			entry.answer = { report, reportSha256: hashReport(report), ...(sign && { signedReport: await sign(report) }) };
			Object.assign(run, describe(result, entry.answer), { state: 'ended', endedAt: this.#time() });
		} catch (error) {
			if (!isTroupeError(error)) this.parts.reportFault(error);
			Object.assign(run, { state: 'refused', endedAt: this.#time(), problem: toProblem(error) });
		}
		const seconds = (performance.now() - startedMs) / 1000;
		metrics.count(run.kind, run.outcome ?? 'refused', seconds);
		const facts = { run: run.id, kind: run.kind, tenant, outcome: run.outcome ?? run.state, level: run.level, code: run.problem?.code };
		log('info', 'sandbox run ended', { ...facts, seconds: Math.round(seconds * 1000) / 1000 });
	}

	#find(id: string, tenant: string): Entry {
		const entry = this.#entries.get(id);
		if (entry !== undefined && entry.tenant === tenant) return entry;
		throw new TroupeError({
			code: 'RESOURCE_NOT_FOUND',
			message: `There is no sandbox run "${id.slice(0, 60)}".`,
			fix: 'Start one: POST /api/v1/sandbox/runs. A run is stored for an hour, by the process that ran it.',
		});
	}

	#requireRoom(tenant: string): void {
		const ofTenant = this.#count((entry) => entry.tenant === tenant && entry.run.state === 'queued');
		if (this.queued < runCounts.queued && ofTenant < runCounts.queuedPerTenant) return;
		const [max, whose] =
			ofTenant < runCounts.queuedPerTenant ? [runCounts.queued, 'this service'] : [runCounts.queuedPerTenant, 'your tenant'];
		throw new TroupeError({
			code: 'RATE_LIMITED',
			message: `${max} sandbox runs of ${whose} wait already.`,
			fix: 'Try again when some of them have ended.',
			retryable: true,
			retryAfterMs: 5_000,
		});
	}

	/** Makes room before a run is added: old ones go, and the oldest ended ones where there are too many. */
	#forget(tenant: string): void {
		const ended = [...this.#entries.values()].filter(({ run }) => !isOpen(run));
		const before = new Date((this.parts.clock?.() ?? Date.now()) - keptMs).toISOString();
		const ofTenant = ended.filter((entry) => entry.tenant === tenant);
		const excess = [
			...ended.slice(0, Math.max(0, ended.length - runCounts.kept + 1)),
			...ofTenant.slice(0, Math.max(0, ofTenant.length - runCounts.keptPerTenant + 1)),
		];
		for (const { run } of [...ended.filter((entry) => entry.run.endedAt! < before), ...excess]) this.#entries.delete(run.id);
	}

	#count(isCounted: (entry: Entry) => boolean): number {
		return [...this.#entries.values()].filter(isCounted).length;
	}

	#time(): string {
		return new Date(this.parts.clock?.() ?? Date.now()).toISOString();
	}
}

const isOpen = ({ state }: SandboxRun): boolean => state === 'queued' || state === 'running';

function requireLevel(level: Level | undefined, least: Level): void {
	if (level === undefined || isAtLeast(level, least)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The run demands the level ${level}; the least level of this service is ${least}.`,
		fix: 'Leave out the level, or have the operator change TROUPE_SANDBOX_LEVEL.',
		details: { expected: least, actual: level },
	});
}

const describe = ({ outcome, exitCode, signal, limit, stdout, stderr }: EndedRun['result'], { report, reportSha256 }: ReportAnswer) => ({
	outcome,
	exitCode,
	signal,
	...(limit && { limit }),
	level: report.level.reached,
	stdout: stdout.toString(),
	stderr: stderr.toString(),
	reportSha256,
});

/** An unforeseen fault is in the log of the service only. */
function toProblem(error: unknown): SandboxRun['problem'] {
	if (!isTroupeError(error)) return { code: 'INTERNAL', message: 'The sandbox failed. See the log of the service.' };
	return { code: error.code, message: error.message, ...(error.fix !== undefined && { fix: error.fix }) };
}
