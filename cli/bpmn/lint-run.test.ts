import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobTypes } from '../../bpmn/job-types';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

const support = join(__dirname, '../../examples/support/support.bpmn');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-lint-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function lint(...args: string[]) {
	const terminal = testTerminal();
	const code = await runTroupe(['bpmn', 'lint', ...args], terminal);
	return { code, text: terminal.printed.join('\n'), notes: terminal.noted.join('\n') };
}

function changed(from: string, to: string): string {
	const path = join(folder, 'changed.bpmn');
	writeFileSync(path, readFileSync(support, 'utf8').replace(from, to));
	return path;
}

test('lets the support example pass', async () => {
	const { code, text } = await lint(support);
	expect(text).toMatch(/0 errors, 2 warnings in 1 file$/);
	expect(code).toBe(0);
});

test('names file, line, element, rule and fix of an error, and exits with 1', async () => {
	const file = changed('type="troupe:agent"', 'type="troupe:agnet"');
	const { code, text } = await lint(file, '--target', '8.8');
	expect(text).toContain(file);
	expect(text).toMatch(
		/ 8 {2}error {4}answer: has the job type "troupe:agnet", which no worker serves {2}troupe\/known-job-type\n +fix: Use one of: troupe:/,
	);
	expect(text).toContain(`fix: Use one of: ${jobTypes.join(', ')}.`);
	expect(code).toBe(1);
});

test('prints findings as one document', async () => {
	const { text } = await lint(changed('type="troupe:agent"', 'type="payment"'), '--json', '--job-types', 'shipping, mail');
	expect(JSON.parse(text)).toMatchObject({
		errors: 1,
		findings: expect.arrayContaining([expect.objectContaining({ rule: 'troupe/known-job-type', line: 8 })]),
	});
});

test('is used wrongly with a file that is not there, or a version that nobody knows', async () => {
	expect(await lint(join(folder, 'gone.bpmn'))).toMatchObject({ code: 2, notes: expect.stringContaining('does not exist') });
	expect((await lint(support, '--target', '7.17')).code).toBe(2);
});
