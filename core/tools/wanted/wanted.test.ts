import type { ToolSettings } from '../definition/tool-settings';
import { describeDeadRules, describeDeadSums, findMissingTools } from './find-missing-tools';
import { toWantedName } from './wanted-name';
import { type KnownNode, suggestAlternatives } from './suggest-alternatives';

const nodes: KnownNode[] = [
	{ type: 'n8n-nodes-base.slack', title: 'Slack', description: 'Consume Slack API', aliases: ['human', 'channel', 'message'] },
	{ type: 'n8n-nodes-base.stripe', title: 'Stripe', description: 'Consume the Stripe API', aliases: ['payment', 'invoice'] },
	{ type: 'n8n-nodes-base.googleCalendar', title: 'Google Calendar', description: 'Consume Google Calendar API', aliases: ['event'] },
	{ type: 'n8n-nodes-base.quickbooks', title: 'QuickBooks Online', description: 'Bills, invoices and customers', aliases: [] },
];
const suggested = (tool: string) => suggestAlternatives(tool, nodes).flatMap(({ node }) => node ?? []);

test.each([
	['send_slack_message', ['n8n-nodes-base.slack']],
	['createInvoices', ['n8n-nodes-base.stripe']],
	['google-calendar.events', ['n8n-nodes-base.googleCalendar']],
	['get_data', []],
	['fly_to_the_moon', []],
])('suggests nodes for %s', (tool, expected) => expect(suggested(tool)).toEqual(expected));

test('an HTTP call and an MCP server are always possible, and each has a reason', () => {
	const alternatives = suggestAlternatives('send_slack_message', nodes);
	expect(alternatives.map(({ kind }) => kind)).toEqual(['n8n-node', 'http', 'mcp']);
	expect(alternatives[0]!.reason).toContain('Slack has slack, message in its description.');
	expect(suggestAlternatives('x'.repeat(200_000), nodes).map(({ kind }) => kind)).toEqual(['http', 'mcp']);
});

test.each([
	['send_invoice', 'send_invoice'],
	['crm.find-lead', 'crm.find-lead'],
	['call_5544999998888', 'call_#'],
	['ana@example.com', '(not a name)'],
	['Ana Maria da Silva', '(not a name)'],
	['x'.repeat(65), '(not a name)'],
	['', '(not a name)'],
])('stores the name %j as %s', (tool, name) => expect(toWantedName(tool)).toBe(name));

const rule = (tool: string) => ({ tool, permission: 'allow' as const });
const http = { kind: 'http', name: 'find_lead', description: 'x', url: 'https://a.example', parameters: {} } as never;
const mcp = (changes: object) => ({ kind: 'mcp', server: 'crm', url: 'https://a.example', ...changes }) as never;

test.each<[ToolSettings, string[]]>([
	[{ define: [http], rules: [rule('find_lead'), rule('send_invoice'), rule('send_invoice'), rule('crm_*')] }, ['send_invoice']],
	[{ define: [http, mcp({ tools: ['add'] })], rules: [rule('add'), rule('crm_add'), rule('drop')] }, ['drop']],
	[{ define: [http, mcp({})], rules: [rule('drop')] }, []],
	[{ rules: [rule('of_the_host')] }, []],
	[{ define: [http], rules: [rule('ask_person')], askPerson: true }, []],
	[{ define: [http], rules: [rule('ask_someone')], askPerson: true }, ['ask_someone']],
	[{ define: [http], rules: [{ ...rule('find_lead'), after: 'find_led' }] }, ['find_led']],
	[{}, []],
])('finds tools that rules name and nobody has: %#', (settings, expected) => expect(findMissingTools(settings)).toEqual(expected));

test.each<[string, ToolSettings, RegExp[]]>([
	[
		'a tool that nobody has',
		{ define: [http], rules: [rule('*'), { ...rule('find_lead'), after: 'find_led' }] },
		[/^tools\.rules\.1\.after: .*"find_led".*find_lead/],
	],
	['names that fit none', { define: [http], rules: [{ ...rule('find_lead'), after: 'look_*' }] }, [/"look_\*"/]],
	['itself', { rules: [{ ...rule('pay'), after: 'pay' }] }, [/pay has to be called before itself/]],
	[
		'a tool of the definition',
		{
			define: [http, mcp({ tools: ['add'] })],
			rules: [
				{ ...rule('crm_add'), after: 'find_*' },
				{ ...rule('find_lead'), after: 'crm_add' },
			],
		},
		[],
	],
	['a tool that only a server knows', { define: [http, mcp({})], rules: [{ ...rule('find_lead'), after: 'add' }] }, []],
])('a rule that demands a call before names %s', (_, settings, expected) => {
	const described = describeDeadRules(settings);
	expect(described).toHaveLength(expected.length);
	for (const [index, one] of expected.entries()) expect(described[index]).toMatch(one);
});

test('a sum of an argument that no tool of the rule has is found, where the tools are known', () => {
	const pay = { kind: 'http', name: 'pay', description: '', method: 'POST', url: 'https://a.example' } as const;
	const tool = { ...pay, parameters: { type: 'object', properties: { amount: {}, items: {} } } };
	const rule = (name: string, path: string) => ({ tool: name, permission: 'allow' as const, limits: { sum: { [path]: 5 } } });
	const rules = [rule('pay', 'amont'), rule('pa*', 'amount'), rule('pay', 'items[].price'), rule('other', 'amont')];
	expect(describeDeadSums({ define: [tool], rules })).toEqual([expect.stringMatching(/^tools\.rules\.0\.limits\.sum: .+ "amont"/)]);
	const server = { kind: 'mcp', server: 'bank', url: 'https://a.example' } as const;
	expect(describeDeadSums({ define: [tool, server], rules })).toEqual([]);
});
