import { testTerminal } from '../../../test/support/test-terminal';
import type { ManifestDocument } from '../../../manifests/documents/documents';
import { manifestFacts } from './facts';

/** Describes an agent with this tool as an approver reads it. */
function describeTool(tool: { kind: string } & Record<string, unknown>, reaches?: Parameters<typeof manifestFacts>[2]): string | undefined {
	const content = JSON.stringify({ tools: { define: [tool] } });
	const manifest = { kind: 'agent', purpose: 'Helps.', capabilities: [], content, exp: 0 } as unknown as ManifestDocument;
	return manifestFacts(manifest, testTerminal(), reaches).find((line) => line.includes(`(${tool.kind})`));
}

it('tells the approver where a request reaches less far by the word of its author', () => {
	const request = { kind: 'http', name: 'pay', method: 'POST', url: 'https://a.example' };
	expect(describeTool({ ...request, effect: 'reads' })).toMatch(/a\.example, reads BY ITS AUTHOR'S WORD \(by its method irreversible\)$/);
	expect(describeTool(request)).toMatch(/a\.example, irreversible$/);
});

it('tells the approver which MCP servers can change their tools after the approval', () => {
	const server = { kind: 'mcp', server: 'crm', url: 'https://crm.example.com/mcp' };
	expect(describeTool(server)).toMatch(/crm\.example\.com\/mcp, irreversible, not pinned: the server can change its tools$/);
	expect(describeTool({ ...server, limits: { pay: { calls: 1 } } })).toContain('limits {"pay":{"calls":1}}');
	const program = {
		kind: 'mcp',
		server: 'files',
		command: 'node',
		args: ['/opt/x.js'],
		folders: [{ path: '/opt' }],
		env: { KEY: '${CRM_KEY}' },
	};
	expect(describeTool(program)).toContain('node /opt/x.js with the folders [{"path":"/opt"}] with the variables {"KEY":"${CRM_KEY}"}');
	expect(describeTool({ ...server, outputSchema: {} })).toContain('results checked by a schema');
	expect(describeTool({ ...server, outputSchemas: { '*': {} } })).toContain('results of * checked by a schema');
	const effects = { search: 'reads' };
	expect(describeTool({ ...server, tools: ['search', 'pay'], effects })).toContain('irreversible, except {"search":"reads"}');
	expect(describeTool({ ...server, pins: { search: 'a'.repeat(64) } })).toMatch(/crm\.example\.com\/mcp, irreversible$/);
});

it('tells the approver which documents may choose values', () => {
	const knowledge = { collection: 'house', trustedDocuments: ['command /srv/handbook/*'] };
	const content = JSON.stringify({ knowledge, tools: { define: [{ kind: 'knowledge', ...knowledge, collection: 'bank' }] } });
	const manifest = { kind: 'agent', purpose: 'Helps.', capabilities: [], content, exp: 0 } as unknown as ManifestDocument;
	const line = manifestFacts(manifest, testTerminal()).find((one) => one.includes('values of others'));
	expect(line).toContain('values in documents of house from command /srv/handbook/* are TRUSTED');
	expect(line).toContain('documents of bank from');
});

it('tells the approver which packages come with a package, and which it loads from outside', () => {
	const manifest = {
		...{ nodes: [], jobTypes: [], agents: [], covers: ['.'], files: [], unlistedAgents: 'deny', exp: 0 },
		nestedPackages: [{ path: 'node_modules/is-sunny', version: '1.0.1' }],
		dependencies: [{ name: 'left-pad', version: '1.3.0', sha256: 'ab12'.repeat(16) }],
	} as unknown as ManifestDocument;
	const lines = manifestFacts(manifest, testTerminal());
	expect(lines).toContainEqual(expect.stringMatching(/^contains +node_modules\/is-sunny 1\.0\.1$/));
	expect(lines).toContainEqual(expect.stringMatching(/^depends on +left-pad 1\.3\.0, ab12ab12ab12$/));
});

it('tells the approver which agents it can call, and which nodes with which credentials', () => {
	const agent = { kind: 'agent', agent: 'refund-clerk', range: '^1', handOver: 'once' };
	expect(describeTool(agent)).toMatch(
		/refund-clerk \(agent\): refund-clerk \^1, which answers the customer, with the effect of its tools$/,
	);
	const reaches = new Map([['refund-clerk', { effect: 'irreversible', unasked: 'reversible' } as const]]);
	expect(describeTool(agent, reaches)).toMatch(/, irreversible; without a question: reversible$/);
	const node = { kind: 'n8n-node', name: 'post', nodeType: 'n8n-nodes-base.slack', credentials: { slackApi: 'sales' } };
	expect(describeTool(node)).toMatch(/post \(n8n-node\): n8n-nodes-base\.slack with \{"slackApi":"sales"\}, irreversible$/);
});

/** Describes an agent with these fields as an approver reads it. */
const describeAgent = (definition: object): string[] =>
	manifestFacts(
		{ kind: 'agent', purpose: 'Helps.', capabilities: [], content: JSON.stringify(definition), exp: 0 } as unknown as ManifestDocument,
		testTerminal(),
	).map((line) => line.replace(/ +/g, ' '));

it('tells the approver what silence means, for all calls and for those of a rule', () => {
	const approval = { approver: 'finance', timeoutMs: 3000, escalateTo: [{ approver: 'head' }], whenTimedOut: 'approve' };
	const rules = [{ tool: 'refund', permission: 'ask', approval: { whenTimedOut: 'approve', message: { en: 'Refund?' } } }];
	expect(describeAgent({ tools: { approval, rules } })).toEqual(
		expect.arrayContaining([
			'decisions asks finance, then head; for 3 s; if nobody decides in time, the call is MADE WITHOUT A PERSON, unless it cannot be undone',
			'permissions refund: ask; if nobody decides in time, the call is MADE WITHOUT A PERSON, unless it cannot be undone; the question is {"en":"Refund?"}',
		]),
	);
});

it('tells the approver how far a rule allows calls in a run, and which call comes first', () => {
	const limits = { calls: 3, sum: { amount: 500 } };
	const rules = [
		{ tool: 'pay', permission: 'allow', after: 'get_bill', limits },
		{ tool: 'refund', permission: 'allow', limits: { calls: 1, beyond: 'deny' } },
	];
	expect(describeAgent({ tools: { rules } })).toEqual(
		expect.arrayContaining([
			'permissions pay: allow after a call of get_bill, at most 3 calls and 500 in amount together in a run; beyond that a person is asked',
			expect.stringMatching(/refund: allow, at most 1 call in a run; beyond that it is refused$/),
		]),
	);
});

it('tells the approver which rule holds for whatever a text orders', () => {
	const rules = [{ tool: 'refund', permission: 'allow', arguments: { amount: '[0-9]' }, afterResults: true }];
	expect(describeAgent({ tools: { rules } })).toContain(
		'permissions refund: allow where {"amount":"[0-9]"}, ALSO AFTER RESULTS AND PASSAGES, whoever wrote them',
	);
});

it('tells the approver which secret goes where, and every field that has no line of its own', () => {
	const define = [
		{ kind: 'http', name: 'pay', method: 'POST', url: 'https://bank.example/pay', headers: { authorization: 'Bearer ${BANK_KEY}' } },
	];
	const lines = describeAgent({ tools: { define, parallel: 9 }, memory: { shared: true }, fieldOfTomorrow: 1 });
	expect(lines).toEqual(
		expect.arrayContaining([
			'secrets BANK_KEY to https://bank.example/pay',
			'also tools.parallel: 9',
			' memory: {"shared":true}',
			' fieldOfTomorrow: 1',
		]),
	);
});

it('tells the approver which protection an agent has, and what it switches off', () => {
	expect(describeAgent({ guardrails: { personalData: { types: [] } } })).toContain('protection the standard policy');
	expect(describeAgent({ guardrails: { personalData: { types: [], restore: 'all' } } }).join()).toContain('SHOW PERSONAL DATA OF OTHERS');
	const guardrails = { personalData: { types: [] }, standard: { without: ['injection', 'unknown-link', 'files'] } };
	const grounded = { personalData: { types: [] }, grounded: { without: ['language'] } };
	expect(describeAgent({ guardrails: grounded })).toContain('protection the standard policy; the policy grounded WITHOUT language');
	expect(describeAgent({ guardrails })).toContain('protection the standard policy WITHOUT injection, unknown-link, files');
});

it('tells the approver of a template which parts of the standard policy its files switch off', () => {
	const files = [
		{ path: 'agent.json', kind: 'agent', content: '{"guardrails":{"standard":{"without": ["files", "secrets"]}}}' },
		{ path: 'a.bpmn', kind: 'process', content: '<zeebe:header key="standardWithout" value="injection" />' },
		{ path: 'w.json', kind: 'workflow', content: '{"options":{"switchOff":["unknown-link"]}}' },
		{ path: 'b.bpmn', kind: 'process', content: '<zeebe:header key="operation" value="injection" />' },
	];
	const manifest = { kind: 'template', purpose: 'Sorts mail.', content: JSON.stringify({ files }), exp: 0 } as unknown as ManifestDocument;
	expect(manifestFacts(manifest, testTerminal()).filter((line) => line.includes('WITHOUT'))).toEqual([
		expect.stringMatching(/^protection +agent\.json: the standard policy WITHOUT secrets, files$/),
		expect.stringMatching(/^ +a\.bpmn: the standard policy WITHOUT injection$/),
		expect.stringMatching(/^ +w\.json: the standard policy WITHOUT unknown-link$/),
	]);
});
