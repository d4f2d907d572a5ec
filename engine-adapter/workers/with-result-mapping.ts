import type { Job, JobOutcome } from '../engine/jobs';
import { boundedVariables } from './bounded-variables';
import { hasResultMapping, readResultMapping } from './requests/result-mapping';

/**
 * Does a job, and makes of what it returns the variables that its task wants: the headers resultVariable and resultExpression say so. The variables of a
 * BPMN error, and of a toolbox that is not done, stay as they are.
 * @throws TroupeError INPUT_INVALID for an expression that is not FEEL, before any work is done
 */
export async function withResultMapping(job: Job, work: () => Promise<JobOutcome>): Promise<JobOutcome> {
	if (!hasResultMapping(job)) return keepOrigins(await work());
	const mapping = await readResultMapping(job);
	const outcome = await work();
	if (outcome.kind !== 'complete' || outcome.adHoc !== undefined) return keepOrigins(outcome);
	const variables = mapping.toVariables(outcome.variables, outcome.variables);
	const bounded = boundedVariables(variables, 'the task', 'Take less in the resultExpression of the task.');
	return keepOrigins({ ...outcome, variables: bounded });
}

/**
 * Leaves out `origins` that name nothing. Engines replace a variable by that of the job that ends last: a job that read no text of others would clean
 * what a parallel branch, or another round of a multi-instance, had read.
 */
function keepOrigins(outcome: JobOutcome): JobOutcome {
	if (!('variables' in outcome) || outcome.variables?.origins === undefined) return outcome;
	const { origins, ...variables } = outcome.variables;
	return origins === null || (Array.isArray(origins) && origins.length === 0) ? { ...outcome, variables } : outcome;
}
