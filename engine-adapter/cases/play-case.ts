import { isTroupeError, type TroupeErrorCode } from '../../core/base/errors';
import { defaultTenantId } from '../embedded/state/tenants';
import type { Resource } from '../engine/deployments';
import type { EngineEvent } from '../engine/engine-events';
import type { Incident } from '../engine/instances';
import type { Job, JobOutcome } from '../engine/jobs';
import { CaseEngine } from './case-engine';
import { fillForm } from './fill-form';
import type { CaseAction, CaseStart, CaseTrace, JobAnswer, ProcessCase } from './process-case';
import { traceOfCase } from './trace-of-case';

/** Timers further away are left alone at the end. */
const nearTimersMs = 3_000;
/** Per step: an endless process must not keep the case from ending. */
const maxRounds = 1_000;
/** Lower than any key of the engine. */
const noKey = '2251799813685248';

export interface PlayedCase {
	trace: CaseTrace | Pick<CaseTrace, 'deploy'>;
	events: EngineEvent[];
}

/**
 * Uses a separate engine in memory. Time passes only as the case says. @throws TroupeError when the engine itself breaks; refused commands are in the
 * trace
 */
export async function playCase(
	resources: Resource[],
	processCase: ProcessCase,
	startAt = processCase.startAt ?? Date.now(),
): Promise<PlayedCase> {
	const engine = await CaseEngine.open(startAt, processCase.zeebeVersion);
	try {
		return { trace: await new CasePlay(engine).play(resources, processCase), events: engine.events };
	} finally {
		await engine.close();
	}
}

class Refused extends Error {
	constructor(
		readonly code: string,
		readonly reason?: string,
	) {
		super(code);
	}
}

export class CasePlay {
	readonly #rejections: CaseTrace['rejections'] = [];

	constructor(private readonly at: CaseEngine) {}

	async play(
		resources: Resource[],
		{ tenants = [defaultTenantId], start, script, autoComplete }: ProcessCase,
	): Promise<PlayedCase['trace']> {
		try {
			for (const tenantId of tenants) await this.at.engine.deploy(resources, tenantId);
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			return { deploy: { rejected: error.message } };
		}
		await this.at.settle();
		for (const request of start) await this.#step('start', () => this.#start(request));
		for (const [index, action] of script.entries()) await this.#step(index, () => this.#perform(action));
		if (autoComplete) await this.#step('autoComplete', () => this.#completeRest());
		return traceOfCase(this.at, this.#rejections);
	}

	async #step(action: number | 'start' | 'autoComplete', run: () => Promise<unknown>): Promise<void> {
		try {
			await run();
			await this.at.settle();
		} catch (error) {
			const code = error instanceof Refused ? error.code : isTroupeError(error) ? statusNames[error.code] : undefined;
			if (code === undefined) throw error;
			const reason = error instanceof Refused ? error.reason : undefined;
			this.#rejections.push({ action, code, ...(reason !== undefined && { reason }) });
		}
	}

	#perform({ name, parameters }: CaseAction): Promise<unknown> {
		const { engine } = this.at;
		switch (name) {
			case 'completeJob':
				return this.#answerJob(parameters);
			case 'runJobs':
				return this.#runJobs();
			case 'publishMessage':
				return this.#publish(parameters);
			case 'createInstance':
				return this.#start(parameters);
			case 'setVariables':
				return this.#setVariables(parameters);
			case 'resolveIncident':
				return this.#resolveIncident(parameters);
			case 'completeUserTask':
				return this.#completeUserTask(parameters);
			case 'activateAdHoc':
				return this.#activateAdHoc(parameters);
			case 'cancelInstance':
				return engine.cancel(this.#firstInstance);
			case 'broadcastSignal':
				return engine.broadcastSignal(parameters);
			case 'wait':
				return this.at.pass(parameters);
			case 'modify':
				return this.#modify(parameters);
		}
	}

	async #start({ processId, variables, startInstructions, tenantId }: CaseStart): Promise<void> {
		await this.at.engine.start({ processId, variables, startAt: startInstructions?.map(({ elementId }) => elementId), tenantId });
		await this.at.settle();
	}

	async #publish({ name, correlationKey = '', ttlMs, messageId, variables, tenantId }: CaseActionOf<'publishMessage'>): Promise<void> {
		try {
			await this.at.engine.publishMessage({ name, correlationKey, timeToLiveMs: ttlMs, messageId, variables, tenantId });
		} catch (error) {
			// The only possible conflict: another message has its id.
			throw isTroupeError(error) && error.code === 'STATE_CONFLICT' ? new Refused('ALREADY_EXISTS') : error;
		}
	}

	async #answerJob(answer: JobAnswer): Promise<void> {
		const { type, elementId, fail } = answer;
		const job = this.at.takeJob((one) => (type ?? one.type) === one.type && (elementId ?? one.elementId) === one.elementId);
		if (job === undefined) throw new Refused('NO_JOB');
		// Zeebe's documentation, job workers: variables of a failure stay in the scope of the job's element.
		if (fail?.variables) await this.at.engine.setVariables(job.elementInstanceKey, fail.variables, true);
		await this.at.engine.answer(job.key, toOutcome(answer));
	}

	async #runJobs(): Promise<void> {
		let refusal: unknown;
		const take = (): Job | undefined => this.at.takeJob((one) => !this.at.isReplaced(one));
		for (let rounds = 0, job = take(); job !== undefined; job = take()) {
			if (++rounds > maxRounds) throw new Refused('RESOURCE_EXHAUSTED');
			await this.#complete(job).catch((error: unknown) => (refusal = error));
			await this.at.settle();
		}
		if (refusal !== undefined) throw refusal as Error;
	}

	async #completeRest(): Promise<void> {
		let idleMs = 0;
		for (let rounds = 0; rounds < maxRounds; rounds++) {
			const job = this.at.takeJob();
			const eventsBefore = this.at.events.length;
			// The job can be over meanwhile.
			if (job) await this.#complete(job).catch((error: unknown) => expectSuperseded(error));
			const passedMs = job ? 0 : await this.at.passToNextDue(nearTimersMs - idleMs);
			if (passedMs === undefined) return;
			await this.at.settle();
			// A due entry can have no effect: a buffered message that expires does not bring a timer nearer.
			idleMs = this.at.events.length === eventsBefore ? idleMs + passedMs : 0;
		}
		throw new Refused('RESOURCE_EXHAUSTED');
	}

	#complete({ key }: Job): Promise<void> {
		return this.at.engine.answer(key, { kind: 'complete', variables: {} });
	}

	async #resolveIncident({ elementId, retries, variables }: CaseActionOf<'resolveIncident'>): Promise<void> {
		const { engine } = this.at;
		const incident = oldest<Incident>(await engine.searchIncidents({}), elementId, 'NO_INCIDENT');
		if (variables) await engine.setVariables(incident.instanceKey, variables);
		if (retries !== undefined && incident.jobKey !== undefined) await engine.updateJobRetries(incident.jobKey, retries);
		await engine.resolveIncident(incident.key);
	}

	async #completeUserTask({ elementId, variables = {}, withoutForm }: CaseActionOf<'completeUserTask'>): Promise<void> {
		const { engine } = this.at;
		const task = oldest(await engine.searchUserTasks({}), elementId, 'NO_USER_TASK');
		if (withoutForm) return engine.completeUserTask(task.key, variables);
		const { values, problems } = await fillForm(engine, task, variables);
		if (problems.length > 0) throw new Refused('FORM_INVALID', problems.join('; '));
		await engine.completeUserTask(task.key, values);
	}

	async #activateAdHoc({ elementId, elements }: CaseActionOf<'activateAdHoc'>): Promise<void> {
		const { engine } = this.at;
		const activations = elements.map((element) => ({ elementId: element }));
		await engine.activateAdHoc((await engine.findElementInstance(elementId)) ?? noKey, activations);
	}

	async #modify({ activate, terminate = [] }: CaseActionOf<'modify'>): Promise<void> {
		const { engine } = this.at;
		const found = await Promise.all(terminate.map((elementId) => engine.findElementInstances(this.#firstInstance, elementId)));
		await engine.modify(this.#firstInstance, { activate, terminate: found.flat() });
	}

	async #setVariables({ elementId, variables, local }: CaseActionOf<'setVariables'>): Promise<void> {
		const { engine } = this.at;
		const scope = elementId === undefined ? undefined : await engine.findElementInstance(elementId);
		await engine.setVariables(scope ?? this.#firstInstance, variables, local);
	}

	get #firstInstance(): string {
		return this.at.instanceKeys[0] ?? noKey;
	}
}

type CaseActionOf<Name extends CaseAction['name']> = Extract<CaseAction, { name: Name }>['parameters'];

const statusNames: Partial<Record<TroupeErrorCode, string>> = {
	PROCESS_NOT_FOUND: 'NOT_FOUND',
	INSTANCE_NOT_FOUND: 'NOT_FOUND',
	JOB_NOT_FOUND: 'NOT_FOUND',
	INCIDENT_NOT_FOUND: 'NOT_FOUND',
	USER_TASK_NOT_FOUND: 'NOT_FOUND',
	INPUT_INVALID: 'INVALID_ARGUMENT',
	INPUT_TOO_LARGE: 'RESOURCE_EXHAUSTED',
	PROCESS_INVALID: 'INVALID_ARGUMENT',
	STATE_CONFLICT: 'FAILED_PRECONDITION',
	NOT_SUPPORTED: 'UNIMPLEMENTED',
};

export function toOutcome({ error, fail, variables = {}, adHoc }: JobAnswer): JobOutcome {
	if (error) return { kind: 'bpmn-error', errorCode: error.code, message: error.message ?? '', variables: error.variables };
	if (fail) return { kind: 'fail', message: fail.message ?? '', retries: fail.retries, backoffMs: fail.backoffMs };
	return { kind: 'complete', variables, adHoc };
}

function oldest<T extends { elementId: string }>(found: T[], elementId: string | undefined, missing: string): T {
	const one = found.find((candidate) => elementId === undefined || candidate.elementId === elementId);
	if (one === undefined) throw new Refused(missing);
	return one;
}

function expectSuperseded(error: unknown): void {
	if (!isTroupeError(error) || !['JOB_NOT_FOUND', 'STATE_CONFLICT'].includes(error.code)) throw error;
}
