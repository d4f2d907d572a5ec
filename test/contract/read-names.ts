import type { Resource } from '../../engine-adapter/engine/deployments';

/** The job types that models name, with the one of job-based user tasks, and the one that most cases have: an expression may give it. */
export function collectJobTypes(resources: Resource[]): Set<string> {
	const named = resources.flatMap(({ content }) =>
		[...content.matchAll(/<zeebe:(?:taskDefinition|executionListener|taskListener)[^>]* type="([^"=]+)"/g)].map((match) => match[1]!),
	);
	const jobBasedUserTask = resources.some(({ content }) => content.includes('<bpmn:userTask'));
	return new Set(['contract-work', ...named, ...(jobBasedUserTask ? ['io.camunda.zeebe:userTask'] : [])]);
}

/** The ids of the processes in models; each belongs to one case only. */
export function collectProcessIds(resources: Resource[]): string[] {
	return resources.flatMap(({ content }) => [...content.matchAll(/<bpmn:process id="([^"]+)"/g)].map((match) => match[1]!));
}
