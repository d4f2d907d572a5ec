/** A reason why Zeebe refuses a resource. */
interface DeploymentProblem {
	resource: string;
	/** Absent when the file as a whole is at fault. */
	elementId?: string;
	problem: string;
}

/**
 * Reads the text with which Zeebe refuses a deployment: for each resource `'name': ` and then either one problem,
 * or `- Element: path` and `- ERROR: problem` lines. Empty when the text is of another form.
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

/** One line a problem. */
export const describeProblems = (problems: DeploymentProblem[]): string =>
	problems
		.map(({ resource, elementId, problem }) => `${resource}${elementId === undefined ? '' : `, element ${elementId}`}: ${problem}`)
		.join('\n');
