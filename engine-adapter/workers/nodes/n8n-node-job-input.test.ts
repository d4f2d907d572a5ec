import type { Job } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import { readN8nNodeJob } from './n8n-node-job-input';

const job = (headers: Record<string, string> = {}, variables: Variables = {}): Job => ({
	...{ key: '1', type: 'troupe:n8n-node', instanceKey: '7', processId: 'leads', processDefinitionKey: '3', elementId: 'tell' },
	...{ elementInstanceKey: '8', retries: 3, deadline: 0, variables },
	headers: { nodeType: 'n8n-nodes-base.slack', typeVersion: '2.3', inputs: 'parameters, credentials, items', ...headers },
});
const read = (...values: Parameters<typeof job>) => readN8nNodeJob(job(...values));

it('reads headers and variables as the page of the job type says', () => {
	const headers = {
		packageVersion: '2.41.1',
		parameters: '{"text":"={{ $json.n }}"}',
		onError: 'continue',
		timeoutMs: '500',
		repeatable: 'true',
	};
	const variables = { parameters: { resource: 'message' }, credentials: { slackApi: 'sales', other: { name: 'any' }, none: null }, n: 1 };
	expect(read(headers, { ...variables, idempotencyKey: 'again' })).toEqual({
		...{ onError: 'continue', isRepeatable: true, again: 'again' },
		task: {
			...{ type: 'n8n-nodes-base.slack', typeVersion: 2.3, timeoutMs: 500, packageVersion: '2.41.1' },
			...{ name: 'tell', workflow: 'leads', execution: '7', settings: { onError: 'continueRegularOutput' } },
			...{ parameters: { text: '={{ $json.n }}' }, data: { resource: 'message' }, credentials: { slackApi: 'sales', other: 'any' } },
			items: [{ json: { n: 1 } }],
		},
	});
});

it('takes the names of secrets from headers, not from variables (danny-avila/LibreChat#12260)', () => {
	const headers = { 'parameters.auth.key': '${CRM}', 'parameters.text': 'to ${BANK}', 'parameters.note': '' };
	const { data, secrets } = read(headers, { parameters: { auth: { user: 'a' }, other: '${BANK}' } }).task;
	expect(data).toEqual({ auth: { user: 'a', key: '${CRM}' }, other: '${BANK}', text: 'to ${BANK}' });
	expect(secrets).toEqual(['CRM']);
});

it.each(['parameters', 'credentials', 'items'])('takes no %s of the process, which whoever started it wrote', (name) => {
	const variables = { [name]: name === 'items' ? [{ json: { evil: 1 } }] : { url: 'http://evil.example', httpHeaderAuth: 'bank' } };
	const { inputs: _inputs, ...headers } = job().headers;
	const unlisted = { ...job({}, variables), headers };
	expect(() => readN8nNodeJob(unlisted)).toThrow(
		expect.objectContaining({
			code: 'INPUT_INVALID',
			message: expect.stringContaining(`has a variable "${name}", and no header "inputs"`) as string,
		}),
	);
	const others = ['parameters', 'credentials', 'items'].filter((other) => other !== name).join(' ');
	expect(read({ inputs: others }, variables).task).toMatchObject({ data: {}, credentials: {}, items: [{ json: {} }] });
	expect(read({ inputs: '' }, variables).task).toMatchObject({ data: {}, credentials: {}, items: [{ json: {} }] });
});

it('leaves out what makes the variables of a form those of the task', () => {
	const none = { none: null };
	expect(read({}, { parameters: { ...none, text: 'Hi' }, credentials: none, items: null }).task).toMatchObject({
		...{ data: { text: 'Hi' }, credentials: {}, items: [{ json: {} }] },
	});
});

it('has defaults for all but the node and its version', () => {
	expect(read()).toMatchObject({
		onError: 'fail',
		isRepeatable: false,
		task: { timeoutMs: 120_000, parameters: {}, data: {}, credentials: {}, items: [{ json: {} }] },
	});
});

it('takes items as n8n has them, or as plain objects, without where they came from', () => {
	const binary = { data: { mimeType: 'text/plain' } };
	const items = [{ json: { a: 1 }, binary, pairedItem: { item: 3 } }, { a: 2 }];
	expect(read({}, { items }).task.items).toEqual([{ json: { a: 1 }, binary }, { json: { a: 2 } }]);
	expect(read({}, { items: [] }).task.items).toEqual([]);
});

it.each([
	[{ nodeType: '' }, {}, 'does not have the header "nodeType"'],
	[{ nodeType: 'slack' }, {}, 'has an invalid header "nodeType"'],
	[{ typeVersion: 'two' }, {}, 'has an invalid header "typeVersion"'],
	[{ inputs: 'parameters, text' }, {}, 'has a header "inputs" with an unknown name "text"'],
	[{ timeoutMs: '-1' }, {}, 'has an invalid header "timeoutMs"'],
	[{ onError: 'ignore' }, {}, 'has an unknown rule "ignore"'],
	[{ parameters: '{' }, {}, 'has a header "parameters" that is not JSON'],
	[{ parameters: '[]' }, {}, 'has a header "parameters" that is not an object'],
	[{}, { parameters: 'x' }, 'has a variable "parameters" that is not an object'],
	[{}, { credentials: { slackApi: 7 } }, 'does not name a credential in "credentials.slackApi"'],
	[{}, { items: {} }, 'has a variable "items" that is not a list'],
	[{}, { items: [1] }, 'has an item 0 in "items" that is not an object'],
])('headers %j and variables %j are refused', (headers, variables, message) => {
	expect(() => read(headers, variables)).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(message) as string }),
	);
});
