/** Jira Cloud's REST API, as https://developer.atlassian.com/cloud/jira/platform/rest/v3 describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';

export const jiraLogin = { email: 'troupe@casaaurora.example', apiToken: 'stand-in' };

export interface JiraIssue {
	key: string;
	fields: Record<string, unknown> & { summary: string };
}

const problem = (status: number, ...errorMessages: string[]): OutsideAnswer => ({ status, body: { errorMessages, errors: {} } });

export interface JiraProject {
	id: string;
	name: string;
	issueTypes: Array<{ id: string; name: string }>;
}

/** @param issues changed in place */
export function jiraService(issues: JiraIssue[], projects: JiraProject[] = []): OutsideService {
	const login = `Basic ${Buffer.from(`${jiraLogin.email}:${jiraLogin.apiToken}`).toString('base64')}`;
	return ({ method, path, headers, body }: OutsideCall) => {
		if (headers.authorization !== login) return problem(401, 'Client must be authenticated to access this resource.');
		const { pathname } = new URL(path, 'https://casaaurora.atlassian.net');
		if (method === 'GET' && /^\/rest\/api\/[23]\/issuetype$/.test(pathname))
			return { body: [{ id: '10001', name: 'Task', subtask: false }] };
		const [, project] = /^\/rest\/api\/[23]\/project\/([^/]*)$/.exec(pathname) ?? [];
		if (method === 'GET' && project !== undefined) return answerProject(project, projects);
		return answerIssue(method, pathname, body, issues);
	};
}

function answerIssue(method: string, pathname: string, body: unknown, issues: JiraIssue[]): OutsideAnswer {
	const [, key, part] = /^\/rest\/api\/[23]\/issue\/([^/]+)(?:\/(comment|transitions))?$/.exec(pathname) ?? [];
	const issue = issues.find((one) => one.key === key);
	if (!issue) return problem(404, 'Issue does not exist or you do not have permission to see it.');
	if (method === 'GET' && part === undefined) return { body: { id: '1', ...issue } };
	if (method === 'PUT' && part === undefined) {
		const { fields, update } = body as { fields?: object; update?: object };
		if (!fields && !update) return problem(400, "one of 'fields' or 'update' required");
		Object.assign(issue.fields, fields);
		return { status: 204, body: '' };
	}
	if (method === 'POST' && part === 'comment') {
		const { body: text } = body as { body?: unknown };
		if (!text) return problem(400, 'Comment body can not be empty!');
		const comments = (issue.fields.comments ??= []) as unknown[];
		comments.push(text);
		return { status: 201, body: { id: String(comments.length), body: text } };
	}
	return problem(405, 'Method Not Allowed');
}

/** One project with its issue types, or a page of all. */
function answerProject(id: string, projects: JiraProject[]): OutsideAnswer {
	if (id === 'search') {
		const values = projects.map(({ id, name }) => ({ id, name, key: name.slice(0, 3).toUpperCase() }));
		return { body: { startAt: 0, maxResults: 50, total: values.length, isLast: true, values } };
	}
	const project = projects.find((one) => one.id === id);
	return project ? { body: project } : problem(404, `No project could be found with key '${id}'.`);
}
