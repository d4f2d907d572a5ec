import { isTroupeError } from '../../core/base/errors';
import type { Plan } from '../plan';
import type { PlanAct, PlanRecords } from './plan-records';

const maxTries = 10;

/** @param make returns undefined to leave it as it is */
export async function updatePlan(
	id: string,
	records: PlanRecords,
	act: PlanAct,
	make: (plan: Plan) => Partial<Plan> | undefined | Promise<Partial<Plan> | undefined>,
): Promise<Plan> {
	for (let tries = 1; ; tries++) {
		const read = await records.read(id);
		const changed = await make(read.plan);
		if (!changed) return read.plan;
		try {
			return await records.put(read, changed, act);
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'STATE_CONFLICT' || tries >= maxTries) throw error;
		}
	}
}
