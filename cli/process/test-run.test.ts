import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../engine-adapter/contract/model-builder';
import { openGate } from '../../sandbox/fakes/open-gate';
import { runProcessTests } from './test-run';
import { testTerminal } from '../terminal/test-terminal';

const host = async () => ({ gate: openGate(), agentFolders: [], providers: {} });

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-cases-'));
	const { name, content } = processModel('p', [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')]);
	writeFileSync(join(folder, name), content);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, document: object | string): void {
	writeFileSync(join(folder, name), typeof document === 'string' ? document : JSON.stringify(document));
}

const passing = { name: 'it works', files: ['p.bpmn'], start: { processId: 'p' }, expect: { outcome: 'completed', jobs: ['work'] } };

async function run(...paths: string[]) {
	const terminal = testTerminal();
	return { code: await runProcessTests(paths, {}, terminal, host), text: terminal.printed.join('\n') };
}

test('the cases of the support example hold', async () => {
	const { code, text } = await run(join(__dirname, '../../examples/support'));
	expect(text).toMatch(/ PASS {2}.*answered\.case\.json\n {2}✓ an answer of the agent ends the process \(.+ m?s\)/);
	expect(text).toMatch(/Cases: 3 passed, 3 total\nTime: {2}\d+(\.\d+)? m?s/);
	expect(code).toBe(0);
});

test.each([
	['guardrails', 2],
	['refund-clerk', 4],
])('the cases of the example %s hold', async (example, count) => {
	const { code, text } = await run(join(__dirname, '../../examples', example));
	expect(text).toContain(`Cases: ${count} passed, ${count} total`);
	expect(code).toBe(0);
});

test('a case that does not hold says where, and the others run', async () => {
	write('a.case.json', { ...passing, expect: { outcome: 'active', jobs: ['work', 'more'], elements: { work: { completed: 2 } } } });
	write('b.case.json', passing);
	const { code, text } = await run(folder);
	expect(text).toMatch(/ FAIL [^]*● it works\n[^]*\n {4}outcome\n {4}- "active"\n {4}\+ "completed"\n/);
	expect(text).toMatch(/\n {4}jobs\n[^]*\n {4}- {3}"more"\n[^]*\n {4}elements\n[^]*- {5}"completed": 2\n {4}\+ {5}"completed": 1\n/);
	expect(text).toContain('Cases: 1 failed, 1 passed, 2 total');
	expect(code).toBe(1);
});

test.each([
	['a document that is not a case', '[]', 'must be object'],
	['a case that expects nothing', { ...passing, expect: undefined }, "must have required property 'expect'"],
	['a model that is not there', { ...passing, files: ['gone.bpmn'] }, 'does not exist'],
])('%s fails with its reason', async (_what, document, reason) => {
	write('a.case.json', document);
	const { code, text } = await run(join(folder, 'a.case.json'));
	expect(text).toContain(reason);
	expect(code).toBe(1);
});

test('a refused deployment can be what is expected', async () => {
	write('text.bpmn', 'not XML');
	write('a.case.json', { files: ['text.bpmn'], expect: { deploy: { rejected: 'is not BPMN' } } });
	expect((await run(folder)).code).toBe(0);
});

test.each(['.', 'gone'])('refuses %s, where no case is', async (path) => {
	await expect(run(join(folder, path))).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('No case found') });
});
