import { hash, randomUUID } from 'node:crypto';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { Decision } from '../../core/agents/agent-request';
import { canonicalJson } from '../../core/json-schema/canonical-json';
import { toCallerFault } from '../../core/base/caller-fault';
import { runTaken } from '../../core/ports/runs/run-taken';
import { byOperator } from '../../core/ports/runs/run-records';
import { systemClock } from '../../core/ports/host';
import type { DocumentReader } from '../../core/ports/knowledge/document-reader';
import type { Origin } from '../../core/ports/memory';
import { readToldOrigins, tellOrigins } from '../../core/ports/origins-metadata';
import type { ImagePart } from '../../core/ports/models/image-shapes';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Caller } from '../../manifests/registry/registry-api';
import type { Host } from '../../providers/compose/hosts/host';
import { findDecided } from '../approvals/already-decided';
import type { ShownDecision } from '../offered-agents/describe-outcome';
import type { OfferedRuns } from '../offered-agents/offered-runs';
import type { RunAtWork, RunsAtWork } from '../offered-agents/runs-at-work';
import type { RunTape } from '../offered-agents/run-tape';
import { type CallerRequest, KeptDocuments, type KeptRun, nameByKey, notKept, otherRequest, tooManyKept } from './kept-runs';
import { withFiles } from './read-files';
import { answerFault, answerOutcome, type RunAnswer } from './run-answer';
import { begun, type Patience, RunProgress } from './run-progress';

export interface BegunRun {
	runId: string;
	run?: RunAtWork;
}

interface CallerRunsParts {
	reader: DocumentReader;
	host: Host;
	offered: OfferedRuns;
	atWork: RunsAtWork;
	reportFault: (error: unknown, facts?: Record<string, unknown>) => void;
}

/** A failed run's log names the request. */
export type Asker = Grant & { requestId?: string };

/** Replay time for a lost connection. */
const tapedMs = 60_000;
/** Programs' runs over HTTP, which continue without their request; each caller finds its own for a day. */
export class CallerRuns {
	readonly #kept: KeptDocuments<KeptRun>;
	readonly #progress: RunProgress;
	readonly #decided = new WeakMap<RunAtWork, string>();

	constructor(private readonly parts: CallerRunsParts) {
		this.#kept = new KeptDocuments(parts.host, 'run-answer');
		this.#progress = new RunProgress(parts, (...run) => this.#start(...run));
	}

	/**
	 * Begins a run, or finds the one with the same key. A failed or cut off one begins again. @returns its id, and the run if it began in this
	 * process now @throws TroupeError STATE_CONFLICT where the key was used for another request, RATE_LIMITED
	 */
	async begin(agent: string, request: CallerRequest, key: string | undefined, grant: Asker, signal: AbortSignal): Promise<BegunRun> {
		const runId = `rest-${key === undefined ? randomUUID() : nameByKey(grant.caller, key)}`;
		const requestSha256 = hash('sha256', canonicalJson([agent, request]), 'hex');
		let earlier = key === undefined ? undefined : await this.#kept.read(runId, grant.caller);
		if (!earlier) {
			await this.parts.offered.checkReady(grant.caller);
			const { images, files = [], conversationId = randomUUID() } = request;
			const message = await withFiles(request.message, files, this.parts.reader, signal);
			const foreign = files.length > 0 ? tellOrigins(['document']) : undefined;
			const origins = readToldOrigins(tellOrigins(request.origins as Origin[] | undefined), foreign);
			const beganAt = (this.parts.host.clock ?? systemClock).now();
			const kept: KeptRun = { agent, conversationId, message, ...(origins && { origins }), requestSha256, beganAt };
			if (await this.#kept.add(runId, kept, grant.caller)) {
				return { runId, run: this.#start(runId, kept, grant, images) };
			}
			earlier = await this.#kept.read(runId, grant.caller);
		}
		if (!earlier) throw tooManyKept();
		if (earlier.requestSha256 !== requestSha256) throw otherRequest(runId);
		return this.#goOn(runId, earlier, grant, request.images);
	}

	/** Restarts a failed or cut off run: its trail repeats no step. */
	async #goOn(runId: string, earlier: KeptRun, grant: Asker, images?: ImagePart[]): Promise<BegunRun> {
		const { state, reason } = await this.#progress.tell(runId, earlier, grant);
		const beginsAgain = state === 'failed' || state === 'interrupted' || (state === 'cancelled' && reason !== byOperator);
		if (!beginsAgain) return { runId };
		await this.parts.offered.checkReady(grant.caller);
		return { runId, run: this.#start(runId, earlier, grant, images) };
	}

	/** Waits for a run's end or its wait for a person. @returns undefined for a run that this caller does not keep */
	async read(runId: string, grant: Grant, patience?: Patience): Promise<RunAnswer | undefined> {
		const kept = await this.#kept.read(runId, grant.caller);
		if (!kept) return undefined;
		if (patience) await this.#progress.wait(runId, kept, grant.caller, patience);
		return this.#progress.tell(runId, (await this.#kept.read(runId, grant.caller)) ?? kept, grant);
	}

	findTape(runId: string): RunTape | undefined {
		return this.parts.atWork.find(runId)?.tape;
	}

	/**
	 * Continues a run with the caller's input, or finds its continuation by the same input, whose answer can be lost. @param agent the required
	 * agent; default: any @param readDecisions reads the input by the open decisions; default: decisions were sent @throws TroupeError as
	 * OfferedRuns.resume does, also if nobody keeps it
	 */
	async resume(
		runId: string,
		sent: object[],
		grant: Asker,
		{ agent, readDecisions = () => sent as Decision[] }: { agent?: string; readDecisions?: (pending: ShownDecision[]) => Decision[] } = {},
	): Promise<BegunRun> {
		const kept = await this.#kept.read(runId, grant.caller);
		if (!kept || (agent !== undefined && kept.agent !== agent)) throw notKept(runId, agent);
		const waiting = await this.parts.offered.findWaiting(kept.agent, runId, grant.caller);
		const decidedSha256 = hash('sha256', canonicalJson(sent), 'hex');
		const isSame = kept.decidedSha256 === decidedSha256;
		// They counted: the run has another wait since.
		if (isSame && waiting && waiting.suspension !== kept.suspension) return { runId };
		const goesOn = isSame && (!waiting || (await this.#progress.runsElsewhere(runId, undefined, grant.caller)));
		const working = this.#findWorking(runId);
		if (working && this.#decided.get(working) !== decidedSha256) throw runTaken(runId);
		if (working) return { runId, run: working };
		if (goesOn) return this.#goOn(runId, kept, grant);
		const host = { ...this.parts.host, tenant: grant.caller.tenant };
		const refusal = waiting ? undefined : await findDecided(runId, host, grant);
		if (refusal) throw refusal;
		const decisions = readDecisions(waiting?.pending ?? []);
		const decided = { ...kept, decidedSha256, suspension: waiting?.suspension };
		const run = this.#perform(runId, decided, grant, async (signal, onEvent) => {
			let stored = Promise.resolve();
			const tell = (event: AgentEvent) => {
				// This process has the run now: another one's decisions were refused.
				if (event.kind === 'started' && !event.team)
					stored = this.#kept.put(runId, decided, grant.caller).catch((error: unknown) => this.parts.reportFault(error, { run: runId }));
				onEvent(event);
			};
			try {
				return await this.parts.offered.resume(kept.agent, runId, decisions, grant, signal, tell);
			} finally {
				await stored;
			}
		});
		this.#decided.set(run, decidedSha256);
		return { runId, run };
	}

	async awaitRecord(runId: string, caller: Caller, signal: AbortSignal): Promise<void> {
		const kept = await this.#kept.read(runId, caller);
		if (kept) await this.#progress.awaitRecord(runId, kept, caller, signal);
	}

	async keeps(runId: string, caller: Caller): Promise<boolean> {
		return (await this.#kept.read(runId, caller)) !== undefined;
	}

	#start(runId: string, kept: KeptRun, grant: Asker, images?: ImagePart[]): RunAtWork {
		const { agent, message, conversationId, origins } = kept;
		const working = this.#findWorking(runId);
		if (working) return working;
		return this.#perform(runId, kept, grant, (signal, onEvent) =>
			this.parts.offered.run(
				{ agent, runId, message, conversationId, ...(images && { images }), ...(origins && { origins }), onEvent },
				grant,
				signal,
			),
		);
	}

	/** A second run under its id would hide it from followers and the service's end. */
	#findWorking(runId: string): RunAtWork | undefined {
		const run = this.parts.atWork.find(runId);
		return run?.settled ? undefined : run;
	}

	#perform(
		runId: string,
		kept: KeptRun,
		grant: Asker,
		act: (signal: AbortSignal, onEvent: (event: AgentEvent) => void) => Promise<AgentOutcome>,
	): RunAtWork {
		const { atWork, reportFault } = this.parts;
		const run = atWork.start(runId, (signal, _note, tape) => act(signal, (event) => tape.push(event)));
		void run.done
			.then(() => this.#keepEnd(runId, kept, run, grant))
			.catch((error: unknown) => reportFault(error, { run: runId }))
			.finally(() => setTimeout(() => atWork.forget(runId, run), tapedMs).unref());
		return run;
	}

	/** Keeps a run's result before anybody asks. A run cut off by this process's end has none. */
	async #keepEnd(runId: string, kept: KeptRun, { settled, stop }: RunAtWork, grant: Asker): Promise<void> {
		if (!settled || stop.signal.aborted) return;
		if ('error' in settled) {
			const { code, isWhole } = toCallerFault(settled.error);
			const { requestId, caller } = grant;
			const facts = { run: runId, requestId, tenant: caller.tenant, caller: caller.subject };
			if (!isWhole && code !== 'RUN_STOPPED') this.parts.reportFault(settled.error, facts);
			// Another process works on it, or the decider has no right: the run is unchanged.
			const record = await this.#progress.findRecord(runId, grant.caller);
			if (record && record.state !== 'failed') return;
		}
		const answer =
			'outcome' in settled
				? answerOutcome(settled.outcome, kept.conversationId, false)
				: { ...begun(runId, kept), state: 'failed' as const, error: answerFault(settled.error) };
		await this.#kept.put(runId, { ...kept, answer }, grant.caller);
	}
}
