import { pause } from '../../core/base/async/pause';
import { systemClock } from '../../core/ports/host';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Caller } from '../../manifests/registry/registry-api';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import { readPendingOf } from '../../providers/compose/state/read-pending';
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import { describePending } from '../offered-agents/describe-outcome';
import type { OfferedRuns } from '../offered-agents/offered-runs';
import type { RunAtWork, RunsAtWork } from '../offered-agents/runs-at-work';
import type { KeptRun } from './kept-runs';
import { answerFault, answerOutcome, type RunAnswer } from './run-answer';

export interface Patience {
	milliseconds: number;
	signal: AbortSignal;
}

interface ProgressParts {
	host: Host;
	offered: OfferedRuns;
	atWork: RunsAtWork;
}

const lookMs = 300;
const beginMs = 30_000;
const cutOff = { state: 'interrupted' } as const;

export class RunProgress {
	/** @param repeat tells a run's result from its trail, and repeats no step */
	constructor(
		private readonly parts: ProgressParts,
		private readonly repeat: (runId: string, kept: KeptRun, grant: Grant) => RunAtWork,
	) {}

	async awaitRecord(runId: string, kept: KeptRun, caller: Caller, signal: AbortSignal): Promise<void> {
		while (this.#isYoung(kept) && !this.parts.atWork.find(runId)?.settled && !(await this.findRecord(runId, caller)))
			if (!(await pause(lookMs, signal))) return;
	}

	async wait(runId: string, kept: KeptRun, caller: Caller, { milliseconds, signal }: Patience): Promise<void> {
		const deadline = performance.now() + milliseconds;
		for (let left = milliseconds; left > 0 && !signal.aborted; left = deadline - performance.now()) {
			const here = this.parts.atWork.find(runId);
			const isHere = here !== undefined && !here.settled;
			if (!isHere && !(await this.runsElsewhere(runId, here ? undefined : kept, caller))) return;
			const end = new AbortController();
			const paused = pause(isHere ? left : Math.min(left, lookMs), AbortSignal.any([signal, end.signal]));
			await (isHere ? Promise.race([here.done, paused]) : paused);
			end.abort();
		}
	}

	/** The record has other processes' acts, the kept run its words. */
	async tell(runId: string, kept: KeptRun, grant: Grant): Promise<RunAnswer> {
		const { atWork, offered } = this.parts;
		const canDecide = offered.scopesOf(grant, kept.agent).has('agent:decide');
		const settled = atWork.find(runId)?.settled;
		if (settled && 'outcome' in settled && !('state' in settled.outcome))
			return answerOutcome(settled.outcome, kept.conversationId, canDecide);
		if (atWork.find(runId) && !settled) return begun(runId, kept);
		const record = await this.findRecord(runId, grant.caller);
		if (!record)
			return (
				kept.answer ?? (settled ? this.#failed(runId, kept, settled) : { ...begun(runId, kept), ...(this.#isYoung(kept) ? {} : cutOff) })
			);
		const { state } = record;
		if (state === 'waiting')
			return { ...begun(runId, kept), ...kept.answer, state, pending: await this.#readPending(runId, grant.caller, canDecide) };
		if (state === 'completed') return this.#tellCompleted(runId, kept, record, grant);
		if (state === 'failed') return kept.answer?.state === state ? kept.answer : this.#failed(runId, kept, settled);
		return { ...begun(runId, kept), state, reason: record.reason };
	}

	/** @param beginning the kept run that did not end here: another process can be about to begin it */
	async runsElsewhere(runId: string, beginning: KeptRun | undefined, caller: Caller): Promise<boolean> {
		const record = await this.findRecord(runId, caller);
		return record ? record.state === 'running' : beginning !== undefined && !beginning.answer && this.#isYoung(beginning);
	}

	/** A run has no record until its agent was read and admitted. */
	#isYoung = ({ beganAt }: KeptRun): boolean => this.#now() - beganAt < beginMs;

	#now = (): number => (this.parts.host.clock ?? systemClock).now();

	#failed(runId: string, kept: KeptRun, settled: RunAtWork['settled']): RunAnswer {
		const error = settled && 'error' in settled ? settled.error : undefined;
		return { ...begun(runId, kept), state: 'failed', error: answerFault(error) };
	}

	/** The decider, such as an operator on a command line, has the answer; the trail tells it again. */
	async #tellCompleted(runId: string, kept: KeptRun, record: RecordedRun, grant: Grant): Promise<RunAnswer> {
		if (kept.answer?.state === 'completed') return kept.answer;
		if (record.entries === 0) return { ...begun(runId, kept), state: 'completed', outcome: record.outcome ?? undefined };
		const told = this.repeat(runId, kept, grant);
		await told.done;
		const { settled } = told;
		return settled && 'outcome' in settled
			? answerOutcome(settled.outcome, kept.conversationId, false)
			: { ...begun(runId, kept), state: 'completed', outcome: record.outcome ?? undefined };
	}

	async #readPending(runId: string, caller: Caller, canDecide: boolean): Promise<object[]> {
		const host = this.#hostOf(caller);
		const suspended = await (await openRuns(host, host.stateFolder!)).findSuspended(runId);
		return suspended ? describePending(await readPendingOf(suspended.state as never, host), canDecide) : [];
	}

	async findRecord(runId: string, caller: Caller): Promise<RecordedRun | undefined> {
		const host = this.#hostOf(caller);
		return (await openRuns(host, host.stateFolder!)).findRecord(runId);
	}

	#hostOf = ({ tenant }: Caller): Host => ({ ...this.parts.host, tenant });
}

export const begun = (runId: string, { agent, conversationId }: KeptRun): RunAnswer => ({
	runId,
	state: 'running',
	agent: { id: agent },
	conversationId,
});
