import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../core/base/settings/setting-names';
import type { Host } from '../../providers/compose/hosts/host';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { Job } from '../engine/jobs';
import type { Variables } from '../engine/variables';
import { agentJobHandler } from './agent-worker';

const seen: Array<string | undefined> = [];
const listener = createServer(({ headers }, response) => {
	seen.push(headers.authorization);
	response.writeHead(500).end();
});
let url: string;
let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-inline-'));
	listener.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/mcp`;
	writeFileSync(join(folder, 'known.json'), JSON.stringify(definitionWith(server())));
});
afterAll(() => {
	listener.close();
	rmSync(folder, { recursive: true });
});
beforeEach(() => void (seen.length = 0));

const allowing = { TROUPE_TOOL_SECRET_CRM: 'topsecret', TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_ALLOW_PROGRAMS: 'true' };
const server = (headers: object = { authorization: 'Bearer ${CRM}' }) => ({ kind: 'mcp', server: 'crm', url, headers });
const definitionWith = (tool: object) => ({
	id: 'known',
	version: '1.0.0',
	name: 'Known',
	purpose: 'Answers.',
	prompt: 'Answer.',
	model: { extractive: false },
	tools: { define: [tool] },
	guardrails: { personalData: { types: [] } },
	limits: {},
});

/** Does a job on a worker with this environment. */
function run(variables: Variables, environment: Environment, changes: Partial<Host> = {}) {
	const job: Job = {
		...{ key: '11', type: 'troupe:agent', instanceKey: '7', processId: 'support', processDefinitionKey: '3', elementId: 'answer' },
		...{ elementInstanceKey: '8', headers: {}, variables: { message: 'Hello', ...variables }, retries: 3, deadline: 0 },
	};
	const host = { gate: openGate(), agentFolders: [folder], providers: {}, model: scriptedChatModel('Hello.') };
	return agentJobHandler({ ...host, ...toolsFromEnvironment(environment), ...changes })(job, AbortSignal.timeout(10_000));
}
const inline = (tool: object, environment: Environment = allowing) => run({ agentDefinition: definitionWith(tool) }, environment);

it('gives an agent of the host what the operator allows', async () => {
	await run({ agent: 'known' }, allowing);
	expect(seen).toContain('Bearer topsecret');
});

describe('the gate', () => {
	const asked = async (changes: Partial<Host>) => {
		const gate = openGate();
		await run({ agent: 'known' }, {}, { ...changes, gate });
		return gate.admitted.find(({ kind }) => kind === 'agent');
	};

	it('is asked whether the agent of a job is listed', async () => expect(await asked({})).toMatchObject({ id: 'known', unlisted: 'deny' }));

	it('is not, where the operator allows other agents in jobs', async () =>
		expect(await asked({ unlistedAgents: 'allow' })).not.toHaveProperty('unlisted'));
});

describe('a definition in a variable', () => {
	it('gets no secret of the environment', async () => {
		expect(await inline(server())).toMatchObject({
			kind: 'fail',
			message: expect.stringMatching(/^TOOL_INVALID: .*"crm" needs the secret CRM/),
		});
		expect(seen).toEqual([]);
	});

	it('reaches no private network', async () => {
		expect(await inline(server({}))).toMatchObject({ kind: 'fail' });
		expect(seen).toEqual([]);
	});

	it('starts no program', async () => {
		const file = join(folder, 'started');
		const program = { kind: 'mcp', server: 'shell', command: '/bin/sh', args: ['-c', `touch ${file}`] };
		expect(await inline(program)).toMatchObject({ kind: 'fail', message: expect.stringContaining('TROUPE_ALLOW_INLINE_AGENTS') });
		expect(existsSync(file)).toBe(false);
	});

	it('gets what is allowed to the others where the operator says so, and a secret only for its servers', async () => {
		const opened = { ...allowing, TROUPE_ALLOW_INLINE_AGENTS: 'true' };
		expect(await inline(server(), opened)).toMatchObject({
			kind: 'fail',
			message: expect.stringMatching(/^TOOL_INVALID: .*does not name its servers.*TROUPE_TOOL_SECRET_CRM_SERVERS/),
		});
		expect(await inline(server(), { ...opened, TROUPE_TOOL_SECRET_CRM_SERVERS: 'crm.example.com' })).toMatchObject({
			kind: 'fail',
			message: expect.stringMatching(/^TOOL_INVALID: .*cannot be sent to 127\.0\.0\.1/),
		});
		expect(seen).toEqual([]);
		await inline(server(), { ...opened, TROUPE_TOOL_SECRET_CRM_SERVERS: 'crm.example.com, 127.0.0.1' });
		expect(seen).toContain('Bearer topsecret');
	});
});
