import type { PolicyCheck } from '../../guardrails/policy/guardrail-policy';
import type { ToolDefinition, ToolSettings } from '../../tools/definition/tool-settings';
import type { ToolRule } from '../../tools/definition/rules';
import { checkFlow } from './check-flow';
import { drawFlow } from './draw-flow';
import { flowRules } from './flow-rules';
import type { FlowDefinition } from './list-sources';

const object = (...names: string[]) => ({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) });
const http = (name: string, method: 'GET' | 'POST' | 'PUT', ...names: string[]): ToolDefinition => ({
	...{ kind: 'http', name, description: '', method, url: 'https://shop.example', parameters: object(...names) },
});
const mail = http('read_mail', 'GET');
const pay = http('pay', 'POST', 'iban', 'amount', 'currency');
const agentWith = (tools: ToolSettings, more: Partial<FlowDefinition> = {}): FlowDefinition => ({ id: 'clerk', tools, ...more });
const none = () => Promise.reject(new Error('no agent'));
const check = (tools: ToolSettings, more?: Partial<FlowDefinition>) => checkFlow(agentWith(tools, more), none);
const allow = (tool: string, more: Partial<ToolRule> = {}): ToolRule => ({ tool, permission: 'allow', ...more });

test('says for each text of others and each call what stands between', async () => {
	const { paths } = await check(
		{
			define: [mail, pay, http('note', 'PUT'), http('refund', 'POST')],
			rules: [allow('note', { afterResults: true }), { tool: 'refund', permission: 'deny' }],
			trustedResults: ['pay', 'note', 'refund'],
		},
		{ knowledge: { collection: 'handbook', passages: 4, citations: 'optional' } },
	);
	expect(paths.map(({ source, effect, barrier }) => [source.name, effect.tool, barrier])).toEqual([
		...[
			['handbook', 'pay', 'person'],
			['handbook', 'note', 'nothing'],
			['handbook', 'refund', 'denied'],
		],
		...[
			['read_mail', 'pay', 'person'],
			['read_mail', 'note', 'nothing'],
			['read_mail', 'refund', 'denied'],
		],
	]);
});

test.each<[string, Partial<ToolSettings>, string, RegExp]>([
	['a rule alone', { rules: [allow('pay')] }, 'values', /^tools\.rules\.0: allowed; a person is asked about values of others$/],
	['an expression', { rules: [allow('pay', { arguments: { iban: 'DE.*' } })] }, 'values', /if iban matches DE\.\*; .* except iban$/],
	['off', { flow: 'off', rules: [allow('*')] }, 'nothing', /nobody looks where values come from$/],
	['strict', { flow: 'strict', rules: [allow('*')] }, 'strict', /values of others are refused$/],
	['after results, bounded', { rules: [allow('pay', { afterResults: true, limits: { calls: 1 } })] }, 'rule', /at most 1 call in a run/],
	[
		'the weaker of two rules',
		{ rules: [allow('pay', { callers: ['group:a'], afterResults: true }), { tool: 'pay', permission: 'ask' }] },
		'nothing',
		/for group:a/,
	],
	[
		'a refusal by origin, then all',
		{ rules: [{ tool: 'pay', permission: 'deny', from: { iban: 'untrusted' } }, allow('*')] },
		'values',
		/a person is asked about/,
	],
	['silence', { approval: { whenTimedOut: 'approve' }, define: [mail, http('pay', 'PUT')] }, 'nothing', /and silence approves$/],
])('judges a call by its rules: %s', async (_name, settings, barrier, words) => {
	const { paths } = await check({ define: [mail, pay], ...settings });
	expect(paths.find(({ source }) => source.name === 'read_mail')).toMatchObject({
		barrier,
		between: expect.stringMatching(words) as string,
	});
});

test('names what the agent gets of a source: its values alone, or trusted documents among others', async () => {
	const { agents } = await check(
		{ define: [mail], extract: { read_mail: { type: 'object', properties: {} } } },
		{ knowledge: { collection: 'handbook', trustedDocuments: ['workflow:w1'], passages: 4, citations: 'optional' } },
	);
	expect(agents[0]!.sources.map(({ name, trusted, note }) => [name, trusted, note])).toEqual([
		...[
			['message', true, undefined],
			['handbook', false, 'trusted from workflow:w1'],
			['read_mail', false, 'its values alone'],
		],
	]);
});

test('lists what an agent remembers by what it rests on', async () => {
	const memory = { turns: 4, summary: true };
	const [alone] = (await check({}, { memory })).agents;
	expect(alone!.sources.map(({ name, trusted }) => [name, trusted])).toEqual([
		...[
			['message', true],
			['earlier turns', true],
			['summaries of earlier turns', true],
		],
	]);
	const [reader] = (await check({ define: [mail, pay] }, { memory: { ...memory, memories: 3 } })).agents;
	expect(reader!.sources.filter(({ kind }) => kind === 'memory').map(({ trusted, note }) => [trusted, note])).toEqual([
		[false, 'trusted if the person or a workflow said them'],
		[false, 'trusted if they rest on no text of others'],
		[false, 'trusted if they rest on no text of others'],
	]);
});

test('lists a tool of the host that is read by its values, though no rule names it', async () => {
	const { agents } = await check({ rules: [allow('pay')], extract: { read_mail: { type: 'object', properties: {} } } });
	expect(agents[0]!.sources.slice(1).map(({ name, note }) => [name, note])).toEqual([
		['pay', 'connected by the host'],
		['read_mail', 'its values alone'],
	]);
});

test.each<[string, Partial<PolicyCheck<'foreign-values'>>, string, RegExp]>([
	['refuses', {}, 'values', /\(afterResults\); the policy refuses values of others$/],
	['asks about', { onArguments: 'ask-person', free: ['currency'] }, 'values', /asks a person about values of others, except currency$/],
	['only logs', { onArguments: 'log' }, 'nothing', /\(afterResults\)$/],
	['sometimes judges', { unless: { fact: 'night', is: true } as never }, 'nothing', /\(afterResults\)$/],
])(
	'foreign-values in the policy of the agent holds whatever a rule says: one that %s values of others',
	async (_name, more, barrier, words) => {
		const policy = {
			id: 'p',
			onFailure: 'block' as const,
			checks: [{ check: 'foreign-values' as const, action: 'block' as const, ...more }],
		};
		const { paths, flaws } = await check(
			{ define: [mail, pay], rules: [allow('pay', { afterResults: true })] },
			{ guardrails: { policy } },
		);
		expect(paths[0]).toMatchObject({ barrier, between: expect.stringMatching(words) as string });
		expect(flaws.some(({ rule }) => rule === 'effect-unguarded')).toBe(barrier === 'nothing');
	},
);

const careful: ToolSettings = {
	define: [mail, pay, http('get_page', 'GET', 'url'), http('clock', 'GET')],
	rules: [allow('pay', { arguments: { currency: 'EUR' }, limits: { sum: { amount: 500 } } })],
	...{ tells: ['get_page'], trustedResults: ['clock'] },
};

test('finds nothing in an agent whose effects are bounded', async () => {
	expect((await check(careful)).flaws).toEqual([]);
});

test.each<[keyof typeof flowRules, ToolSettings]>([
	['effect-unguarded', { ...careful, rules: [allow('pay', { afterResults: true })] }],
	['trusted-from-outside', { ...careful, trustedResults: ['read_*'] }],
	['effect-after-results', { ...careful, rules: [allow('pay', { afterResults: true, limits: { calls: 2 } })] }],
	['limit-missing', { ...careful, rules: [allow('pay')] }],
	['read-tells-unlisted', { ...careful, tells: [] }],
	['silence-approves', { ...careful, define: [mail, http('pay', 'PUT')], approval: { whenTimedOut: 'approve' }, rules: [] }],
	['currency-mixed', { ...careful, rules: [allow('pay', { limits: { sum: { amount: 500 } } })] }],
	['agent-unread', { ...careful, define: [...careful.define!, { kind: 'agent', agent: 'buyer', description: '' }] }],
])('finds %s', async (rule, settings) => {
	const { flaws } = await check(settings);
	expect(flaws.map((flaw) => flaw.rule)).toContain(rule);
	expect(flaws.find((flaw) => flaw.rule === rule)).toMatchObject({
		fix: flowRules[rule].fix,
		where: expect.stringMatching(/^tools\./) as string,
	});
});

test('the limits of a tool count, and those of one tool of a server', async () => {
	const limited = { ...pay, limits: { calls: 1 } } as ToolDefinition;
	expect((await check({ ...careful, define: [mail, limited], rules: [allow('pay')] })).flaws).toEqual([]);
	const bank: ToolDefinition = {
		kind: 'mcp',
		server: 'bank',
		url: 'https://b.example',
		tools: ['pay', 'move'],
		limits: { pay: { calls: 1 } },
	};
	const { flaws } = await check({ define: [bank], rules: [allow('bank_*')] });
	expect(flaws).toMatchObject([{ rule: 'limit-missing', message: expect.stringMatching(/^move: /) as string }]);
});

test('rules about tools that the host connects are judged, though nobody knows the effects', async () => {
	const { flaws } = await check({ rules: [allow('*', { afterResults: true })] });
	expect(flaws).toMatchObject([{ rule: 'effect-unguarded', level: 'warning', where: 'tools.rules.0' }]);
	expect((await check({ rules: [allow('*')] })).flaws).toEqual([]);
});

test('the only tool of an agent is not said to order itself', async () => {
	const { flaws } = await check({ define: [pay], rules: [allow('pay', { afterResults: true, limits: { calls: 1 } })] });
	expect(flaws.map(({ rule }) => rule)).toEqual(['effect-after-results']);
	expect((await check({ define: [pay], rules: [allow('pay', { afterResults: true })] })).flaws.map(({ rule }) => rule)).toEqual([
		'limit-missing',
	]);
});

describe('in a team', () => {
	const buyer: FlowDefinition = {
		id: 'buyer',
		tools: { define: [pay], rules: [allow('pay', { afterResults: true })], trustedResults: ['pay'] },
	};
	const lead = (rules: ToolRule[]): FlowDefinition => ({
		id: 'lead',
		tools: { define: [mail, { kind: 'agent', agent: 'buyer', description: '' }], rules },
	});
	const read = async () => buyer;

	test('what the caller reads reaches the effects of the called agent, and what is before the call counts', async () => {
		const asked = await checkFlow(lead([]), read);
		const reached = asked.paths.filter(({ source, effect }) => source.name === 'read_mail' && effect.tool === 'pay');
		expect(reached).toMatchObject([{ barrier: 'person', between: expect.stringContaining('lead calls buyer') as string }]);
		expect(asked.flaws.map(({ rule }) => rule)).toEqual(['limit-missing']);
		const free = await checkFlow(lead([allow('buyer', { afterResults: true })]), read);
		expect(free.flaws[0]).toMatchObject({ rule: 'effect-unguarded', agent: 'buyer', level: 'error' });
		expect(free.agents.map(({ id, calledBy }) => [id, calledBy])).toEqual([
			['lead', []],
			['buyer', ['lead']],
		]);
	});

	test('many agents that all call each other are each read once, and the way with the least between counts', async () => {
		const ids = Array.from({ length: 20 }, (_, index) => `agent-${index}`);
		const define = ids.map((agent): ToolDefinition => ({ kind: 'agent', agent, description: '' }));
		let reads = 0;
		const { agents, paths } = await checkFlow({ id: 'agent-0', tools: { define: [mail, ...define] } }, async ({ agent }) => {
			reads += 1;
			return agent === 'agent-19'
				? { id: agent, tools: { define: [pay, ...define], rules: [allow('pay', { afterResults: true })] } }
				: { id: agent, tools: { define } };
		});
		expect([agents.length, reads]).toEqual([20, 20]);
		expect(paths.filter(({ source }) => source.name === 'read_mail')).toMatchObject([{ effect: { tool: 'pay' }, barrier: 'person' }]);
	});

	test('agents that call each other are followed once', async () => {
		const back: FlowDefinition = { id: 'buyer', tools: { define: [pay, { kind: 'agent', agent: 'lead', description: '' }] } };
		const { agents } = await checkFlow(lead([]), async ({ agent }) => (agent === 'buyer' ? back : lead([])));
		expect(agents.map(({ id }) => id)).toEqual(['lead', 'buyer']);
	});
});

test('the picture has each text, each call and what stands between, and nothing of a name that could be markup', async () => {
	const odd = { ...pay, name: 'pay"><script>' };
	const picture = drawFlow(await check({ define: [mail, odd], flow: 'off', rules: [allow('*')] }));
	expect(picture).toMatch(/^<svg [^>]*viewBox="0 0 1180 \d+"/);
	expect(picture).toContain('read_mail');
	expect(picture).toContain('NOTHING between');
	expect(picture).not.toContain('<script>');
});
