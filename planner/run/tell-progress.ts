import { isDeepStrictEqual } from 'node:util';
import { isTroupeError } from '../../core/base/errors';
import type { Incident as EngineIncident, Retry } from '../../engine-adapter/engine/instances';
import type { Line, Plan, PlanRun } from '../plan';
import { walkBlocks } from '../tree/walk';
import { planWords } from '../words/plan-words';
import { findBegun, treeOf } from './find-begun';
import { hasEnded, listLive, type LiveRun } from './live-runs';
import type { PlanEngine } from './run-plan';

type Incident = NonNullable<PlanRun['incidents']>[number];
type Retried = NonNullable<PlanRun['retries']>[number];

/** Instances that are looked at again, the newest ones. */
const maxRuns = 20;
const maxIncidents = 10;

export type FindCost = (instanceKey: string) => Promise<number | undefined>;

export async function tellProgress(
	plan: Plan,
	name: string,
	at: string,
	engine: PlanEngine,
	findCost?: FindCost,
): Promise<Pick<Plan, 'runs' | 'conversation' | 'state'> | undefined> {
	const runs = await findBegun(plan, name, engine);
	const newest = new Set<PlanRun>(listNewest({ runs }).filter((run) => run.engine === name));
	const looked = await Promise.all(runs.map(async (run) => (newest.has(run) ? look(run, plan, engine, findCost) : run)));
	const lines = looked.flatMap((run, index) => describeNews(runs[index]!, run, plan));
	if (isDeepStrictEqual(looked, plan.runs ?? [])) return undefined;
	const said = lines.map((text): Line => ({ from: 'planner', text, at }));
	return { runs: looked, conversation: [...plan.conversation, ...said], state: stateOf(plan, looked) };
}

/** A changed plan is not ended by instances of its earlier version. */
function stateOf({ state }: Plan, runs: PlanRun[]): Plan['state'] {
	if (state !== 'running' && state !== 'ended') return state;
	return runs.every(hasEnded) ? 'ended' : 'running';
}

/** Lists the newest instances that may have come further. */
export const listNewest = (plan: Pick<Plan, 'runs'>): LiveRun[] => listLive(plan).slice(-maxRuns);

async function look(run: PlanRun, plan: Plan, engine: PlanEngine, findCost?: FindCost): Promise<PlanRun> {
	const { waitsFor: _waitsFor, incidents: _incidents, retries: _retries, cost: _cost, ...kept } = run;
	const instanceKey = kept.instanceKey!;
	const instance = await engine.findInstance(instanceKey).catch(ifUnknown);
	if (!instance) return run;
	const names = namesOf(plan, run);
	const [incidents, tasks, retries = []] = await Promise.all([
		...([engine.searchIncidents({ instanceKey, withCalled: true }), engine.searchUserTasks({ instanceKey })] as const),
		instance.state === 'ACTIVE' ? engine.listRetries?.(instanceKey) : undefined,
	]);
	const told = incidents.slice(0, maxIncidents);
	const called = await nameCalled(instanceKey, told, engine);
	const cost = await findCost?.(instanceKey);
	return {
		...kept,
		state: instance.state !== 'ACTIVE' ? ended[instance.state] : incidents.length > 0 || instance.hasIncident ? 'incident' : 'active',
		...(tasks.length > 0 && { waitsFor: [...new Set(tasks.map(({ elementId, name }) => names.get(elementId) ?? name))] }),
		...(incidents.length > 0 && {
			incidents: told.map(({ key, instanceKey: of, elementId, message }) => {
				const step = of === instanceKey ? (names.get(elementId) ?? elementId) : `${called.get(of) ?? of}: ${elementId}`;
				return { key, step, message: message.slice(0, 300) };
			}),
		}),
		...(retries.length > 0 && { retries: retries.slice(0, maxIncidents).map((retry) => describeRetry(retry, names)) }),
		...(cost !== undefined && { cost }),
	};
}

async function nameCalled(own: string, incidents: EngineIncident[], engine: PlanEngine): Promise<Map<string, string>> {
	const keys = new Set(incidents.map(({ instanceKey }) => instanceKey).filter((key) => key !== own));
	const found = await Promise.all([...keys].map((key) => engine.findInstance(key).catch(ifUnknown)));
	return new Map(found.flatMap((instance) => (instance ? [[instance.instanceKey, instance.processId] as const] : [])));
}

const describeRetry = ({ elementId, message, retries, due }: Retry, names: ReadonlyMap<string, string>): Retried => ({
	step: names.get(elementId) ?? elementId,
	message: message.slice(0, 300),
	left: retries,
	...(due !== undefined && { at: new Date(due).toISOString() }),
});

const ended = { COMPLETED: 'completed', TERMINATED: 'terminated' } as const;

/** Some engines clean up what ended; a cluster's search knows an instance later than it runs. */
function ifUnknown(error: unknown): undefined {
	if (isTroupeError(error) && error.code === 'INSTANCE_NOT_FOUND') return undefined;
	throw error;
}

const namesOf = (plan: Plan, run: PlanRun): Map<string, string> =>
	new Map([...walkBlocks(treeOf(plan, run)?.do ?? [], '/do')].map(({ block: { id, name } }) => [id, name]));

function describeNews(before: PlanRun, now: PlanRun, { language }: Pick<Plan, 'language'>): string[] {
	const { instanceKey: key, state, waitsFor = [], incidents = [], retries = [], cost } = now;
	if (key === undefined) return [];
	const words = planWords[language];
	if (state === 'completed' && before.state !== state)
		return [words.completed(key, cost === undefined ? undefined : `US$ ${cost.toFixed(4)}`)];
	if (state === 'terminated' && before.state !== state) return [words.terminated(key)];
	const stuck = incidents.filter((one) => !before.incidents?.some((known) => isSame(known, one)));
	// A cluster says that it stands still before its search knows the incident.
	const isStill = state === 'incident' && before.state !== state && incidents.length === 0;
	const again = retries.filter((one) => !before.retries?.some((known) => isSameRetry(known, one)));
	const waiting = waitsFor.filter((step) => !before.waitsFor?.includes(step));
	return [
		...stuck.map(({ step, message }) => words.incident(key, step, message)),
		...(isStill ? [words.standsStill(key)] : []),
		...again.map(({ step, message, left, at }) => words.retries(key, step, message, left, at)),
		...(stuck.length > 0 ? [words.askStuck(key)] : []),
		...(waiting.length > 0 ? [words.waits(key, waiting.join(', '))] : []),
	];
}

const maxSaid = 5;

/** Says how the newest instances get on, and which engine could not be asked. */
export function sayRuns(plan: Pick<Plan, 'language' | 'runs' | 'conversation'>): string[] {
	const newest = (plan.runs ?? []).slice(-maxSaid);
	const standing = newest.flatMap((run) => {
		const { state: _state, waitsFor: _waitsFor, incidents: _incidents, retries: _retries, ...before } = run;
		return describeNews(before, run, plan);
	});
	return [...standing, ...sayUnasked(plan)];
}

/** Says which engine could not be asked, when the plan was shown. */
export function sayUnasked({ language, runs = [], conversation }: Pick<Plan, 'language' | 'runs' | 'conversation'>): string[] {
	const begun = [...new Set(runs.map(({ engine }) => planWords[language].notAsked(engine, '')))];
	return conversation.flatMap(({ from, text }) => (from === 'planner' && begun.some((words) => text.startsWith(words)) ? [text] : []));
}

const isSame = (known: Incident, one: Incident): boolean =>
	known.key === undefined ? known.step === one.step && known.message === one.message : known.key === one.key;

/** Each further failure leaves one attempt less. */
const isSameRetry = (known: Retried, one: Retried): boolean => known.step === one.step && known.left === one.left;
