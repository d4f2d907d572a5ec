import type { FastifyInstance } from 'fastify';
import type { EmbeddedEngine } from '../engine-adapter/embedded/embedded-engine';
import { listWaitingJobs, type WaitingJobs } from '../engine-adapter/embedded/work/waiting-jobs';
import { faultLog, type ReportFault } from './log/fault-log';
import type { Log } from './log/log';
import { type Metric, metricOf } from '../core/base/metrics/metrics';

const everyMs = 60_000;
/** Busy workers take the oldest job first: no worker takes one that stays oldest for this time. */
export const untakenMs = 5 * 60_000;
const fix = 'Start a worker of this type whose token may see this tenant (scope process:tenants), or name the tenant with --tenants.';

interface Seen extends WaitingJobs {
	since: number;
	isTold: boolean;
}

/** Finds jobs without a worker, such as of a tenant that no worker may see: their instances stand still without an incident. */
export class UntakenJobs {
	#seen = new Map<string, Seen>();
	#timer?: NodeJS.Timeout;

	constructor(
		private readonly engine: Pick<EmbeddedEngine, 'read'>,
		private readonly log: Log,
		private readonly now: () => number = Date.now,
	) {}

	/** Looks once a minute. */
	start(reportFault: ReportFault): void {
		this.#timer = setInterval(() => void this.look().catch((error: unknown) => reportFault(error, {})), everyMs).unref();
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	async look(): Promise<void> {
		const waiting = await this.engine.read(listWaitingJobs);
		const before = this.#seen;
		this.#seen = new Map(waiting.map((jobs) => [keyOf(jobs), this.#note(before.get(keyOf(jobs)), jobs)]));
	}

	list(): WaitingJobs[] {
		return [...this.#seen.values()].filter(({ isTold }) => isTold);
	}

	metrics(): Metric[] {
		const samples = this.list().map(({ type, tenantId, count }) => ({ labels: { type, tenant: tenantId }, value: count }));
		return [metricOf('troupe_jobs_untaken', samples)];
	}

	#note(last: Seen | undefined, jobs: WaitingJobs): Seen {
		if (last?.oldest !== jobs.oldest) return { ...jobs, since: this.now(), isTold: false };
		const isUntaken = this.now() - last.since >= untakenMs;
		if (isUntaken && !last.isTold) {
			const { type, tenantId: tenant, count, oldest } = jobs;
			this.log('warn', 'jobs that no worker takes', { type, tenant, jobs: count, oldest, fix });
		}
		return { ...jobs, since: last.since, isTold: isUntaken };
	}
}

const keyOf = ({ type, tenantId }: WaitingJobs): string => JSON.stringify([type, tenantId]);

export function watchUntakenJobs(service: FastifyInstance, engine: EmbeddedEngine, log: Log): UntakenJobs {
	const untaken = new UntakenJobs(engine, log);
	untaken.start(faultLog(log, 'jobs were not looked at'));
	service.addHook('preClose', async () => untaken.stop());
	return untaken;
}
