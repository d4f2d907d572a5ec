import type { ApprovalRules } from '../agents/approvals/approval-rules';
import { findReach } from './agent-reach';
import type { AgentTool } from './definition/agent-tools';
import type { ToolDefinition, ToolSettings } from './definition/tool-settings';
import type { ToolRule } from './definition/rules';

const call = (agent: string): AgentTool => ({ kind: 'agent', agent, description: 'd' });
const http = (method: 'GET' | 'PATCH' | 'POST', name = 'a'): ToolDefinition => ({
	...{ kind: 'http', method, name, description: 'd', parameters: {}, url: 'u' },
});
const reach = (agent: string, teams: Record<string, ToolSettings>, host?: ApprovalRules) =>
	findReach(call(agent), async ({ agent: id }) => teams[id] ?? Promise.reject(new Error('missing')), host);
const allow = (tool: string, conditions?: Record<string, string>): ToolRule => ({
	tool,
	permission: 'allow',
	...(conditions && { arguments: conditions }),
});
const ask = (tool: string, conditions?: Record<string, string>): ToolRule => ({ ...allow(tool, conditions), permission: 'ask' });

test('an agent has the highest effect of its tools and of the agents that it calls, also in a circle', async () => {
	const teams = { desk: { define: [http('GET'), call('payer')] }, payer: { define: [http('PATCH'), call('desk')] }, idle: {} };
	const found = await Promise.all(['desk', 'idle', 'unknown'].map((agent) => reach(agent, teams)));
	expect(found.map(({ effect }) => effect)).toEqual(['reversible', 'reads', 'irreversible']);
});

test.each<[rules: ToolRule[], unasked: string]>([
	[[], 'reads'],
	[[allow('pay')], 'irreversible'],
	[[allow('p*', { amount: '[0-9]' })], 'irreversible'],
	[[ask('*'), allow('pay')], 'reads'],
	[[ask('pay', { amount: '9+' }), allow('*')], 'irreversible'],
	[[{ tool: 'pay', permission: 'deny' }, allow('*')], 'reversible'],
	[[{ tool: 'pay', permission: 'deny', callers: ['group:finance'] }, allow('*')], 'irreversible'],
])('what it does without a question follows from its rules: %j', async (rules, unasked) => {
	const define = [http('POST', 'pay'), http('PATCH', 'note')];
	expect(await reach('payer', { payer: { define, rules } })).toEqual({ effect: 'irreversible', unasked });
});

test('the tools of a server that the definition does not name can do anything, without a question where a rule allows any', async () => {
	const define: ToolDefinition[] = [{ kind: 'mcp', server: 'crm', url: 'https://a' }];
	const one = (rules: ToolRule[], host?: ApprovalRules) => reach('crm', { crm: { define, rules } }, host);
	expect((await one([allow('crm_search')])).unasked).toBe('irreversible');
	expect((await one([ask('crm_*'), allow('x')])).unasked).toBe('irreversible');
	expect((await one([ask('*'), allow('x')])).unasked).toBe('reads');
	expect((await one([allow('crm_search')], { irreversible: 'ask' })).unasked).toBe('reversible-elsewhere');
	const named: ToolDefinition[] = [{ ...define[0], tools: ['search', 'pay'], effects: { search: 'reads' } } as ToolDefinition];
	expect(await reach('crm', { crm: { define: named, rules: [allow('crm_search')] } })).toEqual({
		effect: 'irreversible',
		unasked: 'reads',
	});
});

test('an agent further down counts where it may be called without a question', async () => {
	const payer = { define: [http('POST', 'pay')], rules: [allow('pay')] };
	const desk = (rules: ToolRule[]) => reach('desk', { payer, desk: { define: [call('payer')], rules } });
	expect(await desk([])).toEqual({ effect: 'irreversible', unasked: 'reads' });
	expect(await desk([allow('payer')])).toEqual({ effect: 'irreversible', unasked: 'irreversible' });
	expect((await reach('desk', { payer, desk: { define: [call('payer')], rules: [allow('*')] } }, { signed: 'irreversible' })).unasked).toBe(
		'reads',
	);
	expect((await reach('unknown', {})).unasked).toBe('irreversible');
});

test('a call that silence approves counts as one without a question', async () => {
	const silent = (rules: ToolRule[], host?: ApprovalRules, approval?: ToolSettings['approval']) =>
		reach('clerk', { clerk: { define: [http('PATCH', 'note'), http('POST', 'pay')], rules, approval } }, host);
	const approve = { whenTimedOut: 'approve' } as const;
	expect((await silent([], {}, approve)).unasked).toBe('reversible');
	expect((await silent([{ ...ask('note', { a: '1' }), approval: approve }])).unasked).toBe('reversible');
	expect((await silent([], { silence: 'approve' }, approve)).unasked).toBe('irreversible');
	expect((await silent([], { silence: 'decline' }, approve)).unasked).toBe('reads');
	expect((await silent([{ ...ask('*'), approval: { whenTimedOut: 'decline' } }], {}, approve)).unasked).toBe('reads');
	expect((await silent([{ tool: 'note', permission: 'deny' }], {}, approve)).unasked).toBe('reads');
});

test('an agent that silence lets call another counts with what that one does', async () => {
	const clerk = { define: [http('PATCH', 'note')], rules: [allow('note')] };
	const lead = { define: [call('clerk')], approval: { whenTimedOut: 'approve' } as const };
	expect((await reach('lead', { lead, clerk })).unasked).toBe('reversible');
	expect((await reach('lead', { lead: { ...lead, approval: {} }, clerk })).unasked).toBe('reads');
});

test('many agents that all call each other are each read once', async () => {
	const ids = Array.from({ length: 30 }, (_, index) => `agent-${index}`);
	const define = [...ids.map(call), http('PATCH', 'note')];
	let reads = 0;
	const read = async ({ agent }: AgentTool) => {
		reads += 1;
		return { define: agent === 'agent-29' ? [...define, http('POST', 'pay')] : define, rules: [allow('agent-*'), allow('pay')] };
	};
	expect(await findReach(call('agent-0'), read)).toEqual({ effect: 'irreversible', unasked: 'irreversible' });
	expect(reads).toBe(30);
});
