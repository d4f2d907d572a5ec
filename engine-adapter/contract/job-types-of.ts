import type { Resource } from '../engine';

/** The job types that models name, with the one of job-based user tasks. */
export function jobTypesOf(resources: Resource[]): Set<string> {
	const named = resources.flatMap(({ content }) =>
		[...content.matchAll(/<zeebe:taskDefinition type="([^"=]+)"/g)].map((match) => match[1]!),
	);
	const jobBasedUserTask = resources.some(({ content }) => content.includes('<bpmn:userTask'));
	return new Set([...named, ...(jobBasedUserTask ? ['io.camunda.zeebe:userTask'] : [])]);
}
