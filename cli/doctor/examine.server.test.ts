import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examineApart } from './examine';

const folder = mkdtempSync(join(tmpdir(), 'troupe-examine-'));
afterAll(() => rmSync(folder, { recursive: true }));

const examineBy = (source: string, signal = new AbortController().signal, maxMs?: number) => {
	const program = join(folder, 'program.js');
	writeFileSync(program, source);
	return examineApart({ ...process.env, TROUPE_HOME: '/srv/troupe', TROUPE_SERVICE: 'prod' }, signal, { program, maxMs });
};

it('examines this machine in a process of its own, also where a check fails', async () => {
	const printed = '{ arguments: process.argv.slice(2), home: process.env.TROUPE_HOME, service: process.env.TROUPE_SERVICE ?? null }';
	expect(await examineBy(`console.log(JSON.stringify(${printed})); process.exitCode = 1;`)).toEqual({
		...{ arguments: ['doctor', '--json'], home: '/srv/troupe', service: null },
	});
});

it('says so where the process does not answer', async () => {
	const refusal = { code: 'DEPENDENCY_MISSING', fix: expect.stringContaining('on the machine') };
	await expect(examineBy('console.error("no build"); process.exitCode = 2;')).rejects.toMatchObject(refusal);
	await expect(examineBy('setInterval(() => process.stdout.write("x".repeat(1_000_000)));')).rejects.toMatchObject(refusal);
	const waits = 'setInterval(() => {}, 1000);';
	await expect(examineBy(waits, undefined, 50)).rejects.toMatchObject({ code: 'DIAGNOSIS_TIMEOUT', retryable: true });
	const reason = new Error('The service stops.');
	await expect(examineBy(waits, AbortSignal.abort(reason))).rejects.toBe(reason);
});
