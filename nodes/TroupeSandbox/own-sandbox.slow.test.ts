import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openGate } from '../../test/fakes/permissive-gate';
import type { SandboxPrograms } from '../../sandbox/kinds/inside/programs';
import type { Level } from '../../sandbox/levels/level';
import { findHighest } from '../../sandbox/probes/measure-levels';
import { readMeasurement } from '../../sandbox/run/measured-machine';
import { bundleProgram } from '../../test/support/bundle-program';
import { describeSlow } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';
import { loseBubblewrap, own, run, usual, useTestHome, visitor } from '../../test/support/sandbox/run-sandbox-node';

const home = useTestHome();
const timeoutMs = 600_000;

const bpmn = (type: string) =>
	processModel('order', [startEvent(), serviceTask('stock', { type }), endEvent(), ...chain('start', 'stock', 'end')]).content;

/** The processes that this one started, and theirs. */
function listChildren(pid = process.pid): number[] {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
	return children.flatMap((child) => [child, ...listChildrenOf(child)]);
}
const listChildrenOf = (pid: number): number[] => {
	try {
		return listChildren(pid);
	} catch {
		return []; // It has ended.
	}
};

describeSlow('in this n8n', () => {
	let highest: Level;
	let programs: SandboxPrograms;
	beforeAll(async () => {
		const bundle = (name: string) => bundleProgram(join(__dirname, `../../sandbox/kinds/inside/${name}-program.ts`));
		programs = { agent: bundle('agent'), process: bundle('process'), workflow: '' };
		highest = findHighest((await readMeasurement(home, new Date())).measured) as Level;
	}, timeoutMs);
	const runHere = (parameters: IDataObject, options: Partial<FakeExecution> = {}) =>
		run({ level: highest, ...own(parameters) }, { ...options }, programs);
	const agent = (message: string, more: IDataObject = {}) => ({
		...{ operation: 'runAgent', agentSource: 'definition', definition: visitor, message },
		...{ rules: { standIn: 'openai' }, options: {} },
		...more,
	});
	const order = (variables: IDataObject, more: IDataObject = {}) => ({
		...{ operation: 'runProcess', bpmn: bpmn('stock'), variables, rules: {} },
		options: {
			script: JSON.stringify({ start: { processId: 'order' }, script: [{ completeJob: { type: 'stock', variables } }], expect: {} }),
		},
		...more,
	});

	it(
		'an agent answers as at a service, has no model without a rule, and nothing beyond its list',
		async () => {
			const [json] = await runHere(agent('Hello', { options: { report: true } }));
			expect(json).toMatchObject({
				...{ outcome: 'completed', level: highest, agent: { kind: 'reply' }, steps: [{ kind: 'model', rule: 'stand-in' }] },
				report: { subject: { kind: 'agent', name: 'visitor@1.0.0' }, level: { reached: highest, required: highest } },
			});
			const runs = await openRuns({ stateFolder: home }, home);
			expect(await runs.list(5, false, { caller: json!.runId as string })).toMatchObject([{ host: 'sandbox', agent: { id: 'visitor' } }]);
			const [refused] = await runHere(agent('Hello', { rules: {} }));
			expect(refused).toMatchObject({
				outcome: 'failed',
				error: { code: 'AGENT_INVALID', message: expect.stringContaining('no model') as string },
			});
			const capabilities = { version: 1, requests: ['GET shop.example.com'] };
			const [missing] = await runHere(agent('Hello', { rules: { standIn: 'openai', capabilities } }));
			expect(missing).toMatchObject({ outcome: 'failed', error: { code: 'CAPABILITY_MISSING' } });
		},
		timeoutMs,
	);

	it(
		'a process runs with a script of answers, and keeps half an emoji (Significant-Gravitas/AutoGPT#13576)',
		async () => {
			const [json] = await runHere(order({ name: 'Holidays \ud83c\udf85', cut: '\ud83c' }));
			expect(json).toMatchObject({
				...{ outcome: 'completed', process: { ending: { kind: 'completed' } } },
				process: { variables: { name: 'Holidays \ud83c\udf85', cut: expect.stringMatching(/^(\ud83c|\ufffd)$/u) as string } },
			});
		},
		timeoutMs,
	);

	it(
		'a result that is too long is named as the limit, not as broken JSON (langgenius/dify-sandbox#106)',
		async () => {
			const [cut] = await runHere(order({ text: 'x'.repeat(900_000) }));
			expect(cut).toMatchObject({
				outcome: 'limit',
				limit: 'output',
				error: null,
			});
		},
		timeoutMs,
	);

	it(
		'a definition that takes too long is an outcome, and the next item runs (activepieces/activepieces#12401)',
		async () => {
			const parameters = (item: number) => ({
				...usual,
				level: highest,
				...own(agent('Hello', { options: item === 0 ? { time: 0.1 } : {} })),
			});
			const context = fakeExecuteFunctions({ parameters, items: [{ json: {} }, { json: {} }] });
			const [output] = await execute.call(context, { gate: openGate() }, programs);
			expect(output).toMatchObject([
				{ json: { outcome: 'limit', limit: 'time', error: null }, pairedItem: { item: 0 } },
				{ json: { outcome: 'completed', agent: { kind: 'reply' } }, pairedItem: { item: 1 } },
			]);
		},
		timeoutMs,
	);

	it(
		'an item that is refused does not stop the others where the node continues on fail',
		async () => {
			const parameters = (item: number) => ({ ...usual, ...own({ operation: 'run', level: item === 0 ? 'L9' : highest }) });
			const context = fakeExecuteFunctions({
				parameters,
				items: [{ json: {} }, { json: {} }],
				node: { onError: 'continueRegularOutput' },
			});
			const [output] = await execute.call(context, { gate: openGate() }, programs);
			expect(output).toMatchObject([
				{ json: { error: expect.stringContaining('Least Level') as string } },
				{ json: { outcome: 'completed' } },
			]);
		},
		timeoutMs,
	);

	it(
		'starts no process that could outlive a run (windmill-labs/windmill#2403)',
		async () => {
			const source = `try { require('child_process').spawn('sleep', ['60'], { detached: true }); } catch ({ code }) { console.log(code); }`;
			expect(await runHere({ operation: 'run', source })).toMatchObject([{ outcome: 'completed', stdout: 'ERR_ACCESS_DENIED\n' }]);
		},
		timeoutMs,
	);

	const timer = '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT1M</bpmn:timeDuration></bpmn:timerEventDefinition>';
	const waiting = bpmn('stock').replace(
		/<bpmn:serviceTask id="stock">.*?<\/bpmn:extensionElements>(.*?)<\/bpmn:serviceTask>/s,
		`<bpmn:intermediateCatchEvent id="stock">$1${timer}</bpmn:intermediateCatchEvent>`,
	);

	it.each<[string, IDataObject]>([
		['a script', { operation: 'run', source: 'setInterval(() => {}, 1000)', options: { time: 60 } }],
		['a process that waits for a timer', { operation: 'runProcess', bpmn: waiting, variables: {}, options: {} }],
	])(
		'ends when the execution is stopped: %s',
		async (_kind, parameters) => {
			const stop = new AbortController();
			const before = listChildren();
			const running = runHere(parameters, { signal: stop.signal });
			await waitUntil('it to work', async () => listChildren().length > before.length);
			stop.abort();
			expect(await running.catch(() => [])).not.toMatchObject([{ outcome: 'completed' }]);
			await waitUntil('its processes to end', async () => listChildren().length <= before.length);
		},
		timeoutMs,
	);

	it(
		'runs of several executions do not wait for a runner (n8n-io/n8n#23831)',
		async () => {
			const all = await Promise.all(['a', 'b', 'c', 'd'].map((input) => runHere({ operation: 'run', input })));
			expect(all.flat().map(({ stdout }) => stdout)).toEqual(['a', 'b', 'c', 'd']);
		},
		timeoutMs,
	);

	it(
		'says where else a run reaches its level, and which requests the operator does not permit',
		async () => {
			process.env.TROUPE_SANDBOX_ALLOW = 'GET *.example.com';
			try {
				await expect(runHere({ operation: 'run', rules: { allow: 'GET 169.254.169.254' } })).rejects.toThrow(
					/which this n8n does not let runs request/,
				);
			} finally {
				delete process.env.TROUPE_SANDBOX_ALLOW;
			}
			const file = join(home, 'sandbox/measured.json');
			const stored = readFileSync(file, 'utf8');
			loseBubblewrap(file);
			await expect(runHere({ operation: 'run', level: 'L1' })).rejects.toMatchObject({
				description: expect.stringMatching(/^Install bubblewrap\. Or set "Run On" to "Troupe Service"/) as string,
			});
			writeFileSync(file, stored);
		},
		timeoutMs,
	);
});
