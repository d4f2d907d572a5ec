import type { ToolDefinition } from '../definition/tool-settings';
import { parseAgentDefinition } from '../../agents/definition/parse-agent-definition';

const http = (more: object = {}): ToolDefinition => ({
	kind: 'http',
	name: 'order',
	description: 'An order.',
	parameters: { type: 'object', properties: { id: { type: 'string' }, q: {} }, required: ['id'] },
	method: 'GET',
	url: 'https://api.example.com/orders/{id}?q={q}',
	...more,
});
const mcp = (more: object = {}): ToolDefinition => ({ kind: 'mcp', server: 'crm', url: 'https://mcp.example.com', ...more });
const leads = (more: object = {}): ToolDefinition => ({
	...{ kind: 'leads', url: 'https://abcd.supabase.co', key: '${SUPABASE_KEY}', team: 'vendas' },
	...more,
});
const parse = (tools: object) =>
	parseAgentDefinition(
		{ id: 'a', version: '1.0.0', name: 'A', purpose: 'P', prompt: 'P', guardrails: { personalData: { types: [] } }, limits: {}, tools },
		'agent.json',
	);

test('tools that can be called are taken', async () => {
	const headers = { authorization: 'Bearer ${CRM_KEY}', 'x-version': '2' };
	const define = [
		http({ headers }),
		http({ name: 'orders', url: 'https://api.example.com/orders' }),
		mcp({ headers }),
		mcp({ server: 'shop', url: undefined, command: 'shop-mcp', env: { KEY: '${SHOP_KEY}' } }),
		leads({ tools: ['read_lead', 'update_lead'] }),
	];
	const rules = [{ tool: 'crm_*', arguments: { id: '[0-9]+' }, permission: 'allow' }];
	expect((await parse(JSON.parse(JSON.stringify({ define, rules })) as object)).tools?.define).toHaveLength(5);
});

test.each<[string, object, string]>([
	[
		'limits of a rule that asks',
		{ rules: [{ tool: 'pay', permission: 'ask', limits: { calls: 1 } }] },
		'tools.rules.0.limits is only for rules with the permission allow, and this one has ask',
	],
	['limits without a limit', { rules: [{ tool: 'pay', permission: 'allow', limits: {} }] }, 'tools.rules.0.limits'],
	[
		'a sum of no path',
		{ rules: [{ tool: 'pay', permission: 'allow', limits: { sum: { 'a..b': 1 } } }] },
		'tools.rules.0.limits.sum has "a..b", not a path',
	],
	['two tools of one name', { define: [http(), http()] }, 'tools.define.1 has the same name as tools.define.0'],
	['two servers of one name', { define: [mcp(), mcp()] }, 'tools.define.1 has the same name as tools.define.0'],
	[
		'a schema that is not valid',
		{ define: [http({ parameters: { type: 'object', properties: { id: { type: 'text' }, q: {} }, required: ['id'] } })] },
		'tools.define.0.parameters',
	],
	['a name that no parameter has', { define: [http({ url: 'https://api.example.com/{number}' })] }, 'tools.define.0.url has {number}'],
	['a path that may be missing', { define: [http({ url: 'https://api.example.com/{q}' })] }, 'tools.define.0.url has {q} in its path'],
	[
		'a server that a model chooses',
		{ define: [http({ url: 'https://{id}.example.com/' })] },
		'tools.define.0.url has an argument in its host name',
	],
	['a secret in a URL', { define: [http({ url: 'https://api.example.com/{id}?key=${KEY}' })] }, 'tools.define.0.url contains a secret'],
	['a header of the connection', { define: [http({ headers: { Host: 'x' } })] }, 'tools.define.0.headers.Host is set by the connection'],
	['a header that is two', { define: [http({ headers: { a: 'x\r\nb: y' } })] }, 'tools.define.0.headers.a has characters'],
	['a secret that has no name', { define: [mcp({ headers: { a: '${crm key}' } })] }, 'tools.define.0.headers.a has a ${'],
	['a tool without its pin', { define: [mcp({ tools: ['a', 'b'], pins: { a: 'a'.repeat(64) } })] }, 'tools.define.0.pins lacks the tool b'],
	['a second store of leads', { define: [leads(), leads()] }, 'tools.define.1 has the same name as tools.define.0'],
	['a store of leads with a password', { define: [leads({ url: 'https://a:b@abcd.supabase.co' })] }, 'tools.define.0.url'],
	['a key that is written down', { define: [leads({ key: 'sb_secret_N7UND0' })] }, 'tools.define.0.key'],
	['a tool for leads that does not exist', { define: [leads({ tools: ['delete_lead'] })] }, 'tools.define.0.tools.0'],
	['a password in an address', { define: [mcp({ url: 'https://user:password@mcp.example.com' })] }, 'tools.define.0.url'],
	[
		'an expression that RE2 does not know',
		{ rules: [{ tool: '*', arguments: { id: '(?!x)' }, permission: 'deny' }] },
		'tools.rules.0.arguments.id',
	],
])('%s is refused with the field', async (_, tools, problem) => {
	await expect(parse(JSON.parse(JSON.stringify(tools)) as object)).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining(problem),
		details: { problems: [expect.stringContaining(problem)] },
	});
});
