import { mapTasks } from '../../planner/tree/list-tasks';
import type { Plan } from '../../planner/plan';
import { fitness, precision, rename } from './conform';
import type { Description } from './corpus';
import { matchActivities, toStep } from './match-activities';
import { tracesOf } from './traces-of';

export interface Conformance {
	fitness: number;
	precision: number;
	/** Number of activities without a step, and of names of steps without an activity. */
	missing: number;
	added: number;
}

/** Compares what a plan allows with what its description allows. A plan that failed allows nothing. */
export function conformPlan({ activities, traces, language }: Description, { tree, state }: Pick<Plan, 'tree' | 'state'>): Conformance {
	if (!tree || state === 'failed') return { fitness: 0, precision: 0, missing: Object.keys(activities).length, added: 0 };
	const planned = tracesOf({
		do: mapTasks(tree.do, '/do', (task) => (task.kind === 'human' ? { ...task, name: toStep(task.name, task.who) } : task)),
	});
	const { names, missing, added } = matchActivities(activities, planned.flat(), language);
	const renamed = rename(planned, names);
	return { fitness: fitness(traces, renamed), precision: precision(traces, renamed), missing, added };
}
