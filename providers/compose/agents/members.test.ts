import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import type { PublishedAgents } from '../../../core/ports/manifests';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../../test/fakes/tool-agent';
import type { Host } from '../hosts/host';
import { composeUsageStore } from '../models/usage';
import { composeAgent } from './agent';
import { checkTeam } from './check-team';
import { readDefinition } from './read-definition';

let folder: string;
let home: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-team-'));
	home = mkdtempSync(join(tmpdir(), 'troupe-home-'));
});
afterEach(() => [folder, home].forEach((each) => rmSync(each, { recursive: true })));

const agent = (id: string, calls: object[] = [], changes: object = {}) => ({
	...{ id, version: '1.2.0', name: id, purpose: `Is ${id}.`, prompt: `You are ${id}.` },
	tools: { define: calls.map((call) => ({ kind: 'agent', description: 'Helps.', ...call })) },
	...{ guardrails: { personalData: { types: [] } }, limits: {}, ...changes },
});
const write = (definition: { id: string }) => writeFileSync(join(folder, `${definition.id}.json`), JSON.stringify(definition));
const hostWith = (changes: Partial<Host> = {}): Host => ({
	...{ gate: openGate(), agentFolders: [folder], providers: {}, stateFolder: home, ...changes },
});
const never = new AbortController().signal;

async function ask(id: string, host: Host) {
	const parts = await composeAgent({ kind: 'id', id }, host);
	return runAgent({ message: 'Hello', conversationId: 'c1' }, parts, never);
}

it('runs an agent of a folder that calls another one, which has none of its tools', async () => {
	write(agent('lead', [{ agent: 'helper', range: '^1' }]));
	mkdirSync(join(folder, 'helper'));
	writeFileSync(join(folder, 'helper', 'agent.json'), JSON.stringify(agent('helper')));
	const model = scriptedChatModel(calling(['helper', { task: 'Do it.' }]), 'Done by the helper.', 'All done.');
	const host = hostWith({ model, tools: [fakeTool('pay')] });
	const outcome = await ask('lead', host);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'All done.', team: [{ by: 'lead', agent: { id: 'helper', version: '1.2.0' } }] });
	expect(model.requests.map(({ tools = [] }) => tools.map(({ name }) => name))).toEqual([['helper', 'pay'], [], ['helper', 'pay']]);
	expect((host.gate as ReturnType<typeof openGate>).admitted.map((subject) => 'id' in subject && subject.id)).toEqual(['lead', 'helper']);
});

it('knows whether somebody of a team can ask for a person', async () => {
	write(agent('lead', [{ agent: 'helper' }, { agent: 'clerk' }]));
	write(agent('helper', [{ agent: 'desk' }]));
	write(agent('desk', [], { tools: { handOver: true } }));
	write(agent('clerk', [{ agent: 'nobody' }]));
	const { members = [] } = await composeAgent({ kind: 'id', id: 'lead' }, hostWith());
	expect(await Promise.all(members.map((member) => member.asksPerson!()))).toEqual([true, false]);
});

it('finds the agents beside the one that calls them', async () => {
	mkdirSync(join(folder, 'lead', 'helper'), { recursive: true });
	writeFileSync(join(folder, 'lead', 'agent.json'), JSON.stringify(agent('lead', [{ agent: 'helper' }])));
	writeFileSync(join(folder, 'lead', 'helper', 'agent.json'), JSON.stringify(agent('helper')));
	write(agent('helper', [], { version: '9.0.0' }));
	const model = scriptedChatModel(calling(['helper', { task: 'Do it.' }]), 'Done.', 'All done.');
	expect(await ask('lead', hostWith({ model }))).toMatchObject({ team: [{ agent: { id: 'helper', version: '1.2.0' } }] });
});

it('says which agent or version is missing', async () => {
	write(agent('lead', [{ agent: 'helper', range: '^2' }, { agent: 'nobody' }]));
	write(agent('helper'));
	const host = hostWith({ model: scriptedChatModel(calling(['helper', { task: 'x' }])) });
	await expect(ask('lead', host)).rejects.toMatchObject({
		code: 'AGENT_NOT_FOUND',
		message: 'The agent lead calls the agent helper in ^2, but the agent folder has the version 1.2.0.',
	});
	const { definition } = await readDefinition({ kind: 'id', id: 'lead' }, host);
	expect(await checkTeam(definition, folder, host)).toEqual([
		'tools.define.0: The agent lead calls the agent helper in ^2, but the agent folder has the version 1.2.0.',
		expect.stringContaining('tools.define.1: Agent "nobody" not found.'),
	]);
});

it('runs the version of another agent that a label points to, and takes none of a folder in its place', async () => {
	write(agent('lead', [{ agent: 'helper', range: 'production' }]));
	write(agent('helper'));
	const { definition } = await readDefinition({ kind: 'id', id: 'lead' }, hostWith());
	expect(await checkTeam(definition, folder, hostWith())).toEqual([expect.stringContaining('No agent "helper" is published')]);
	const model = scriptedChatModel(calling(['helper', { task: 'Do it.' }]), 'Done by the helper.', 'All done.');
	const asked: unknown[] = [];
	const published: PublishedAgents = {
		find: async (kind, name, range) => {
			if (name !== 'helper') return undefined;
			asked.push(range);
			const content = JSON.stringify(agent('helper', [], { version: '3.0.0' }));
			return { kind, name, version: '3.0.0', content, sha256: 'a'.repeat(64), warnings: [] };
		},
		list: async () => [],
	};
	expect(await ask('lead', hostWith({ model, published }))).toMatchObject({
		kind: 'reply',
		team: [{ agent: { id: 'helper', version: '3.0.0' } }],
	});
	expect(new Set(asked)).toEqual(new Set(['production']));
});

it('finds a way from an agent back to itself before it runs', async () => {
	write(agent('a', [{ agent: 'b' }]));
	write(agent('b', [{ agent: 'c' }]));
	write(agent('c', [{ agent: 'a' }]));
	const host = hostWith();
	const { definition } = await readDefinition({ kind: 'id', id: 'b' }, host);
	expect(await checkTeam(definition, folder, host)).toEqual(['tools.define makes the agent call itself: b → c → a → b']);
});

it('counts the calls of an agent in the budgets of the agents that led to it, and names them in the ledger', async () => {
	write(agent('lead', [{ agent: 'helper' }], { budgets: [{ name: 'team', per: 'day', calls: 2 }] }));
	write(agent('helper'));
	const model = scriptedChatModel(calling(['helper', { task: 'x' }]), 'Helped.', 'Never said.');
	const host = hostWith({ model });
	expect(await ask('lead', host)).toMatchObject({ kind: 'limit-reached', limit: 'budget' });
	const entries = await (await composeUsageStore(host)).entries(0, 9, Date.now());
	expect(entries.map(({ agent: id, callers }) => [id, callers])).toEqual([
		['lead', undefined],
		['helper', ['lead']],
	]);
	expect(new Set(entries.map(({ run }) => run)).size).toBe(1);
});
