import { isTroupeError } from '../../core/base/errors';
import type { PlanRecords, ReadPlan } from '../kept/plan-records';
import type { Plan } from '../plan';
import { planWords } from '../words/plan-words';
import { listBeginning } from './find-begun';
import type { PlanEngine } from './run-plan';
import { type FindCost, listNewest, tellProgress } from './tell-progress';

export type WithEngine = <Result>(engine: string, work: (engine: PlanEngine, costOf?: FindCost) => Promise<Result>) => Promise<Result>;

/** Looks at instances, and keeps the news without disturbing changes. An engine that cannot be asked is a line that is not kept. */
export async function showPlan(read: ReadPlan, withEngine: WithEngine, records: PlanRecords): Promise<Plan> {
	let { plan } = read;
	const unasked: Plan['conversation'] = [];
	for (const engine of new Set([...listNewest(plan).map((run) => run.engine), ...listBeginning(plan)])) {
		try {
			const news = await withEngine(engine, (opened, costOf) => tellProgress(plan, engine, records.now(), opened, costOf));
			if (news) plan = { ...plan, ...news };
		} catch (error) {
			if (!isTroupeError(error) || (error.code !== 'NOT_SUPPORTED' && error.code !== 'ENGINE_UNREACHABLE')) throw error;
			const text = planWords[plan.language].notAsked(engine, `${error.message} ${error.fix ?? ''}`.trim());
			unasked.push({ from: 'planner', text, at: records.now() });
		}
	}
	const shown = plan === read.plan ? plan : await keep(read, plan, records);
	return unasked.length === 0 ? shown : { ...shown, conversation: [...shown.conversation, ...unasked] };
}

/** Somebody who changed the plan meanwhile sees the news when it is shown again. */
async function keep(read: ReadPlan, { runs, conversation, state }: Plan, records: PlanRecords): Promise<Plan> {
	const news = { ...(runs && { runs }), conversation, state };
	try {
		return await records.put(read, news, 'updated');
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'STATE_CONFLICT') throw error;
		return { ...read.plan, ...news };
	}
}
