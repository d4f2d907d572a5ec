import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NodeSandboxOptions, runNodeCommand } from '../../cli/sandbox/node-run';
import { type WorkflowSandboxOptions, runWorkflowCommand } from '../../cli/sandbox/workflow-run';
import { execute } from '../../nodes/TroupeSandbox/execute';
import { fakeExecuteFunctions } from '../support/n8n/fake-execute-functions';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { testTerminal } from '../support/test-terminal';
import type { WorkflowRun } from '../../providers/tools/n8n-node/program/run-workflow';
import { openGate } from '../fakes/permissive-gate';
import { bundleProgram } from '../support/bundle-program';

const folder = mkdtempSync(join(tmpdir(), 'troupe-sandbox-workflow-'));
const at = (name: string) => join(folder, name);
let program: string;

beforeAll(() => {
	program = bundleProgram(join(__dirname, '../../sandbox/kinds/inside/workflow-program.ts'));
	writeFileSync(at('workflow.json'), JSON.stringify(workflow));
	writeFileSync(at('items.json'), JSON.stringify([{ order: 'A-1' }]));
	writeFileSync(at('asking.json'), JSON.stringify(asking));
	writeFileSync(at('setting.json'), JSON.stringify({ assignments: { assignments }, options: {} }));
	writeFileSync(at('credentials.json'), JSON.stringify(credentials));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (name: string, type: string, typeVersion: number, parameters: object, more: object = {}) => ({
	...{ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters },
	...more,
});
const credentials = { httpHeaderAuth: { name: 'authorization', value: 'Bearer shop-key' } };
const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
const assignments = [{ id: '1', name: 'seen', value: "={{ 'order ' + $json.order }}", type: 'string' }];
const asking = {
	url: 'http://shop.example.com/orders/A-1001',
	authentication: 'genericCredentialType',
	genericAuthType: 'httpHeaderAuth',
	options: {},
};
const workflow = {
	name: 'Orders',
	nodes: [
		node('When', 'manualTrigger', 1, {}),
		node('Set', 'set', 3.4, { assignments: { assignments }, options: {} }),
		node('Ask', 'httpRequest', 4.2, asking, { credentials: { httpHeaderAuth: { id: '1', name: 'Shop' } } }),
	],
	connections: { When: to('Set'), Set: to('Ask') },
};

const common = { level: 'L0' as const, memory: 1024, timeout: 300_000, json: true, standIn: [], allow: [], secret: [] };
const open = async () => ({ gate: openGate(), agentFolders: [], providers: {} });

function run(options: Partial<WorkflowSandboxOptions>) {
	const files = { file: at('workflow.json'), items: at('items.json'), credentials: at('credentials.json') };
	return read((terminal) => runWorkflowCommand({ ...files, ...common, ...options }, terminal, open, program));
}

function runNode(options: Pick<NodeSandboxOptions, 'node'> & Partial<NodeSandboxOptions>) {
	return read((terminal) => runNodeCommand({ items: at('items.json'), ...common, ...options }, terminal, open, program));
}

async function read(command: (terminal: ReturnType<typeof testTerminal>) => Promise<number>) {
	const terminal = testTerminal({ ...process.env, TROUPE_HOME: folder });
	const code = await command(terminal);
	const { workflow: ran, report } = JSON.parse(terminal.printed.join('\n')) as {
		workflow: WorkflowRun;
		report: { requests: object[]; subject: object };
	};
	return { code, ran, requests: report.requests, subject: report.subject };
}

it('runs a workflow of n8n: its trigger passes the items on, and its requests are decided outside', async () => {
	const { code, ran, requests } = await run({ standIn: ['shop.example.com=shop'] });
	expect(ran.runs.slice(0, 2)).toMatchObject([
		{ node: 'When', outputs: [[{ order: 'A-1' }]] },
		{ node: 'Set', outputs: [[{ seen: 'order A-1' }]] },
	]);
	expect(requests).toMatchObject([{ method: 'GET', host: 'shop.example.com', action: 'stand-in', status: 200 }]);
	expect(ran).toMatchObject({ finished: true, runs: [{}, {}, { node: 'Ask', outputs: [[{ total: 29.9 }]] }] });
	expect(code).toBe(0);
}, 600_000);

it('runs in the node Troupe Sandbox too, on the machine of n8n', async () => {
	const parameters = (item: number) => ({
		...{ runOn: 'own', level: 'L0', options: { credentials, time: 300 }, rules: { standIn: 'shop.example.com=shop' } },
		...{ items: [{ order: 'A-1' }], workflow },
		...{ operation: item === 0 ? 'runWorkflow' : 'runNode', nodeType: 'n8n-nodes-base.httpRequest@4.2', parameters: asking },
	});
	const context = fakeExecuteFunctions({ parameters, items: [{ json: {} }, { json: {} }] });
	process.env.TROUPE_HOME = folder;
	const [output] = await execute.call(context, { gate: openGate() }, { agent: '', process: '', workflow: program });
	expect(output).toMatchObject([
		{ json: { outcome: 'completed', workflow: { finished: true, runs: [{}, {}, { node: 'Ask', outputs: [[{ total: 29.9 }]] }] } } },
		{ json: { outcome: 'completed', workflow: { finished: true, runs: [{ node: 'httpRequest', outputs: [[{ total: 29.9 }]] }] } } },
	]);
}, 600_000);

it('refuses a request that no rule allows', async () => {
	const { ran, requests } = await run({});
	expect(requests).toMatchObject([{ action: 'refuse' }]);
	expect(ran.finished).toBe(false);
}, 600_000);

it('names the node that failed for people, and one after whose error the workflow went on', async () => {
	const read = async (onError: string | undefined) => {
		const nodes = workflow.nodes.map((one) => (one.name === 'Ask' && onError !== undefined ? { ...one, onError } : one));
		writeFileSync(at('failing.json'), JSON.stringify({ ...workflow, nodes }));
		const terminal = testTerminal({ ...process.env, TROUPE_HOME: folder });
		const files = { file: at('failing.json'), items: at('items.json'), credentials: at('credentials.json') };
		const code = await runWorkflowCommand({ ...files, ...common, json: false }, terminal, open, program);
		return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	};
	const failed = await read(undefined);
	expect([failed.code, failed.noted]).toEqual([1, expect.stringMatching(/failed at the node "Ask" after [\d.]+ s, isolated/)]);
	expect(failed.printed).toMatch(/^When: 1 item \(\d+ ms\)\nSet: 1 item \(\d+ ms\)\nAsk: error: /);
	const passed = await read('continueRegularOutput');
	expect([passed.code, passed.noted]).toEqual([0, expect.stringMatching(/completed, although "Ask" had errors, after/)]);
	expect(passed.printed).toMatch(/Ask: 1 item, 1 of them with an error \(/);
}, 600_000);

it('says that a type of nodes does not exist as wrong input', async () => {
	const terminal = testTerminal({ ...process.env, TROUPE_HOME: folder });
	expect(await runNodeCommand({ node: 'n8n-nodes-base.sett', ...common }, terminal, open, program)).toBe(1);
	expect(JSON.parse(terminal.printed.join('\n'))).toMatchObject({
		error: { code: 'INPUT_INVALID', message: expect.stringContaining('Did you mean "set"?') as string },
	});
}, 600_000);

it('runs one node with its credential, and one without a version as the newest', async () => {
	const asked = await runNode({
		...{ node: 'n8n-nodes-base.httpRequest@4.2', parameters: at('asking.json'), credentials: at('credentials.json') },
		standIn: ['shop.example.com=shop'],
	});
	expect(asked).toMatchObject({
		...{ code: 0, subject: { kind: 'node', name: 'n8n-nodes-base.httpRequest@4.2' } },
		...{ requests: [{ host: 'shop.example.com', status: 200 }], ran: { runs: [{ node: 'httpRequest', outputs: [[{ total: 29.9 }]] }] } },
	});
	const set = await runNode({ node: 'n8n-nodes-base.set', parameters: at('setting.json') });
	expect(set).toMatchObject({ code: 0, requests: [], ran: { runs: [{ node: 'set', outputs: [[{ seen: 'order A-1' }]] }] } });
}, 600_000);

it('proposes the types of the nodes that ran, and refuses one that the list does not contain when it is reached', async () => {
	const standIn = ['shop.example.com=shop'];
	const first = await run({ standIn, discover: at('list.json') });
	expect(first.code).toBe(0);
	const list = JSON.parse(readFileSync(at('list.json'), 'utf8')) as Capabilities;
	// Nothing of what n8n reads to start is in it.
	expect(list).toEqual({
		version: 1,
		nodeTypes: ['n8n-nodes-base.httpRequest', 'n8n-nodes-base.manualTrigger', 'n8n-nodes-base.set'],
		requests: ['GET shop.example.com'],
	});
	expect(await run({ standIn, capabilities: at('list.json') })).toMatchObject({ code: 0, ran: { finished: true } });
	writeFileSync(at('short.json'), JSON.stringify({ ...list, nodeTypes: list.nodeTypes!.slice(1) }));
	const { code, ran, requests } = await run({ standIn, capabilities: at('short.json') });
	expect([code, requests]).toEqual([1, []]);
	expect(ran).toMatchObject({
		finished: false,
		error: expect.stringMatching(/does not contain the node type n8n-nodes-base\.httpRequest \(CAPABILITY_MISSING\)/) as string,
		runs: [{ node: 'When' }, { node: 'Set' }, { node: 'Ask', code: 'CAPABILITY_MISSING' }],
	});
}, 600_000);

it('says what is wrong with the name of a node', async () => {
	await expect(runNode({ node: 'httpRequest' })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringMatching(/not a type of nodes/) as string,
	});
	await expect(runNode({ node: 'n8n-nodes-nobody.nothing' })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringMatching(/not installed/) as string,
	});
});
