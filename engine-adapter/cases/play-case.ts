import { isTroupeError, type TroupeErrorCode } from '../../core/errors';
import type { Incident, Job, JobOutcome, Resource } from '../engine';
import { CaseEngine } from './case-engine';
import type { CaseAction, CaseStart, CaseTrace, JobAnswer, ProcessCase } from './process-case';
import { traceOfCase } from './trace-of-case';

/** Timers further away are left alone at the end. */
const nearTimersMs = 3_000;
/** Jobs and timers that one step may go through: a process that never ends must not keep the case from ending. */
const mostRounds = 1_000;
/** Lower than any key that the engine gives out. */
const noKey = '2251799813685248';

/**
 * Plays a case on an engine of its own, in memory, where time passes only as the case says.
 * @throws TroupeError when the engine itself breaks; what it refuses stands in the trace
 */
export async function playCase(resources: Resource[], processCase: ProcessCase, startAt = Date.now()): Promise<CaseTrace> {
	const engine = await CaseEngine.open(startAt);
	try {
		return await new CasePlay(engine).play(resources, processCase);
	} finally {
		await engine.close();
	}
}

/** An action found nothing to act on. */
class Refused extends Error {
	constructor(readonly code: string) {
		super(code);
	}
}

class CasePlay {
	private readonly rejections: CaseTrace['rejections'] = [];

	constructor(private readonly at: CaseEngine) {}

	async play(resources: Resource[], { start, script, autoComplete }: ProcessCase): Promise<CaseTrace> {
		try {
			await this.at.engine.deploy(resources);
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			return traceOfCase(this.at, { rejected: error.message }, []);
		}
		await this.at.settle();
		for (const request of start) await this.step('start', () => this.start(request));
		for (const [index, action] of script.entries()) await this.step(index, () => this.perform(action));
		if (autoComplete) await this.step('autoComplete', () => this.completeRest());
		return traceOfCase(this.at, 'ok', this.rejections);
	}

	/** What is refused is noted, and the case goes on. */
	private async step(action: number | 'start' | 'autoComplete', run: () => Promise<unknown>): Promise<void> {
		try {
			await run();
			await this.at.settle();
		} catch (error) {
			const code = error instanceof Refused ? error.code : isTroupeError(error) ? statusNames[error.code] : undefined;
			if (code === undefined) throw error;
			this.rejections.push({ action, code });
		}
	}

	private perform({ name, parameters }: CaseAction): Promise<unknown> {
		const { engine } = this.at;
		switch (name) {
			case 'completeJob':
				return this.answerJob(parameters);
			case 'runJobs':
				return this.runJobs();
			case 'publishMessage':
				return this.publish(parameters);
			case 'createInstance':
				return this.start(parameters);
			case 'setVariables':
				return engine.setVariables(this.scopeOf(parameters.elementId), parameters.variables, parameters.local);
			case 'resolveIncident':
				return this.resolveIncident(parameters);
			case 'completeUserTask':
				return this.completeUserTask(parameters);
			case 'cancelInstance':
				return engine.cancel(this.firstInstance);
			case 'wait':
				return this.at.pass(parameters);
			case 'broadcastSignal':
			case 'activateAdHoc':
			case 'modify':
				return Promise.reject(new Refused('UNIMPLEMENTED'));
		}
	}
