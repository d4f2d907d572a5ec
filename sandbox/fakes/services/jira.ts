/** Jira Cloud's REST API, as https://developer.atlassian.com/cloud/jira/platform/rest/v3 describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type Access, accessOf, refuseCall, type Refusals } from './access';

export const jiraLogin = { email: 'troupe@casaaurora.example', apiToken: 'stand-in' };
/** As Basic authentication sends it. */
export const jiraToken = Buffer.from(`${jiraLogin.email}:${jiraLogin.apiToken}`).toString('base64');
export const jiraScopes = ['read:jira-work', 'write:jira-work'];

export interface JiraIssue {
	key: string;
	fields: Record<string, unknown> & { summary: string; status?: { name: string } };
}

const problem = (status: number, ...errorMessages: string[]): OutsideAnswer => ({ status, body: { errorMessages, errors: {} } });
const fieldProblem = (errors: Record<string, string>): OutsideAnswer => ({ status: 400, body: { errorMessages: [], errors } });
const refusals: Refusals = {
	unknown: problem(401, 'Client must be authenticated to access this resource.'),
	tooMany: { ...problem(429, 'Rate limit exceeded.'), headers: { 'retry-after': '1' } },
	scope: () => problem(403, 'You do not have the permission to see the specified issue, or to change it.'),
};

/** From each status, the ids of the transitions and where they lead. */
const transitions: Record<string, Record<string, string>> = {
	'To Do': { 21: 'In Progress' },
	'In Progress': { 11: 'To Do', 31: 'Done' },
	Done: { 11: 'To Do' },
};

/** @param issues changed in place */
export function jiraService(issues: JiraIssue[], access: Access = accessOf(jiraToken, jiraScopes)): OutsideService {
	return (call: OutsideCall) => {
		const { method, body } = call;
		const { pathname } = new URL(call.path, 'https://casaaurora.atlassian.net');
		const [, resource = ''] = /^\/rest\/api\/[23]\/(.+)$/.exec(pathname) ?? [];
		const reads = method === 'GET' || resource === 'search/jql';
		const refusal = refuseCall(call, access, refusals, [reads ? 'read:jira-work' : 'write:jira-work']);
		if (refusal) return refusal;
		if (method === 'GET' && resource === 'issuetype') return { body: [{ id: '10001', name: 'Task', subtask: false }] };
		if (method === 'POST' && resource === 'search/jql') return search(issues, body as { jql?: string; maxResults?: number });
		if (method === 'POST' && resource === 'issue') return create(issues, (body ?? {}) as { fields?: Record<string, unknown> });
		const [, key, part] = /^issue\/([^/]+)(?:\/(comment|transitions))?$/.exec(resource) ?? [];
		const issue = issues.find((one) => one.key === key);
		if (!issue) return problem(404, 'Issue does not exist or you do not have permission to see it.');
		if (method === 'GET' && part === undefined) return { body: { id: '1', ...issue } };
		if (method === 'PUT' && part === undefined) return update(issue, body as { fields?: object; update?: object });
		if (method === 'POST' && part === 'comment') return comment(issue, body as { body?: unknown });
		if (method === 'POST' && part === 'transitions') return move(issue, body as { transition?: { id?: string } });
		return problem(405, 'Method Not Allowed');
	};
}

/** Understands `project = X`, `statusCategory != Done` and `text ~ "…"`, joined by AND. */
function search(issues: JiraIssue[], { jql = '', maxResults = 50 }: { jql?: string; maxResults?: number }): OutsideAnswer {
	const [conditions = ''] = jql.split(/\s+ORDER BY\s+/i);
	if (conditions.trim() === '') return problem(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
	let found = issues;
	for (const condition of conditions.split(/\s+AND\s+/i)) {
		const [, project, text] = /^project = (\w+)$|^text ~ "([^"]+)"$/.exec(condition.trim()) ?? [];
		const isOpen = condition.trim() === 'statusCategory != Done';
		if (project === undefined && text === undefined && !isOpen) return problem(400, `Error in the JQL Query: '${condition}' is not expected.`);
		found = found.filter(({ key, fields }) => {
			if (isOpen) return fields.status?.name !== 'Done';
			return project === undefined ? JSON.stringify(fields).includes(text!) : key.startsWith(`${project}-`);
		});
	}
	return { body: { issues: found.slice(0, maxResults).map((issue) => ({ id: '1', ...issue })), isLast: true } };
}

function create(issues: JiraIssue[], { fields = {} }: { fields?: Record<string, unknown> }): OutsideAnswer {
	const { project, issuetype, summary } = fields as { project?: { id?: string }; issuetype?: { id?: string }; summary?: string };
	if (project?.id !== '10000') return fieldProblem({ project: 'valid project is required' });
	if (issuetype?.id !== '10001') return fieldProblem({ issuetype: 'Specify a valid issue type' });
	if (!summary) return fieldProblem({ summary: 'You must specify a summary of the issue.' });
	const key = `SUP-${issues.length + 100}`;
	issues.push({ key, fields: { ...fields, summary, status: { name: 'To Do' } } });
	return { status: 201, body: { id: String(issues.length + 10_000), key, self: `https://casaaurora.atlassian.net/rest/api/2/issue/${key}` } };
}

function update({ fields }: JiraIssue, body: { fields?: object; update?: object }): OutsideAnswer {
	if (!body.fields && !body.update) return problem(400, "one of 'fields' or 'update' required");
	Object.assign(fields, body.fields);
	return { status: 204, body: '' };
}

function comment({ fields }: JiraIssue, { body: text }: { body?: unknown }): OutsideAnswer {
	if (!text) return problem(400, 'Comment body can not be empty!');
	const comments = (fields.comments ??= []) as unknown[];
	comments.push(text);
	return { status: 201, body: { id: String(comments.length), body: text } };
}

function move({ fields }: JiraIssue, { transition }: { transition?: { id?: string } }): OutsideAnswer {
	const to = transitions[fields.status?.name ?? 'To Do']?.[transition?.id ?? ''];
	if (to === undefined)
		return problem(400, `It seems that you have tried to perform a workflow operation (${transition?.id}) that is not valid for the current state of this issue.`);
	fields.status = { name: to };
	return { status: 204, body: '' };
}
