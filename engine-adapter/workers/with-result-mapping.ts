import type { Job, JobOutcome } from '../engine/jobs';
import { boundedVariables } from './bounded-variables';
import { hasResultMapping, readResultMapping } from './requests/result-mapping';

/**
 * Applies the headers resultVariable and resultExpression. Not to variables of a BPMN error, or of an unfinished toolbox. @throws TroupeError
 * INPUT_INVALID for an expression that is not FEEL, before any work is done
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
 * Leaves out empty `origins`: the job that ends last replaces a variable, so it would erase the origins of a parallel branch or another
 * multi-instance round.
 */
function keepOrigins(outcome: JobOutcome): JobOutcome {
	if (!('variables' in outcome) || outcome.variables?.origins === undefined) return outcome;
	const { origins, ...variables } = outcome.variables;
	return origins === null || (Array.isArray(origins) && origins.length === 0) ? { ...outcome, variables } : outcome;
}
