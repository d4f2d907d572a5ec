import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { chain, endEvent, processModel, serviceTask, startEvent, userTask } from '../../test/contract/model-builder';
import { layoutProcess } from '../../bpmn/layout/layout-process';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openRuns } from '../../providers/compose/state/host-runs';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

const model = processModel('order', [
	startEvent(),
	serviceTask('answer', { type: 'troupe:agent' }),
	userTask('ask', { native: true }),
	endEvent(),
	...chain('start', 'answer', 'ask', 'end'),
]);

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-diagram-'))));
afterEach(() => rmSync(home, { recursive: true }));

/** An instance that has passed its agent, and waits for a person. */
async function playInstance(): Promise<string> {
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	await engine.deploy([model]);
	const { instanceKey } = await engine.start({ processId: 'order', variables: {} });
	const done = Promise.withResolvers<void>();
	const worker = await engine.openWorker('troupe:agent', { name: 'test', concurrency: 1, timeoutMs: 60_000 }, async () => {
		done.resolve();
		return { kind: 'complete', variables: {} };
	});
	await done.promise;
	await worker.close(10_000);
	await engine.close();
	return instanceKey;
}

async function recordRun(runId: string, of: object): Promise<void> {
	const runs = await openRuns({ stateFolder: home }, home);
	const agent = { id: 'support', version: '1.0.0', sha256: 'a'.repeat(64) };
	await runs.begin({ runId, agent, host: 'worker', of, withinMs: 60_000 });
	const usage = { durationMs: 2_500, costUsd: 0.0123, inputTokens: 1, outputTokens: 1, modelCalls: 1, toolCalls: 0, model: null };
	await runs.end(runId, { state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [], usage });
}

async function show(run: string, ...options: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const page = join(home, 'run.html');
	const code = await runTroupe(['run', 'show', run, '--diagram', page, ...options], terminal);
	const { document } = parseHTML(code === 0 ? readFileSync(page, 'utf8') : '<html></html>');
	const states = [...document.querySelectorAll('g')].map((g) => [g.getAttribute('data-element'), g.getAttribute('class')]);
	return { code, noted: terminal.noted.join('\n'), states: Object.fromEntries(states) as object, text: document.body?.textContent };
}

test('draws the element of a run, the way of its instance, and the time and cost of its runs', async () => {
	const instance = await playInstance();
	await recordRun('job-1', { process: 'order', instance, element: 'answer' });
	const { code, states, text } = await show('job-1');
	expect(code).toBe(0);
	expect(states).toMatchObject({ start: 'passed', answer: 'here', ask: 'active', end: '' });
	expect(Object.entries(states).filter(([id, state]) => state === 'passed' && !/^(?:start|answer|ask|end)$/.test(id))).toHaveLength(2);
	expect(text).toMatch(/job-1 \(this one\)[\s\S]*support 1\.0\.0[\s\S]*\$0\.0123/);
});

test('refuses an instance of another process, which has the same key', async () => {
	const instance = await playInstance();
	await recordRun('job-9', { process: 'invoice', instance, element: 'answer' });
	const noted = expect.stringContaining(`The instance ${instance} of this engine is one of the process order`) as string;
	expect(await show('job-9')).toMatchObject({ code: 2, noted });
});

test('draws a model of a file, and says which run has no diagram', async () => {
	await recordRun('job-2', { process: 'order', instance: '7', element: 'answer' });
	const file = join(home, 'order.bpmn');
	writeFileSync(file, model.content);
	expect((await show('job-2', '--file', file)).states).toMatchObject({ start: '', answer: 'here' });
	const drawn = await layoutProcess('order.bpmn', model.content);
	writeFileSync(file, drawn.replace(/(bpmnElement="ask"[^>]*>)\s*<dc:Bounds[^>]*>/, '$1'));
	expect(Object.keys((await show('job-2', '--file', file)).states)).toEqual(expect.arrayContaining(['start', 'answer', 'end']));
	for (const other of ['answer', '"order"']) {
		writeFileSync(file, model.content.replaceAll(other, other.replace(/\w+/, 'other')));
		const noted = expect.stringContaining('does not show the element answer of the process order') as string;
		expect(await show('job-2', '--file', file)).toMatchObject({ code: 2, noted });
	}
	expect(await show('job-2')).toMatchObject({ code: 2, noted: expect.stringContaining('There is no engine state') as string });
	await recordRun('chat-1', {});
	expect(await show('chat-1', '--file', file)).toMatchObject({ code: 2, noted: expect.stringContaining('not one of a process') as string });
});
