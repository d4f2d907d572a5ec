import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { openGate } from '../../test/fakes/permissive-gate';
import { runProcessCommand } from './process-run';
import type { ProcessRunOptions } from './process-run-options';
import { testTerminal } from '../../test/support/test-terminal';

const host = async () => ({ gate: openGate(), agentFolders: [], providers: {} });

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-script-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
	writeFileSync(join(folder, name), content);
	return join(folder, name);
}

const model = () => {
	const { name, content } = processModel('p', [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')]);
	return write(name, content);
};

async function run(file: string, script: string, options: Partial<ProcessRunOptions> = {}) {
	const terminal = testTerminal();
	const base = { variables: {}, engine: 'embedded', address: '', trace: 'json', lint: true, timeout: 10_000 } as const;
	const code = await runProcessCommand({ files: [file], script: write('case.json', script), ...base, ...options }, terminal, host);
	return { code, lines: terminal.printed };
}

const worked = '{"start": {"processId": "p"}, "script": [{"completeJob": {"variables": {"n": 1}}}, {"completeJob": {}}]}';

test('prints what happened as one document on the last line', async () => {
	const { code, lines } = await run(model(), worked);
	expect(lines).toHaveLength(1);
	expect(JSON.parse(lines[0]!)).toMatchObject({
		deploy: 'ok',
		outcome: 'completed',
		jobs: ['work'],
		variables: { n: 1 },
		rejections: [{ action: 1, code: 'NO_JOB' }],
	});
	expect(code).toBe(0);
});

test('says that a deployment was refused, and nothing else', async () => {
	const { lines } = await run(write('text.bpmn', 'not XML'), worked);
	expect(JSON.parse(lines.at(-1)!)).toEqual({ deploy: { rejected: expect.stringContaining('text.bpmn') } });
	const { lines: text } = await run(write('text.bpmn', 'not XML'), worked, { trace: 'text' });
	expect(text.join('\n')).toContain('refused');
});

test('shows a timeline to people', async () => {
	const { lines } = await run(model(), worked, { trace: 'text' });
	expect(lines.join('\n')).toMatch(
		/▶ work +service task\n.*│ │ \+ job contract-work +3 attempts[^]*✔ work +took 0 ms[^]*\ncompleted\nrefused: script\[1\], NO_JOB\n\nn = 1/,
	);
});

test.each<Partial<ProcessRunOptions>>([{ engine: 'zeebe' }, { process: 'p' }, { variables: { n: 1 } }])(
	'refuses what does not go with a script: %j',
	async (options) => {
		await expect(run(model(), worked, options)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('--script'),
		});
	},
);

test('refuses a script that is not JSON', async () => {
	await expect(run(model(), '{')).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringContaining('case.json is not JSON'),
	});
});
