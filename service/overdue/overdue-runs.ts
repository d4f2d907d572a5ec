import { isTroupeError } from '../../core/base/errors';
import { defaultTenant } from '../../core/base/tenant';
import type { RunState } from '../../core/agents/agent-outcome';
import type { Host } from '../../providers/compose/host';
import type { ListedRun } from '../../providers/state/runs/suspensions';
import { findSuspendedRun } from '../../cli/agent/agent-documents';
import { faultLog, type ReportFault } from '../log/fault-log';
import type { AgentLog } from '../log/log-agents';
import type { Log } from '../log/log';
import { canContinue, continueRun } from './continue-run';

const maxAtOnce = 4;
/** Until the next look while more are due than may be at work. */
const queuePauseMs = 1_000;
/** Between attempts: an agent may be on another machine, or its models away. */
const firstPauseMs = 60_000;
const maxPauseMs = 3_600_000;
/** For runs at work when the service stops. Another machine continues what is stopped then. */
const graceMs = 10_000;

/** Continues runs about which nobody decided in time, as the agent says. Each is continued once, whichever machine does it: the store decides. */
export class OverdueRuns {
	readonly #atWork = new Map<string, Promise<void>>();
	readonly #failed = new Map<string, { attempts: number; again: number }>();
	readonly #stop = new AbortController();
	readonly #reportFault: ReportFault;

	constructor(
		private readonly host: Host,
		private readonly log: Log,
		private readonly logAgent: AgentLog,
	) {
		this.#reportFault = faultLog(log, 'an overdue run was not continued');
	}

	/** Continues what is due. @returns the milliseconds until there is more to do, if a run waits */
	async look(): Promise<number | undefined> {
		const { stateFolder, tenant = defaultTenant } = this.host;
		if (stateFolder === undefined) return undefined;
		const { openRuns } = await import('../../providers/compose/state/host-runs');
		const waiting = await (await openRuns(this.host, stateFolder)).listSuspended(tenant === defaultTenant);
		const own = waiting.filter(({ host = '', whenTimedOut }) => canContinue(host) && whenTimedOut !== 'end');
		this.#forget(own);
		const now = this.#now();
		const due = own.filter((run) => run.decideBy <= now && this.#canStart(run, now));
		for (const run of due.slice(0, maxAtOnce - this.#atWork.size)) this.#start(run);
		if (due.some((run) => !this.#atWork.has(nameRun(run)))) return queuePauseMs;
		const later = own.map(({ decideBy }) => decideBy - now).filter((dueIn) => dueIn > 0);
		return later.length > 0 ? Math.min(...later) : undefined;
	}

	async stop(): Promise<void> {
		const stopping = setTimeout(() => this.#stop.abort(new Error('The service stops.')), graceMs);
		await Promise.all(this.#atWork.values());
		clearTimeout(stopping);
	}

	#canStart(run: ListedRun, now: number): boolean {
		const key = nameRun(run);
		return !this.#atWork.has(key) && (this.#failed.get(key)?.again ?? 0) <= now;
	}

	#start(run: ListedRun): void {
		const key = nameRun(run);
		const work = this.#continue(run).catch((error: unknown) => this.#postpone(run, error));
		this.#atWork.set(
			key,
			work.finally(() => this.#atWork.delete(key)),
		);
	}

	async #continue(run: ListedRun): Promise<void> {
		const { runId, tenant, agent, host: name } = run;
		const host = { ...this.host, name, tenant };
		const suspended = await findSuspendedRun(runId, host);
		if (!suspended || hasNewTerms(suspended.state, run)) return;
		const outcome = await continueRun(suspended, { decisions: [] }, host, this.#stop.signal, (event) =>
			this.logAgent(event, { tenant, host: name }),
		);
		this.log('info', 'a run was continued, because nobody decided in time', {
			...{ tenant, runId, agent, whenTimedOut: run.whenTimedOut, outcome: outcome.kind },
		});
	}

	#postpone(run: ListedRun, error: unknown): void {
		const key = nameRun(run);
		const attempts = (this.#failed.get(key)?.attempts ?? 0) + 1;
		this.#failed.set(key, { attempts, again: this.#now() + Math.min(maxPauseMs, firstPauseMs * 2 ** (attempts - 1)) });
		// Another machine continues it, or a person's decision is at work.
		if (isTroupeError(error) && ['RUN_TAKEN', 'RUN_STOPPED', 'RUN_ALREADY_RESUMED', 'CANCELLED'].includes(error.code)) return;
		this.#reportFault(error, { tenant: run.tenant, runId: run.runId, agent: run.agent });
	}

	#forget(own: ListedRun[]): void {
		const known = new Set(own.map(nameRun));
		for (const key of this.#failed.keys()) if (!known.has(key)) this.#failed.delete(key);
	}

	#now(): number {
		return this.host.clock?.now() ?? Date.now();
	}
}

const nameRun = ({ tenant, runId, since }: ListedRun): string => JSON.stringify([tenant, runId, since]);

/** Whether another machine continued it in the meantime, and it waits again. */
const hasNewTerms = ({ decideBy }: RunState, run: ListedRun): boolean => decideBy !== run.decideBy;
