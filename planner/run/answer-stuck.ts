import { isTroupeError } from '../../core/base/errors';
import type { PlanRecords } from '../kept/plan-records';
import { updatePlan } from '../kept/update-plan';
import { add } from '../make-plan';
import type { Plan } from '../plan';
import { planWords } from '../words/plan-words';
import type { RunAct } from './find-run-acts';
import type { PlanEngine } from './run-plan';
import { showPlan, type WithEngine } from './show-plan';
import { listLive, type LiveRun } from './live-runs';

interface StuckParts {
	records: PlanRecords;
	withEngine: WithEngine;
}

/** Retries or ends instances on a person's word. The conversation keeps it. @throws TroupeError those of the engine */
export async function answerStuck(id: string, asked: RunAct[], { records, withEngine }: StuckParts): Promise<Plan> {
	let plan = await showPlan(await records.read(id), withEngine, records);
	for (const one of asked) {
		const { said, done, fault } = await perform(plan, one, withEngine);
		const at = records.now();
		const about = { kind: 'instance', value: done.join(' ') };
		if (said.length > 0)
			await updatePlan(id, records, done.length === 0 ? 'updated' : { act: doneActs[one.act], about }, ({ conversation }) => ({
				conversation: add({ conversation: [...conversation, { from: 'person', text: one.text, at }] }, said.join('\n'), at),
			}));
		if (fault) throw fault.error;
		plan = await showPlan(await records.read(id), withEngine, records);
	}
	return plan;
}

interface Performed {
	said: string[];
	/** Keys of instances. */
	done: string[];
	/** An error of the engine, which may have done some before. */
	fault?: { error: unknown };
}

async function perform(plan: Plan, { act, instanceKey: named }: RunAct, withEngine: WithEngine): Promise<Performed> {
	const { runs, problem } = chooseRuns(plan, act, named);
	if (problem !== undefined) return { said: [problem], done: [] };
	const words = planWords[plan.language];
	const said: string[] = [];
	const done: string[] = [];
	try {
		for (const { engine, instanceKey } of runs) {
			const isDone = await withEngine(engine, (opened) => acts[act](opened, instanceKey));
			if (isDone) done.push(instanceKey);
			said.push(isDone ? words[act](instanceKey) : words.standsStill(instanceKey));
		}
		return { said, done };
	} catch (error) {
		return { said, done, fault: { error } };
	}
}

const doneActs = { retry: 'retried', cancel: 'cancelled' } as const;

function chooseRuns(plan: Plan, act: RunAct['act'], instanceKey: string | undefined): { runs: LiveRun[]; problem?: string } {
	const words = planWords[plan.language];
	const live = listLive(plan);
	if (instanceKey !== undefined) {
		const run = live.find((one) => one.instanceKey === instanceKey);
		if (!run) return { runs: [], problem: words.noInstance(instanceKey) };
		return act === 'retry' && run.state !== 'incident' ? { runs: [], problem: words.notStuck(instanceKey) } : { runs: [run] };
	}
	const stuck = live.filter(({ state }) => state === 'incident');
	const runs = act === 'cancel' && stuck.length === 0 ? live : stuck;
	if (runs.length === 0) return { runs, problem: act === 'cancel' ? words.noneRuns : words.noneStuck };
	return act === 'cancel' && runs.length > 1 ? { runs: [], problem: words.whichInstance(runs.map((run) => run.instanceKey)) } : { runs };
}

/** Each returns false where the engine lists nothing that it could be done to. */
const acts: Record<RunAct['act'], (engine: PlanEngine, instanceKey: string) => Promise<boolean>> = {
	async retry(engine, instanceKey) {
		const incidents = await engine.searchIncidents({ instanceKey, withCalled: true });
		for (const { key, jobKey } of incidents) {
			if (jobKey !== undefined) await engine.updateJobRetries(jobKey, 1).catch(ifGone);
			await engine.resolveIncident(key).catch(ifGone);
		}
		return incidents.length > 0;
	},
	async cancel(engine, instanceKey) {
		await engine.cancel(instanceKey).catch(ifGone);
		return true;
	},
};

const goneCodes: ReadonlySet<string> = new Set(['INCIDENT_NOT_FOUND', 'JOB_NOT_FOUND', 'INSTANCE_NOT_FOUND']);

/** Somebody was faster, or a cluster's search knows it with a delay. */
function ifGone(error: unknown): void {
	if (!isTroupeError(error) || !goneCodes.has(error.code)) throw error;
}
