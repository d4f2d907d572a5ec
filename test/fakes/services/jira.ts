/** Jira Cloud's REST API, as https://developer.atlassian.com/cloud/jira/platform/rest/v3 describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type Access, accessOf, refuseCall, type Refusals } from './access';
import { answerBy, type Route } from './routes';

export const jiraLogin = { email: 'troupe@casaaurora.example', apiToken: 'stand-in' };
/** As Basic authentication sends it. */
export const jiraToken = Buffer.from(`${jiraLogin.email}:${jiraLogin.apiToken}`).toString('base64');
export const jiraScopes = ['read:jira-work', 'write:jira-work'];

export interface JiraIssue {
	key: string;
	fields: Record<string, unknown> & { summary: string; status?: { name: string } };
}

export interface JiraProject {
	id: string;
	name: string;
	issueTypes: Array<{ id: string; name: string }>;
}

/** What the requests of all routes hold. */
interface Body {
	jql?: string;
	maxResults?: number;
	fields?: Record<string, unknown>;
	update?: object;
	body?: unknown;
	transition?: { id?: string };
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
export function jiraService(
	issues: JiraIssue[],
	access: Access = accessOf(jiraToken, jiraScopes),
	projects: JiraProject[] = [],
): OutsideService {
	return (call: OutsideCall) => {
		const { method, body } = call;
		const { pathname } = new URL(call.path, 'https://casaaurora.atlassian.net');
		const [, resource = ''] = /^\/rest\/api\/[23]\/(.+)$/.exec(pathname) ?? [];
		const reads = method === 'GET' || resource === 'search/jql';
		const refusal = refuseCall(call, access, refusals, [reads ? 'read:jira-work' : 'write:jira-work']);
		return refusal ?? answerBy(listRoutes(issues, projects, body || {}), `${method} ${resource}`, problem(405, 'Method Not Allowed'));
	};
}

function listRoutes(issues: JiraIssue[], projects: JiraProject[], body: Body): Route[] {
	const withIssue = (answer: (issue: JiraIssue) => OutsideAnswer) => (key: string) => {
		const issue = issues.find((one) => one.key === key);
		return issue ? answer(issue) : problem(404, 'Issue does not exist or you do not have permission to see it.');
	};
	return [
		[/^GET issuetype$/, () => ({ body: [{ id: '10001', name: 'Task', subtask: false }] })],
		[/^GET project\/search$/, () => listProjects(projects)],
		[/^GET project\/([^/]+)$/, (id) => findProject(projects, id)],
		[/^POST search\/jql$/, () => search(issues, body)],
		[/^POST issue$/, () => create(issues, body)],
		[/^GET issue\/([^/]+)$/, withIssue((issue) => ({ body: { id: '1', ...issue } }))],
		[/^PUT issue\/([^/]+)$/, withIssue((issue) => update(issue, body))],
		[/^POST issue\/([^/]+)\/comment$/, withIssue((issue) => comment(issue, body))],
		[/^POST issue\/([^/]+)\/transitions$/, withIssue((issue) => move(issue, body))],
	];
}

/** The first page, which has them all. */
function listProjects(projects: JiraProject[]): OutsideAnswer {
	const values = projects.map(({ id, name }) => ({ id, name, key: name.slice(0, 3).toUpperCase() }));
	return { body: { startAt: 0, maxResults: 50, total: values.length, isLast: true, values } };
}

function findProject(projects: JiraProject[], id: string): OutsideAnswer {
	const project = projects.find((one) => one.id === id);
	return project ? { body: project } : problem(404, `No project could be found with key '${id}'.`);
}

/** Understands `project = X`, `statusCategory != Done` and `text ~ "…"`, joined by AND. */
function search(issues: JiraIssue[], { jql = '', maxResults = 50 }: Body): OutsideAnswer {
	const [conditions = ''] = jql.split(/\s+ORDER BY\s+/i);
	if (conditions.trim() === '')
		return problem(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
	let found = issues;
	for (const condition of conditions.split(/\s+AND\s+/i)) {
		const [, project, text] = /^project = (\w+)$|^text ~ "([^"]+)"$/.exec(condition.trim()) ?? [];
		const isOpen = condition.trim() === 'statusCategory != Done';
		if (project === undefined && text === undefined && !isOpen)
			return problem(400, `Error in the JQL Query: '${condition}' is not expected.`);
		found = found.filter(({ key, fields }) => {
			if (isOpen) return fields.status?.name !== 'Done';
			return project === undefined ? JSON.stringify(fields).includes(text!) : key.startsWith(`${project}-`);
		});
	}
	return { body: { issues: found.slice(0, maxResults).map((issue) => ({ id: '1', ...issue })), isLast: true } };
}

function create(issues: JiraIssue[], { fields = {} }: Body): OutsideAnswer {
	const { project, issuetype, summary } = fields as { project?: { id?: string }; issuetype?: { id?: string }; summary?: string };
	if (project?.id !== '10000') return fieldProblem({ project: 'valid project is required' });
	if (issuetype?.id !== '10001') return fieldProblem({ issuetype: 'Specify a valid issue type' });
	if (!summary) return fieldProblem({ summary: 'You must specify a summary of the issue.' });
	const key = `SUP-${issues.length + 100}`;
	issues.push({ key, fields: { ...fields, summary, status: { name: 'To Do' } } });
	return {
		status: 201,
		body: { id: String(issues.length + 10_000), key, self: `https://casaaurora.atlassian.net/rest/api/2/issue/${key}` },
	};
}

function update({ fields }: JiraIssue, body: Body): OutsideAnswer {
	if (!body.fields && !body.update) return problem(400, "one of 'fields' or 'update' required");
	Object.assign(fields, body.fields);
	return { status: 204, body: '' };
}

function comment({ fields }: JiraIssue, { body: text }: Body): OutsideAnswer {
	if (!text) return problem(400, 'Comment body can not be empty!');
	const comments = (fields.comments ??= []) as unknown[];
	comments.push(text);
	return { status: 201, body: { id: String(comments.length), body: text } };
}

function move({ fields }: JiraIssue, { transition }: Body): OutsideAnswer {
	const to = transitions[fields.status?.name ?? 'To Do']?.[transition?.id ?? ''];
	if (to === undefined)
		return problem(
			400,
			`It seems that you have tried to perform a workflow operation (${transition?.id}) that is not valid for the current state of this issue.`,
		);
	fields.status = { name: to };
	return { status: 204, body: '' };
}
