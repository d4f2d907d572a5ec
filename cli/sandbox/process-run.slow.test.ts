import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openGate } from '../../test/fakes/permissive-gate';
import { bundleProgram } from '../../test/support/bundle-program';
import { describeSlow } from '../../test/support/slow-tests';
import { testTerminal } from '../../test/support/test-terminal';
import { type ProcessSandboxOptions, runProcessCommand } from './process-run';

const examples = join(__dirname, '../../examples');
let folder: string;
let program: string;
const at = (name: string) => join(folder, name);

const task = (id: string, type: string, inner = '') =>
	`<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" />${inner}</bpmn:extensionElements></bpmn:serviceTask>`;
const flow = (from: string, to: string) => `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const model = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:process id="order" isExecutable="true"><bpmn:startEvent id="start" />
${task('stock', 'shop-stock')}
${task('ask', 'troupe:http', '<zeebe:taskHeaders><zeebe:header key="url" value="http://shop.example.com/products" /></zeebe:taskHeaders>')}
<bpmn:endEvent id="end" />${flow('start', 'stock')}${flow('stock', 'ask')}${flow('ask', 'end')}
</bpmn:process></bpmn:definitions>`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-sandbox-process-'));
	program = bundleProgram(join(__dirname, '../../sandbox/kinds/inside/process-program.ts'));
	writeFileSync(at('order.bpmn'), model);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
	runId: string;
	process: { ending: { kind: string; incidents?: Array<{ message: string }> }; elements: object; variables: object; jobs: string[] };
	steps: Array<{ kind: string; name: string; rule: string }>;
	report: { subject: object; requests: object[] };
}

async function run(options: Partial<ProcessSandboxOptions>, host: Partial<Host> = {}) {
	const terminal = testTerminal({ TROUPE_HOME: folder });
	const open = async (): Promise<Host> => ({ gate: openGate(), agentFolders: [], providers: {}, ...host });
	const common = { level: 'L0' as const, memory: 512, timeout: 120_000, json: true, standIn: [], allow: [], secret: [] };
	const code = await runProcessCommand({ files: [at('order.bpmn')], ...common, ...options }, terminal, open, program);
	return { code, document: JSON.parse(terminal.printed.join('\n')) as Ended };
}

describeSlow('a process in the sandbox', () => {
	it('gets answers of other workers from a script, and of services from stand-ins', async () => {
		const script = [{ completeJob: { type: 'shop-stock', variables: { stock: 3 } } }];
		writeFileSync(at('order.case.json'), JSON.stringify({ start: { processId: 'order', variables: { id: 1 } }, script, expect: {} }));
		const { code, document } = await run({ script: at('order.case.json'), standIn: ['shop.example.com=shop'] });
		expect(document.process).toMatchObject({
			ending: { kind: expect.any(String) as string },
			jobs: ['stock', 'ask'],
			variables: { stock: 3 },
		});
		expect(document.steps).toMatchObject([{ kind: 'job', name: 'shop-stock', rule: 'scripted' }]);
		expect(document.report).toMatchObject({
			subject: { kind: 'process', name: 'order.bpmn' },
			requests: [{ method: 'GET', host: 'shop.example.com', action: 'stand-in' }],
		});
		expect(code).toBe(document.process.ending.kind === 'completed' ? 0 : 1);
	}, 300_000);

	it('refuses a job that nothing answers', async () => {
		const { code, document } = await run({ variables: '{}' });
		expect(document.process.ending).toMatchObject({
			kind: 'incident',
			incidents: [{ elementId: 'stock', message: expect.stringContaining('shop-stock') as string }],
		});
		expect(document.steps).toMatchObject([{ kind: 'job', rule: 'refused' }]);
		expect(code).toBe(1);
	}, 300_000);

	it("asks an agent's models as its own run does, and replays them", async () => {
		const files = [join(examples, 'support/support.bpmn')];
		const options = { files, variables: '{"message":"How long is the warranty?","conversationId":"c1"}' };
		const host = { agentFolders: [examples], providers: {} };
		const recording = { ...options, standIn: ['openai'], record: at('support.recordings.json') };
		const live = await run(recording, { ...host, stateFolder: folder });
		const [own] = await (await openRuns({ stateFolder: folder }, folder)).list(5, false, { caller: live.document.runId });
		expect(own).toMatchObject({ state: 'completed', outcome: 'reply', agent: { id: 'support' }, of: { process: 'support' } });
		expect(live.document.process.variables).toMatchObject({ agent: { runId: own!.runId } });
		expect(live.document.process).toMatchObject({ ending: { kind: 'completed' }, variables: { outcome: 'reply' } });
		expect(live.document.steps).toMatchObject([{ kind: 'model', rule: 'stand-in' }]);
		const replayed = await run({ ...options, replay: at('support.recordings.json') }, host);
		expect(replayed.document.steps).toMatchObject([{ kind: 'model', rule: 'replayed' }]);
		expect(replayed.document.process.ending.kind).toBe('completed');
		expect([live.code, replayed.code]).toEqual([0, 0]);
	}, 300_000);

	it('refuses a script whose time has to be moved', async () => {
		writeFileSync(at('wait.case.json'), JSON.stringify({ start: { processId: 'order' }, script: [{ wait: 1000 }], expect: {} }));
		await expect(run({ script: at('wait.case.json') })).rejects.toThrow(/the step wait/);
	});
});
