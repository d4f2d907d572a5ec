import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { findOrdersInDescription } from '../../core/guardrails/injection/judge-description';
import type { Host } from '../../providers/compose/hosts/host';
import { openGate } from '../../test/fakes/permissive-gate';
import { describeUse, explainOutcome } from './explain-agent';
import { listOfferedAgents } from './offered-agents';

const folder = mkdtempSync(join(tmpdir(), 'troupe-offered-'));
afterAll(() => rmSync(folder, { recursive: true }));

const http = (name: string, method: string) => ({ kind: 'http', name, description: 'x', method, url: 'https://x.example' });
const definitions: Record<string, object> = {
	answers: {},
	looks: { define: [http('get_order', 'GET')] },
	pays: { define: [http('pay', 'POST')] },
	asks: { define: [{ kind: 'agent', agent: 'looks', description: 'x' }] },
	passes: { define: [{ kind: 'agent', agent: 'pays', description: 'x' }] },
	steps: { rules: [{ tool: '*', permission: 'allow' }] },
	closed: { rules: [{ tool: '*', permission: 'deny' }] },
};
for (const [id, tools] of Object.entries(definitions))
	writeFileSync(
		join(folder, `${id}.json`),
		JSON.stringify({ id, version: '1.0.0', name: id, purpose: 'Answers.', capabilities: ['x'], tools }),
	);
const host = { gate: openGate(), agentFolders: [folder], providers: {} } as Host;
const list = async (offered?: ReadonlySet<string>) =>
	new Map((await listOfferedAgents(host, offered)).filter(({ id }) => id in definitions).map((agent) => [agent.id, agent]));

test('an agent is marked as reading only if nothing that it reaches changes anything', async () => {
	const reads = [...(await list())].map(([id, agent]) => [id, agent.reads]);
	expect(Object.fromEntries(reads)).toEqual({ answers: true, asks: true, closed: true, looks: true, passes: false, pays: false });
});

test('an agent whose tools are the elements of its process is offered only by name', async () => {
	expect((await list()).has('steps')).toBe(false);
	expect([...(await list(new Set(['steps'])))]).toMatchObject([['steps', { reads: false }]]);
});

test('its description says when to use it and what comes, and is not taken for an order', async () => {
	const agent = (await list()).get('looks')!;
	expect(describeUse(agent)).toMatch(
		/^Answers\. Capabilities: x\.[^]*## When to use[^]*changes nothing[^]*## When not to use[^]*no person was told/,
	);
	expect(await findOrdersInDescription(describeUse(agent), 'run')).toEqual([]);
	expect(await findOrdersInDescription(describeUse(agent), 'review')).toEqual([]);
});

test.each<[Partial<AgentOutcome>, RegExp | undefined]>([
	[{ kind: 'reply' }, undefined],
	[{ kind: 'needs-human' }, /not answered, and no person was told/],
	[
		{ kind: 'needs-human', runId: 'r1', state: {} } as unknown as Partial<AgentOutcome>,
		/run r1 waits for the decision of a person; name it to whoever operates/,
	],
	[{ kind: 'limit-reached' }, /before stays done/],
	[{ kind: 'blocked' }, /also in other words/],
])('says what the outcome %j means', (outcome, meaning) => {
	const said = explainOutcome(outcome as AgentOutcome);
	expect(said).toEqual(meaning && expect.stringMatching(meaning));
});
