import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintDeployment } from '../lint-before-deploy';
import { openNodeReasons } from './installed-nodes';

const slack = { name: 'slack', displayName: 'Slack', version: 2, inputs: ['main'], outputs: ['main'], properties: [], group: ['output'] };
const hook = { ...slack, name: 'slackStarter', displayName: 'Starter', group: ['trigger'], inputs: [] };
let n8n: string;
beforeEach(() => {
	n8n = mkdtempSync(join(tmpdir(), 'troupe-n8n-'));
	writeFileSync(join(n8n, 'package.json'), JSON.stringify({ name: 'n8n', version: '2.41.0' }));
	const base = join(n8n, 'node_modules', 'n8n-nodes-base');
	mkdirSync(join(base, 'dist', 'types'), { recursive: true });
	writeFileSync(join(base, 'package.json'), JSON.stringify({ name: 'n8n-nodes-base', version: '2.41.0' }));
	writeFileSync(join(base, 'dist', 'types', 'nodes.json'), JSON.stringify([slack, hook]));
});
afterEach(() => rmSync(n8n, { recursive: true }));

const environment = (more: object = {}) => ({ TROUPE_N8N: n8n, PATH: '', HOME: n8n, ...more });

it.each([
	['n8n-nodes-base.slack', undefined],
	['n8n-nodes-base.slackTool', undefined],
	['n8n-nodes-base.slackStarter', expect.stringMatching(/^starts workflows/)],
	['n8n-nodes-base.slak', 'does not exist in the n8n of TROUPE_N8N; did you mean "n8n-nodes-base.slack"?'],
	['n8n-nodes-base.zebra', 'does not exist in the n8n of TROUPE_N8N; choose another node, or update n8n'],
	['n8n-nodes-bse.slack', 'is of a package that the n8n of TROUPE_N8N does not have; did you mean "n8n-nodes-base.slack"?'],
	['n8n-nodes-shop.order', 'is of a package that the n8n of TROUPE_N8N does not have; install the package n8n-nodes-shop there'],
])('says of %s in a named n8n: %s', (type, reason) => {
	expect(openNodeReasons(environment(), true)(type)).toEqual(reason);
});

it('says nothing where TROUPE_N8N names a folder without n8n', () => {
	expect(openNodeReasons(environment({ TROUPE_N8N: join(n8n, 'elsewhere') }), true)('n8n-nodes-base.slak')).toBeUndefined();
});

it('says nothing of unknown nodes at a deployment, whose worker can have another n8n', () => {
	const why = openNodeReasons(environment());
	expect(['n8n-nodes-base.slak', 'n8n-nodes-shop.order'].map(why)).toEqual([undefined, undefined]);
	expect(why('n8n-nodes-base.slackStarter')).toMatch(/^starts workflows/);
});

it('is a finding with the name that was meant', async () => {
	const content = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
		<bpmn:process id="p" isExecutable="true"><bpmn:serviceTask id="work"><bpmn:extensionElements>
			<zeebe:taskDefinition type="troupe:n8n-node" />
			<zeebe:taskHeaders><zeebe:header key="nodeType" value="n8n-nodes-base.slak" /><zeebe:header key="typeVersion" value="2" /></zeebe:taskHeaders>
		</bpmn:extensionElements></bpmn:serviceTask></bpmn:process></bpmn:definitions>`;
	const findings = await lintDeployment([{ name: 'p.bpmn', content }], { whyNoTask: openNodeReasons(environment(), true) });
	expect(findings.filter(({ rule }) => rule.endsWith('n8n-node-is-a-task'))).toMatchObject([
		{
			message: 'runs the node n8n-nodes-base.slak, which does not exist in the n8n of TROUPE_N8N',
			fix: 'Did you mean "n8n-nodes-base.slack"?',
		},
	]);
});
