import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '../../core/agents/agent-request';
import { pause } from '../../core/base/async/pause';
import { toCallerFault } from '../../core/base/caller-fault';
import { canonicalJson } from '../../core/json-schema/canonical-json';
import { runTaken } from '../../core/ports/runs/run-taken';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Caller } from '../../manifests/registry/registry-api';
import type { Host } from '../../providers/compose/hosts/host';
import { findSuspendedRun } from '../../providers/compose/state/find-suspended';
import { openRuns } from '../../providers/compose/state/host-runs';
import { readPendingOf } from '../../providers/compose/state/read-pending';
import { findDecided } from '../approvals/already-decided';
import { admitDecisions } from '../approvals/decide-run';
import type { AgentLog } from '../log/log-agents';
import { describePending } from '../offered-agents/describe-outcome';
import type { RunSlots } from '../offered-agents/run-slots';
import { type RunAtWork, RunsAtWork } from '../offered-agents/runs-at-work';
import type { RunTape } from '../offered-agents/run-tape';
import type { Asker, BegunRun } from './caller-runs';
import { KeptDocuments } from './kept-runs';
import { answerFault, answerOutcome, type RunAnswer } from './run-answer';
import type { Patience } from './run-progress';

interface DecidedRunsParts {
	host: Host;
	slots: RunSlots;
	logAgent: AgentLog;
	reportFault: (error: unknown, facts?: Record<string, unknown>) => void;
}

interface KeptDecision extends Pick<RunAnswer, 'agent' | 'conversationId'> {
	decidedSha256: string;
	suspension: string;
	answer?: RunAnswer;
}

const lookMs = 300;

/** People choose run ids: two tenants can have the same. */
const nameAtWork = (runId: string, { tenant }: Caller): string => JSON.stringify([tenant, runId]);

/** Runs of others that callers decide about. Each finds its decisions' result for a day, at every service. */
export class DecidedRuns {
	readonly #kept: KeptDocuments<KeptDecision>;
	/** Apart from askers' runs: a refused decision ends nobody's run. */
	readonly #atWork = new RunsAtWork();
	readonly #decided = new WeakMap<RunAtWork, { by: Caller; decided: KeptDecision }>();

	constructor(private readonly parts: DecidedRunsParts) {
		this.#kept = new KeptDocuments(parts.host, 'run-decision');
	}

	/**
	 * Continues a run with decisions, or finds the same caller's equal continuation, whose answer can be lost. @throws TroupeError
	 * RESOURCE_NOT_FOUND, RUN_ALREADY_RESUMED, RUN_TAKEN, RATE_LIMITED, and as decisions are refused
	 */
	async decide(runId: string, decisions: Decision[], asker: Asker): Promise<BegunRun> {
		const { caller } = asker;
		const decidedSha256 = hash('sha256', canonicalJson([caller, decisions]), 'hex');
		const host = this.#hostOf(caller);
		const [kept, waiting] = await Promise.all([this.#kept.read(runId, caller), findSuspendedRun(runId, host)]);
		const isSame = kept?.decidedSha256 === decidedSha256;
		// They counted: the run has another wait since.
		if (isSame && waiting && waiting.state.id !== kept.suspension) return { runId };
		const working = this.#findSame(runId, decidedSha256, caller);
		if (working) return { runId, run: working };
		if (isSame && (!waiting || (await this.#goesOn(runId, caller)))) return { runId };
		const refusal = waiting ? undefined : await findDecided(runId, host, asker);
		if (refusal) throw refusal;
		const { perform, ...ofRun } = await admitDecisions(runId, decisions, asker, { host, logAgent: this.parts.logAgent });
		// Another decision can come first during this one's admission.
		const run = this.#findSame(runId, decidedSha256, caller) ?? (await this.#continue(runId, { ...ofRun, decidedSha256 }, asker, perform));
		return { runId, run };
	}

	/** Finds a local run with the same decisions. @throws TroupeError RUN_TAKEN if it goes on with others */
	#findSame(runId: string, decidedSha256: string, caller: Caller): RunAtWork | undefined {
		const run = this.#findWorking(runId, caller);
		if (run && this.#decided.get(run)?.decided.decidedSha256 !== decidedSha256) throw runTaken(runId);
		return run;
	}

	/** @returns the run once this process has it @throws TroupeError if it was refused: another process can have been faster */
	async #continue(
		runId: string,
		decided: KeptDecision,
		{ caller, requestId }: Asker,
		perform: Awaited<ReturnType<typeof admitDecisions>>['perform'],
	): Promise<RunAtWork> {
		const freeSlot = this.parts.slots.begin(caller.tenant);
		const taken = Promise.withResolvers<true>();
		const facts = { run: runId, requestId, tenant: caller.tenant, caller: caller.subject };
		const keep = (answer?: RunAnswer) =>
			this.#kept
				.put(runId, { ...decided, ...(answer && { answer }) }, caller)
				.catch((error: unknown) => this.parts.reportFault(error, facts));
		const run = this.#atWork.start(nameAtWork(runId, caller), async (signal, _note, tape) => {
			let stored = Promise.resolve();
			const outcome = await perform(signal, (event) => {
				// This process has the run now: another one's decisions were refused.
				if (event.kind === 'started' && !event.team) {
					stored = keep();
					taken.resolve(true);
				}
				tape.push(event);
			});
			await stored;
			await keep(answerOutcome(outcome, decided.conversationId, true));
			return outcome;
		});
		this.#decided.set(run, { by: caller, decided });
		void run.done.then(() => {
			freeSlot();
			const { settled } = run;
			if (settled && 'error' in settled && !toCallerFault(settled.error).isWhole) this.parts.reportFault(settled.error, facts);
			this.#atWork.forget(nameAtWork(runId, caller), run);
		});
		const isTaken = await Promise.race([taken.promise, run.done]);
		if (!isTaken && run.settled && 'error' in run.settled) throw run.settled.error;
		return run;
	}

	/** Waits for the end or next wait of a run that this caller decided about. @returns undefined for another run */
	async read(runId: string, { caller }: Pick<Grant, 'caller'>, { milliseconds, signal }: Patience): Promise<RunAnswer | undefined> {
		const here = this.#findWorking(runId, caller);
		const current = here && this.#decided.get(here);
		const own = current && isDeepStrictEqual(current.by, caller) ? current.decided : undefined;
		const kept = (await this.#wait(runId, here, caller, { milliseconds, signal })) ?? own;
		if (!kept) return undefined;
		const { agent, conversationId, answer } = kept;
		const record = here && !here.settled ? undefined : await this.#findRecord(runId, caller);
		const { state = 'running', outcome, reason } = record ?? {};
		const pending = state === 'waiting' ? { pending: await this.#readPending(runId, caller) } : {};
		if (answer?.state === state) return { ...answer, ...pending };
		const error = state === 'failed' ? { error: answerFault(undefined) } : {};
		return { runId, state, agent, conversationId, ...(outcome && { outcome }), ...(reason && { reason }), ...pending, ...error };
	}

	findTape(runId: string, { caller }: Pick<Grant, 'caller'>): RunTape | undefined {
		return this.#findWorking(runId, caller)?.tape;
	}

	/** The next decider continues it. */
	close(): Promise<void> {
		return this.#atWork.close();
	}

	async #wait(runId: string, here: RunAtWork | undefined, caller: Caller, { milliseconds, signal }: Patience) {
		const deadline = performance.now() + milliseconds;
		if (here) {
			const end = new AbortController();
			await Promise.race([here.done, pause(milliseconds, AbortSignal.any([signal, end.signal]))]);
			end.abort();
			return this.#kept.read(runId, caller);
		}
		for (;;) {
			const [kept, record] = await Promise.all([this.#kept.read(runId, caller), this.#findRecord(runId, caller)]);
			// After that, the completing process keeps the answer.
			const isAwaited = record?.state === 'running' || (record?.state === 'completed' && !kept?.answer);
			if (!kept || !isAwaited || performance.now() >= deadline || !(await pause(lookMs, signal))) return kept;
		}
	}

	async #goesOn(runId: string, caller: Caller): Promise<boolean> {
		const record = await this.#findRecord(runId, caller);
		return record !== undefined && ['running', 'completed', 'cancelled'].includes(record.state);
	}

	#findWorking(runId: string, caller: Caller): RunAtWork | undefined {
		const run = this.#atWork.find(nameAtWork(runId, caller));
		return run?.settled ? undefined : run;
	}

	async #readPending(runId: string, caller: Caller): Promise<object[]> {
		const host = this.#hostOf(caller);
		const suspended = await findSuspendedRun(runId, host);
		return suspended ? describePending(await readPendingOf(suspended.state, host), true) : [];
	}

	async #findRecord(runId: string, caller: Caller) {
		const host = this.#hostOf(caller);
		return (await openRuns(host, host.stateFolder!)).findRecord(runId);
	}

	#hostOf = ({ tenant }: Caller): Host => ({ ...this.parts.host, tenant });
}
