import { isForUsers, keepForCaller, toCallerFault } from './caller-fault';
import { runStopped } from '../switches/find-switch';
import { TroupeError, type TroupeErrorCode } from './errors';

const fault = (code: TroupeErrorCode, message: string, fix?: string, retryable = false) =>
	new TroupeError({ code, message, fix, retryable });

test.each<[what: string, error: unknown, told: object]>([
	[
		"an operator's key",
		fault('MODEL_AUTHENTICATION', 'OpenAI refused the key of TROUPE_OPENAI_API_KEY.', 'Set another one.'),
		{
			code: 'MODEL_AUTHENTICATION',
			message: 'The model of the agent cannot be used now.',
			fix: expect.stringContaining('operator') as string,
		},
	],
	[
		'a disk',
		fault('STORAGE_FULL', 'No space is left for /srv/troupe/state.db.', 'Free some.', true),
		{ message: 'The storage of the service cannot be used now.', fix: 'Call again later.', retryable: true },
	],
	[
		'a server of tools',
		fault('TOOL_SOURCE_UNREACHABLE', 'The server crm at http://10.0.0.7:8080/mcp does not answer.'),
		{ message: 'The service cannot do this now.' },
	],
	[
		'a folder of agents',
		fault('AGENT_NOT_FOUND', 'There is no agent "x". The folders are ./agents/sales, /opt/x/agents.', 'List them. Or set TROUPE_AGENTS.'),
		{ message: 'There is no agent "x".', fix: 'List them.', isWhole: false },
	],
	[
		'an option of the service',
		fault('RATE_LIMITED', 'Too many run.', 'Call again later. Or raise `troupe serve --agent-runs`.', true),
		{ message: 'Too many run.', fix: 'Call again later.', isWhole: false },
	],
	[
		'a registry without keys',
		fault('REGISTRY_NOT_READY', 'No access tokens can be issued yet.', 'Set TROUPE_TOKEN_KEYS.'),
		{ message: 'No access tokens can be issued yet.', fix: expect.stringContaining('operator of the service') as string },
	],
	['its own path', fault('INPUT_INVALID', 'The agent is /etc/passwd.'), { message: 'The service refused the request.' }],
	[
		'a switch that is off',
		runStopped({ tenant: 'default', target: 'agent:x', reason: 'wrong prices', changedAt: 0, changedBy: 'user:ana' }),
		{ message: expect.stringContaining('wrong prices') as string, fix: 'Call again later.', isWhole: false },
	],
	[
		'a file that it named itself',
		fault('INPUT_INVALID', 'The agent file /etc/secret does not exist.', 'Set TROUPE_AGENTS.'),
		{ message: 'The service refused the request.' },
	],
	[
		'an agent of a folder',
		fault('MANIFEST_NOT_LISTED', 'The manifest of troupe 0.1.0 does not list the agent a.', 'TROUPE_UNLISTED_AGENTS=allow lets it run.'),
		{ message: expect.stringContaining('only agents that') as string, fix: expect.stringContaining('publish the agent') as string },
	],
	['what nobody foresaw', new Error('ENOENT: /etc/secret'), { code: 'INTERNAL', message: 'The service failed.', isWhole: false }],
])('a caller is told of %s what it can use, and nothing of the installation (No-Compromise-AI/glm-mcp#26)', (_what, error, told) => {
	expect(toCallerFault(error)).toMatchObject({ isWhole: false, ...told });
	expect(JSON.stringify(toCallerFault(error))).not.toMatch(/TROUPE_|\/srv|\/opt|\.\/agents|10\.0\.0\.7|troupe serve|\/etc/);
});

test.each([
	'The body is nested deeper than 100 levels. Flatten the variables.',
	'List the endpoints: GET /v2/topology/brokers.',
	'The page https://example.com/docs/a/b says how. MANIFEST_NOT_APPROVED is the code.',
	'The agent or/and the process is missing. Publish it: `troupe manifest publish FILE`.',
	'variables.order/items is not a list.',
	'Read what it came to: troupe run show RUN, or GET /api/v1/runs/RUN.',
])('what names nothing of the installation stays as it is: %s', (text) => {
	expect(keepForCaller(text)).toBe(text);
	expect(toCallerFault(fault('INPUT_INVALID', text))).toMatchObject({ message: text, isWhole: true });
});

test('nobody is sent to the operator for what a caller did and was told of', () => {
	const told = toCallerFault(fault('AGENT_NOT_FOUND', 'There is no agent "x".', 'Use y; or set TROUPE_AGENTS.'));
	expect(told).toEqual({ code: 'AGENT_NOT_FOUND', message: 'There is no agent "x".', retryable: false, isWhole: false });
});

test('users of an API are told of agents and manifests, but not of the storage or of files (wazuh/wazuh-api#292)', () => {
	expect(toCallerFault(fault('AGENT_INVALID', 'tools is not a list.'), isForUsers)).toMatchObject({ message: 'tools is not a list.' });
	const missing = fault('RESOURCE_NOT_FOUND', 'There is no form "a". No file /var/lib/troupe/forms/a.form exists.');
	expect(toCallerFault(missing, isForUsers).message).toBe('There is no form "a".');
	expect(toCallerFault(fault('STORAGE_READ_ONLY', 'state.db is read-only.'), isForUsers)).toMatchObject({ isWhole: false });
});

test('texts of any length are read in linear time', () => {
	const long = `${'/a'.repeat(100_000)} ${'A_'.repeat(100_000)} ${'x. '.repeat(100_000)}`;
	expect(keepForCaller(long).length).toBeLessThan(long.length);
});
