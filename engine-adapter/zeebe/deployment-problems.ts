interface DeploymentProblem {
	resource: string;
	/** Absent if the whole file is at fault. */
	elementId?: string;
	problem: string;
}

/**
 * Reads Zeebe's refusal of a deployment: for each resource `'name': `, then one problem, or `- Element: path` and `- ERROR: problem` lines. Empty for
 * another format.
 */
export function readDeploymentProblems(text: string): DeploymentProblem[] {
	const problems: DeploymentProblem[] = [];
	let resource: string | undefined;
	let elementId: string | undefined;
	for (const line of text.split('\n')) {
		const opening = /^'([^']+)': (.*)$/.exec(line);
		if (opening) [resource, elementId] = [opening[1], undefined];
		if (resource === undefined) continue;
		const rest = (opening?.[2] ?? line).trim();
		const element = /^- Element: (.+)$/.exec(rest)?.[1];
		const problem = /^- (?:ERROR|WARNING): (.+)$/.exec(rest)?.[1];
		if (element !== undefined) elementId = element.split(' > ').at(-1);
		else if (problem !== undefined) problems.push({ resource, elementId, problem });
		else if (opening && rest !== '') problems.push({ resource, problem: rest.replace(/^Error: /, '') });
	}
	return problems;
}

export const describeProblems = (problems: DeploymentProblem[]): string =>
	problems
		.map(({ resource, elementId, problem }) => `${resource}${elementId === undefined ? '' : `, element ${elementId}`}: ${problem}`)
		.join('\n');
