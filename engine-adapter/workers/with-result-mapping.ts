import type { Job, JobOutcome } from '../engine';
import { boundedVariables } from './bounded-variables';
import { hasResultMapping, readResultMapping } from './requests/result-mapping';

/**
 * Does a job, and makes of what it returns the variables that its task wants: the headers resultVariable and resultExpression say so. The variables of a
 * BPMN error, and of a toolbox that is not done, stay as they are.
 * @throws TroupeError INPUT_INVALID for an expression that is not FEEL, before any work is done
 */
export async function withResultMapping(job: Job, work: () => Promise<JobOutcome>): Promise<JobOutcome> {
	if (!hasResultMapping(job)) return work();
	const mapping = await readResultMapping(job);
	const outcome = await work();
	if (outcome.kind !== 'complete' || outcome.adHoc !== undefined) return outcome;
	const variables = mapping.toVariables(outcome.variables, outcome.variables);
	return { ...outcome, variables: boundedVariables(variables, 'the task', 'Take less in the resultExpression of the task.') };
}
