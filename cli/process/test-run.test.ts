import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { catchOf, eventBasedGateway, signal, timer } from '../../test/contract/event-parts';
import { openGate } from '../../test/fakes/permissive-gate';
import { runProcessTests, type ProcessTestOptions } from './test-run';
import { testTerminal } from '../../test/support/test-terminal';
import { waitUntil } from '../../test/support/wait-until';
import { slowTest } from '../../test/support/slow-tests';

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

async function runWith(options: ProcessTestOptions, ...paths: string[]) {
	const terminal = testTerminal();
	return { code: await runProcessTests(paths, options, terminal, host), text: terminal.printed.join('\n') };
}

const run = (...paths: string[]) => runWith({}, ...paths);

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

test('a case that does not hold says what of its script was refused', async () => {
	const script = [{ completeUserTask: { elementId: 'wrok' } }];
	write('a.case.json', { ...passing, script, expect: { outcome: 'active' } });
	expect((await run(folder)).text).toContain('script[0] was refused: NO_USER_TASK');
	write('a.case.json', { ...passing, script, expect: { outcome: 'active', rejections: [] } });
	expect((await run(folder)).text).not.toContain('was refused:');
});

test('a file holds several cases with shared parts', async () => {
	const { name, expect: _expect, ...shared } = passing;
	const cases = [
		{ name, start: { variables: { b: 2 } }, expect: { variables: { a: 1, b: 2 } } },
		{ name: 'the other', script: [{ completeJob: { fail: { retries: 0 } } }], expect: { outcome: 'active', jobs: ['work'] } },
		{ name: 'wrong', expect: { outcome: 'active' } },
	];
	write('a.case.json', { ...shared, start: { processId: 'p', variables: { a: 1 } }, expect: { deploy: 'ok' }, cases });
	const { code, text } = await run(folder);
	expect(text).toContain('Cases: 1 failed, 2 passed, 3 total');
	expect(text.match(/a\.case\.json\n/g)).toHaveLength(1);
	expect(text).toMatch(/ FAIL .*\n {2}✓ it works [^\n]+\n {2}✓ the other [^\n]+\n {2}✕ wrong /);
	expect(text).toMatch(/--script .*a\.case\.json --case "wrong"/);
	expect(code).toBe(1);
});

test('reports coverage, and fails below the demanded one', async () => {
	write('a.case.json', { ...passing, autoComplete: false, expect: { outcome: 'active' } });
	const { code, text } = await runWith({ coverage: true }, folder);
	expect(text).toContain('Coverage: 60 %');
	expect(text).toMatch(/elements 2 of 3, flows 1 of 2\n {4}not reached: end, /);
	expect(code).toBe(0);
	expect((await runWith({ minCoverage: 61 }, folder)).code).toBe(1);
	write('b.case.json', passing);
	expect(await runWith({ minCoverage: 100 }, folder)).toMatchObject({ code: 0, text: expect.stringContaining('Coverage: 100 %') });
});

test('covers nothing when nothing ran', async () => {
	write('text.bpmn', 'not XML');
	write('a.case.json', { files: ['text.bpmn'], expect: { deploy: { rejected: 'is not BPMN' } } });
	const { code, text } = await runWith({ coverage: true }, folder);
	expect(text).toContain('Coverage: none, no case deployed a process');
	expect(code).toBe(0);
	expect((await runWith({ minCoverage: 1 }, folder)).code).toBe(1);
});

test('counts the flow to the event that happened after an event-based gateway (camunda-community-hub/camunda-process-test-coverage#40)', async () => {
	const { name, content } = processModel('p', [
		...[startEvent(), eventBasedGateway('wait'), catchOf('late', timer('Duration', 'PT1S')), catchOf('called', signal('call')), endEvent()],
		...[...chain('start', 'wait', 'late', 'end'), ...chain('wait', 'called', 'end')],
	]);
	writeFileSync(join(folder, name), content);
	write('late.case.json', { ...passing, script: [{ wait: 1_000 }], expect: { outcome: 'completed' } });
	expect((await runWith({ coverage: true }, folder)).text).toMatch(/elements 4 of 5, flows 3 of 5\n {4}not reached: called, /);
	write('called.case.json', { ...passing, script: [{ broadcastSignal: { name: 'call' } }], expect: { outcome: 'completed' } });
	expect((await runWith({ coverage: true }, folder)).text).toContain('Coverage: 100 %');
});

test('writes a JUnit report', async () => {
	write('a.case.json', { ...passing, name: 'a < "b" \u0001', expect: { outcome: 'active' } });
	write('b.case.json', '[]');
	write('c.case.json', passing);
	const junit = join(folder, 'junit.xml');
	await runWith({ junit }, folder);
	const xml = readFileSync(junit, 'utf8');
	expect(xml).toMatch(
		/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="troupe process test" tests="3" failures="1" errors="1" /,
	);
	expect(xml).toContain('<testcase name="a &#60; &#34;b&#34; "');
	expect(xml).toContain(
		'<failure message="not as expected: outcome">outcome\nexpected: &#34;active&#34;\nreceived: &#34;completed&#34;</failure>',
	);
	expect(xml).toMatch(/<testcase name="it works" classname="[^"]+c\.case\.json" time="\d+\.\d{3}"><\/testcase>/);
});

describe('--watch', () => {
	const watching = () => {
		const stop = new AbortController();
		const terminal = { ...testTerminal(), stop: stop.signal };
		const running = runProcessTests([folder], { watch: true }, terminal, host);
		const summary = (text: string) => waitUntil(text, () => terminal.printed.includes(text), { seen: () => terminal.printed });
		const end = () => {
			stop.abort();
			return running;
		};
		return { terminal, summary, end };
	};

	slowTest('runs again after a change of a case, until it is stopped', async () => {
		write('a.case.json', passing);
		const { summary, end } = watching();
		await summary('Cases: 1 passed, 1 total');
		write('a.case.json', { ...passing, expect: { outcome: 'active' } });
		await summary('Cases: 1 failed, 1 total');
		expect(await end()).toBe(1);
	});

	slowTest('sees a change that came while the cases ran, and that of a form', async () => {
		write('a.case.json', passing);
		const { terminal, summary, end } = watching();
		// Printed before anything watches the folder.
		await waitUntil('the first case', () => terminal.printed.some((line) => line.includes('✓')), { everyMs: 0 });
		write('b.case.json', passing);
		await summary('Cases: 2 passed, 2 total');
		const before = terminal.printed.length;
		write('contact.form', { id: 'contact', type: 'default', components: [] });
		await waitUntil('another run', () => terminal.printed.lastIndexOf('Cases: 2 passed, 2 total') >= before);
		expect(await end()).toBe(0);
	});
});
