import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import { TrustedAgents } from '../../../manifests/client/trusted-agents';
import { RolloutReports } from '../../../manifests/client/rollout-reports';
import type { Registry } from '../../../manifests/registry/registry';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../support/registry/registry-people';
import { calling, fakeTool } from '../../fakes/tool-agent';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { checkContent } from '../../../providers/compose/agents/check-content';
import { openRegistry } from '../../../manifests/registry/open-registry';

const now = Date.now();
let people: RegistryPeople;
let folder: string;
let registry: Registry;
let server: FakeServer;

beforeAll(async () => {
	people = await gatherPeople({ nowMs: now });
	server = await startOpenAiServer({ keys: null });
	folder = mkdtempSync(join(tmpdir(), 'troupe-published-'));
	registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers, checkContent });
});
afterAll(async () => {
	await registry.close();
	await server.close();
	rmSync(folder, { recursive: true });
});

const definition = (version: string) => ({
	...{ id: 'greeter', version, name: 'Greeter', purpose: 'Greets people.', capabilities: ['people.greet'] },
	promptReference: { name: 'tone', range: '^1', variables: { who: 'customers' } },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	...{ guardrails: { personalData: { types: [] } }, limits: {} },
});

function agent(version: string, change: object = {}) {
	const content = JSON.stringify({ ...definition(version), ...change });
	const { purpose, capabilities, promptReference } = definition(version);
	const prompt = { name: promptReference.name, range: promptReference.range };
	return people.agent('greeter', version, { content, purpose, capabilities, prompt });
}

async function publish(manifest: ReturnType<typeof agent>): Promise<void> {
	await registry.publish(ada, { token: manifest.token });
	await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
}

/** What the registry's client, or the import of a bundle, keeps. */
async function keepTrust(): Promise<string> {
	const trust = join(folder, 'trust');
	for (const name of ['manifests', 'approvals']) mkdirSync(join(trust, name), { recursive: true });
	const { roots, snapshot, manifests, approvals } = await registry.exportBundle(ada);
	const keep = (name: string, tokens: string[]) => {
		for (const token of tokens) writeFileSync(join(trust, name, `${createHash('sha256').update(token).digest('hex')}.jwt`), token);
	};
	writeFileSync(join(trust, 'root.jwt'), roots[0]!.tokens);
	writeFileSync(join(trust, 'snapshot.jwt'), snapshot);
	keep('manifests', manifests);
	keep('approvals', approvals);
	return trust;
}

function createHost(trust: string, instance: string) {
	const reports = new RolloutReports({ instance, send: (rollout, report) => registry.reportMetrics(bob, rollout, report) });
	const published = new TrustedAgents({ folders: { pinned: trust }, instance, scanIntervalMs: 0, report: reports.add });
	const providers = { openai: { apiKey: 'sk-1', baseUrl: `${server.url}/v1` } };
	return { host: { gate: openGate(), agentFolders: [], providers, published }, reports };
}

const request = { message: 'Hello', conversationId: 'c' };
const never = new AbortController().signal;

describe('an agent from the registry', () => {
	it('is published, approved, resolved and run with its published prompt; a rollout that fails goes back for every instance', async () => {
		await publish(people.prompt('tone', '1.0.0'));
		await publish(agent('1.0.0'));
		const trust = await keepTrust();
		const { host } = createHost(trust, 'first');
		server.script([{ text: 'Hello!' }]);
		let trail: unknown[] = [];
		const parts = {
			...(await composeAgent({ kind: 'id', id: 'greeter@^1.0' }, host)),
			onTrail: (entries: unknown[]) => void (trail = entries),
		};
		expect(await runAgent(request, parts, never)).toMatchObject({ kind: 'reply', agent: { id: 'greeter', version: '1.0.0' } });
		expect(JSON.stringify(server.calls[0]!.body)).toContain('Be kind to customers.');
		const sha256 = createHash('sha256').update('Be kind to {{who}}.').digest('hex');
		expect(trail[0]).toMatchObject({ agent: { id: 'greeter', version: '1.0.0', prompt: { name: 'tone', version: '1.0.0', sha256 } } });
		await expect(composeAgent({ kind: 'id', id: 'greeter@^2' }, host)).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
		await expect(composeAgent({ kind: 'id', id: 'registry:nobody' }, host)).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' });

		await publish(agent('1.1.0', { memory: { turns: 2 } }));
		const stages = [{ percent: 50, minimumMinutes: 0 }];
		const rollout = { id: 'r', kind: 'agent' as const, name: 'greeter', from: '1.0.0', to: '1.1.0', stages };
		await registry.startRollout(ada, { ...rollout, thresholds: { maximumFailureRate: 0.2, minimumSamples: 5 } });
		await keepTrust();
		const fleet = Array.from({ length: 12 }, (_, index) => createHost(trust, `n8n-${index}`));
		const versionsOf = () =>
			Promise.all(fleet.map(async (one) => (await composeAgent({ kind: 'id', id: 'greeter' }, one.host)).definition.version));
		expect(new Set(await versionsOf())).toEqual(new Set(['1.0.0', '1.1.0']));

		for (const { host: one, reports } of fleet) {
			server.script([{ status: 400, body: { error: { message: 'no' } } }]);
			const failing = await composeAgent({ kind: 'id', id: 'greeter' }, one);
			await runAgent(request, failing, never).catch(() => undefined);
			await reports.flush();
		}
		expect(await registry.rollouts(ada)).toMatchObject([{ id: 'r', state: 'aborted', percent: 0, from: '1.0.0' }]);
		await keepTrust();
		expect(new Set(await versionsOf())).toEqual(new Set(['1.0.0']));
	});
});

it('fills in a Dotprompt with the values of the definition and the settings, by the types of its head', async () => {
	const text = [
		'---\ninput:\n  schema:\n    who: string\n    greeting: string\n    years?: integer\n  default: {years: 1}\n---',
		'{{role "system"}}Say {{greeting}} to <who>{{who}}</who>{{#ifEquals years 3}} for three years{{/ifEquals}}.',
	].join('\n');
	await publish(people.prompt('salute', '1.0.0', { content: text, format: 'dotprompt', variables: ['who', 'greeting', 'years'] }));
	const compose = async (id: string, variables: Record<string, string>) => {
		const { purpose, capabilities, ...rest } = definition('1.0.0');
		const settings = [{ name: 'greeting', label: { en: 'Greeting' }, type: 'text', default: 'good day' }];
		const promptReference = { name: 'salute', range: '^1', variables };
		const content = JSON.stringify({ ...rest, id, purpose, capabilities, settings, promptReference });
		await publish(people.agent(id, '1.0.0', { content, purpose, capabilities, prompt: { name: 'salute', range: '^1' } }));
		const { host } = createHost(await keepTrust(), id);
		const model = scriptedChatModel('Hello.');
		const parts = await composeAgent({ kind: 'id', id }, { ...host, model, settingValues: { greeting: '{{role "user"}} hi' } });
		expect(await runAgent(request, parts, never)).toMatchObject({ kind: 'reply', reply: 'Hello.' });
		return parts;
	};
	const parts = await compose('saluter', { who: 'Ana', years: '3' });
	expect(parts.definition.prompt).toBe('Say {{role "user"}} hi to <who>Ana</who> for three years.');
	expect(parts.promptTemplate).toEqual({ text, format: 'dotprompt' });
	await expect(compose('silent', {})).rejects.toThrow('The prompt salute 1.0.0 has inputs without a value: who.');
	await expect(compose('wordy', { who: 'Ana', years: 'x' })).rejects.toThrow('years must be integer');
});

it.each(['pattern: "("', 'type: strng'])('refuses a Dotprompt whose inputs no value can be fitted to: %s', async (fault) => {
	const content = `---\ninput:\n  schema: {type: object, properties: {who: {${fault}}}}\n---\nHi {{who}}`;
	const { token } = people.prompt('misfit', '1.0.0', { content, format: 'dotprompt', variables: ['who'] });
	await expect(registry.publish(ada, { token })).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringMatching(/input\.schema is not a usable JSON schema .*, at line 3\.$/) as string,
	});
});

it('runs the prompt and the agent that labels point to, which move without another publication', async () => {
	await publish(people.prompt('manners', '1.0.0', { content: 'Be polite to {{who}}.' }));
	await publish(people.prompt('manners', '1.1.0', { content: 'Be warm to {{who}}.' }));
	const host = (version: string, text: string) => {
		const reference = { name: 'manners', range: 'production', variables: { who: text } };
		const { purpose, capabilities } = definition(version);
		const content = JSON.stringify({ ...definition(version), id: 'host', promptReference: reference });
		return people.agent('host', version, { content, purpose, capabilities, prompt: { name: 'manners', range: 'production' } });
	};
	await publish(host('1.0.0', 'guests'));
	await publish(host('1.0.1', 'visitors'));
	const point = async (kind: 'agent' | 'prompt', name: string, version: string) => {
		await registry.setLabel(bob, { kind, name, label: 'production', version });
		await keepTrust();
	};
	const composed = async () => {
		const { definition: run, prompt } = await composeAgent(
			{ kind: 'id', id: 'host@production' },
			createHost(join(folder, 'trust'), 'i').host,
		);
		return [run.version, run.prompt, prompt?.version];
	};
	await keepTrust();
	await expect(composed()).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
	await point('agent', 'host', '1.0.0');
	await expect(composed()).rejects.toMatchObject({
		code: 'MANIFEST_NOT_APPROVED',
		message: 'promptReference of the agent host: The prompt manners has no label production.',
	});
	await point('prompt', 'manners', '1.0.0');
	expect(await composed()).toEqual(['1.0.0', 'Be polite to guests.', '1.0.0']);
	await point('prompt', 'manners', '1.1.0');
	expect(await composed()).toEqual(['1.0.0', 'Be warm to guests.', '1.1.0']);
	await point('agent', 'host', '1.0.1');
	expect(await composed()).toEqual(['1.0.1', 'Be warm to visitors.', '1.1.0']);
});

it('goes on with the versions that it began with when it is tried again, on either side of a rollout, unless they may not run any more', async () => {
	await publish(people.prompt('voice', '1.0.0'));
	const clerk = (version: string, change: object = {}) => {
		const tools = { rules: [{ tool: 'look', permission: 'allow' }] };
		const more = { id: 'clerk', tools, promptReference: { name: 'voice', range: '^1', variables: { who: 'all' } }, ...change };
		const { purpose, capabilities } = definition(version);
		const content = JSON.stringify({ ...definition(version), ...more });
		return people.agent('clerk', version, { content, purpose, capabilities, prompt: { name: 'voice', range: '^1' } });
	};
	await publish(clerk('1.0.0'));
	await keepTrust();
	const state = { stateFolder: join(folder, 'state') };
	const again = { ...request, runId: 'job-1' };
	const composeOn = async (instance: string, model = scriptedChatModel()) => {
		const { host } = createHost(join(folder, 'trust'), instance);
		const parts = await composeAgent({ kind: 'id', id: 'clerk' }, { ...host, ...state, model }, again);
		return { ...parts, tools: [fakeTool('look')] };
	};
	// Dies when the tool was called: a new version of both is approved before it is tried again.
	const dies = scriptedChatModel(calling(['look', {}, 'c']), () => Promise.reject(new Error('the process ends')));
	await runAgent(again, await composeOn('a', dies), never).catch(() => undefined);
	await publish(people.prompt('voice', '1.1.0', { content: 'Be brief, {{who}}.' }));
	const second = clerk('1.1.0', { memory: { turns: 2 } });
	await publish(second);
	await keepTrust();
	const parts = await composeOn('a', scriptedChatModel('Done.'));
	expect([parts.definition.version, parts.prompt?.version]).toEqual(['1.0.0', '1.0.0']);
	expect(await runAgent(again, parts, never)).toMatchObject({ kind: 'reply', reply: 'Done.', agent: { version: '1.0.0' } });

	// Begun where a rollout gave the new one, gone on with where it does not.
	await registry.startRollout(ada, {
		id: 'clerks',
		kind: 'agent',
		name: 'clerk',
		from: '1.0.0',
		to: '1.1.0',
		stages: [{ percent: 50, minimumMinutes: 0 }],
	});
	await keepTrust();
	const trail = [{ agent: { id: 'clerk', version: '1.1.0' } }];
	const reference = { kind: 'id', id: 'clerk' } as const;
	const versionsOf = (given: { trail?: unknown[] }) =>
		Promise.all(
			Array.from({ length: 12 }, async (_, index) => {
				const { host } = createHost(join(folder, 'trust'), `n8n-${index}`);
				return (await composeAgent(reference, host, given)).definition.version;
			}),
		);
	expect([new Set(await versionsOf({})).size, new Set(await versionsOf({ trail }))]).toEqual([2, new Set(['1.1.0'])]);
	await registry.steerRollout(ada, 'clerks', 'abort', {});
	await keepTrust();
	await expect(versionsOf({ trail })).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
	await registry.revoke(ada, second.sha256, { reason: 'wrong' });
	await keepTrust();
	await expect(versionsOf({ trail })).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
});

it('says at which field an agent asks for a prompt that may not run', async () => {
	const asking = (id: string, range: string) => {
		const reference = { name: 'manner', range, variables: { who: 'all' } };
		const content = JSON.stringify({ ...definition('1.0.0'), id, promptReference: reference });
		const { purpose, capabilities } = definition('1.0.0');
		return people.agent(id, '1.0.0', { content, purpose, capabilities, prompt: { name: 'manner', range } });
	};
	await expect(publish(asking('hasty', 'the newest'))).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('promptReference.range "the newest" is not a version range') as string,
	});
	await publish(asking('early', '^1'));
	const composed = async () => composeAgent({ kind: 'id', id: 'early' }, createHost(await keepTrust(), 'x').host);
	await expect(composed()).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringMatching(/^promptReference of the agent early: the prompt manner \^1/) as string,
	});
	const manner = people.prompt('manner', '1.0.0');
	await publish(manner);
	expect((await composed()).prompt?.version).toBe('1.0.0');
	await registry.revoke(ada, manner.sha256, { reason: 'rude' });
	await expect(composed()).rejects.toMatchObject({
		code: 'MANIFEST_REVOKED',
		message: expect.stringMatching(/^promptReference of the agent early: .*revoked: rude/) as string,
		details: { field: 'promptReference.range' },
	});
});

it('never gives a pre-release to who did not ask for one', async () => {
	const clear = (version: string, change: object = {}) => {
		const { purpose, capabilities, promptReference: _, ...rest } = definition(version);
		const content = JSON.stringify({ ...rest, purpose, capabilities, id: 'clear', prompt: 'Be clear.', ...change });
		return people.agent('clear', version, { content, purpose, capabilities });
	};
	await publish(clear('1.2.0'));
	await publish(clear('1.3.0-rc.1', { memory: { turns: 2 } }));
	const { host } = createHost(await keepTrust(), 'x');
	const given = async (range: string) => (await composeAgent({ kind: 'id', id: `clear${range}` }, host)).definition.version;
	expect([await given(''), await given('@^1.2'), await given('@^1.3.0-rc.0')]).toEqual(['1.2.0', '1.2.0', '1.3.0-rc.1']);
});

it('refuses a definition at publishing that could not run, pointing at the field', async () => {
	await expect(registry.publish(ada, { token: agent('3.0.0', { limits: { toolCalls: -1 } }).token })).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('limits.toolCalls') as string,
	});
});

describe('an agent whose manifest has permissions', () => {
	const tool = {
		...{ kind: 'http', name: 'orders', description: 'Orders.', method: 'GET', url: 'https://api.example.com/orders' },
		parameters: { type: 'object', properties: {} },
	};
	const teller = (version: string, tools: string[], requests?: string[]) => {
		const { promptReference: _, ...rest } = definition(version);
		const content = JSON.stringify({ ...rest, id: 'teller', prompt: 'Help.', tools: { define: [tool] } });
		const { purpose, capabilities } = rest;
		return people.agent('teller', version, {
			content,
			purpose,
			capabilities,
			permissions: { version: 1, tools, ...(requests && { requests }) },
		});
	};

	it('has the tools that they name, and does not begin with another', async () => {
		await publish(teller('1.0.0', ['orders']));
		await publish(teller('2.0.0', ['invoices']));
		const { host } = createHost(await keepTrust(), 'tellers');
		const { toolSources = [] } = await composeAgent({ kind: 'id', id: 'teller@^1' }, host);
		const names = (await Promise.all(toolSources.map((source) => source.tools(never)))).flat().map(({ name }) => name);
		expect(names).toEqual(['orders']);
		await expect(composeAgent({ kind: 'id', id: 'teller@^2' }, host)).rejects.toMatchObject({
			code: 'CAPABILITY_MISSING',
			message: 'The agent teller 2.0.0 uses the tool orders, which its manifest does not allow',
		});
	});

	it('asks what its list allows, and nothing else', async () => {
		await publish(teller('3.0.0', ['orders'], ['GET api.example.org']));
		await publish(teller('4.0.0', ['orders'], ['GET api.example.com/orders']));
		const asked: string[] = [];
		const outside = async (input: Parameters<typeof fetch>[0]) => {
			asked.push(input instanceof Request ? input.url : input.toString());
			return new Response('{"status":"sent"}', { headers: { 'content-type': 'application/json' } });
		};
		const { host } = createHost(await keepTrust(), 'tellers');
		const call = async (range: string) => {
			const { toolSources = [] } = await composeAgent({ kind: 'id', id: `teller@${range}` }, { ...host, outside });
			const [tool] = await toolSources[0]!.tools(never);
			return tool!.call({}, { signal: never, idempotencyKey: 'k', resultCharacters: 1_000 });
		};
		await expect(call('^3')).rejects.toMatchObject({
			code: 'CAPABILITY_MISSING',
			message: 'The request GET https://api.example.com/orders is not among those that the manifest allows.',
			fix: expect.stringMatching(/"GET api\.example\.com"/) as string,
		});
		expect(asked).toEqual([]);
		expect(await call('^4')).toMatchObject({ kind: 'ok' });
		expect(asked).toHaveLength(1);
	});
});
