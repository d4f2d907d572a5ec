import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { openStateDatabase } from '../../providers/database/state-database';
import { anchorAll } from '../../providers/compose/state/host-anchors';
import { closeOpened } from '../../providers/compose/open-once';
import { auditSchema } from '../../providers/state/audit/audit-schema';
import { useAuditHome } from '../../test/support/audit-home';
import { setEnvironment } from '../../test/support/set-environment';
import { callTroupe } from '../../test/support/test-terminal';

const { inHome, audit, append } = useAuditHome();
const grow = (count: number) => append(count, (number) => ({ who: { kind: 'system' }, object: { kind: 'key', value: `k${number}` } }));

const git = (...args: string[]) => execFileSync('git', ['-C', inHome('repository'), ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
function createRepository(): string {
	mkdirSync(inHome('repository'));
	git('init', '--quiet');
	git('config', 'user.name', 'Auditor');
	git('config', 'user.email', 'auditor@example.com');
	writeFileSync(inHome('repository/.git/hooks/pre-commit'), `#!/bin/sh\nenv > ${inHome('hook')}\n`, { mode: 0o755 });
	return `git:${inHome('repository')}`;
}

async function emptyLog() {
	await closeOpened();
	const database = openStateDatabase(inHome('state.db'), auditSchema);
	for (const table of ['audit_head', 'audit_tile'])
		await database.change('default', (connection) => connection.run(`DELETE FROM ${table}`));
	await database.close();
}

it('appends checkpoints to a private file, each once, which verify compares the log with', async () => {
	const place = `file:${inHome('anchors.jsonl')}`;
	await grow(3);
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: added`);
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: has it already`);
	await grow(2);
	await audit('checkpoint', '--anchor', place);
	const lines = readFileSync(inHome('anchors.jsonl'), 'utf8').trim().split('\n');
	expect([lines.length, statSync(inHome('anchors.jsonl')).mode & 0o777]).toEqual([2, 0o600]);
	expect(JSON.parse(lines[0]!)).toEqual({ at: expect.any(String) as string, checkpoint: expect.stringContaining('\n3\n') as string });
	expect(await audit('verify', '--against', place)).toMatchObject({ code: 0, noted: 'Compared with kept checkpoints: 2.' });
	await emptyLog();
	await grow(9);
	await audit('checkpoint');
	expect(await audit('verify', '--against', place)).toMatchObject({ code: 1, printed: expect.stringContaining('another log') as string });
});

it('commits each checkpoint alone, in that repository, and verifies the log against all of them (aebrer/dreb#461)', async () => {
	const place = createRepository();
	writeFileSync(inHome('repository/staged'), 'mine');
	git('add', 'staged');
	await grow(3);
	const restore = setEnvironment({ TROUPE_API_TOKEN: 'a secret', GIT_DIR: inHome('elsewhere') });
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: added`);
	restore();
	await grow(2);
	await audit('checkpoint', '--anchor', place);
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: has it already`);
	expect(git('log', '--format=%an %s').split('\n')).toEqual([
		'Auditor Anchor the audit log at 5 entries',
		'Auditor Anchor the audit log at 3 entries',
	]);
	expect(git('status', '--porcelain')).toBe('A  staged');
	expect(readFileSync(inHome('hook'), 'utf8')).not.toMatch(/TROUPE_|secret/);
	expect(await audit('verify', '--against', place)).toMatchObject({ code: 0, noted: 'Compared with kept checkpoints: 2.' });
	await emptyLog();
	await grow(2);
	await audit('checkpoint');
	expect(await audit('verify', '--against', place)).toMatchObject({ code: 1, printed: 'first bad index 2: the entry is missing' });
});

it('anchors what the settings name, every log on its own, and verify looks there by itself', async () => {
	const places = [`file:${inHome('anchors.jsonl')}`, createRepository()];
	const settings = { TROUPE_AUDIT_ANCHORS: places.join(', '), TROUPE_HOME: inHome('') };
	const restore = setEnvironment({ TROUPE_AUDIT_ANCHORS: settings.TROUPE_AUDIT_ANCHORS });
	await grow(3);
	await audit('checkpoint');
	const faults: unknown[] = [];
	for (let times = 0; times < 2; times += 1) await anchorAll({ stateFolder: inHome(''), database: '' }, (fault) => void faults.push(fault));
	restore();
	expect([faults, readFileSync(inHome('anchors.jsonl'), 'utf8').trim().split('\n').length, git('rev-list', '--count', 'HEAD')]).toEqual([
		[],
		1,
		'1',
	]);
	expect(await callTroupe(['audit', 'verify'], settings)).toMatchObject({ code: 0, noted: 'Compared with kept checkpoints: 2.' });
	expect((await callTroupe(['audit', 'checkpoint', '--anchor'], settings)).noted).toBe(
		places.map((place) => `${place}: has it already`).join('\n'),
	);
});

it('reads past a line that a killed process left, and begins a new one after it', async () => {
	const place = `file:${inHome('anchors.jsonl')}`;
	await grow(3);
	await audit('checkpoint', '--anchor', place);
	appendFileSync(inHome('anchors.jsonl'), '{"at":"2026');
	await grow(1);
	await audit('checkpoint', '--anchor', place);
	expect((await audit('verify', '--against', place)).noted).toBe('Compared with kept checkpoints: 2.');
});

it('refuses to verify with an anchor that is gone, or has no checkpoint', async () => {
	await grow(1);
	const place = `file:${inHome('kept.jsonl')}`;
	const refusal = (problem: string) => ({
		code: 2,
		noted: expect.stringMatching(new RegExp(`${problem}[^]*checkpoint --anchor`)) as string,
	});
	expect(await audit('verify', '--against', place)).toMatchObject(refusal('kept\\.jsonl has no file'));
	for (const text of ['', 'hello', '{"at":"x"}\n']) {
		writeFileSync(inHome('kept.jsonl'), text);
		expect(await audit('verify', '--against', place)).toMatchObject(refusal('has no checkpoint of this log'));
	}
	expect(await audit('verify', '--against', createRepository())).toMatchObject(refusal('has no checkpoint of this log'));
});

it('refuses a checkpoint in an anchor that the installation did not sign', async () => {
	const place = `file:${inHome('anchors.jsonl')}`;
	await grow(3);
	await audit('checkpoint', '--anchor', place);
	const text = readFileSync(inHome('anchors.jsonl'), 'utf8');
	writeFileSync(inHome('anchors.jsonl'), text.replace('\\n3\\n', '\\n2\\n'));
	expect(await audit('verify', '--against', place)).toMatchObject({
		code: 2,
		noted: expect.stringContaining(`A checkpoint in ${place}`) as string,
	});
});

it.each([
	['no place', ['--anchor'], 'TROUPE_AUDIT_ANCHORS is not set'],
	['another kind', ['--anchor', 's3:/bucket'], 'expected file: or git: and an absolute path'],
	['a relative path', ['--anchor', 'file:anchors'], 'expected file: or git: and an absolute path'],
	['a folder as a file', ['--anchor', 'file:/tmp'], 'is not a regular file'],
	['a folder without a repository', ['--anchor', 'git:/proc'], 'git:/proc cannot be used'],
])('refuses %s', async (_, args, problem) => {
	await grow(1);
	expect(await audit('checkpoint', ...args)).toMatchObject({ code: 2, noted: expect.stringContaining(problem) as string });
});

it('follows no link in place of the file, and commits into no repository around the folder', async () => {
	await grow(1);
	writeFileSync(inHome('target'), '');
	symlinkSync(inHome('target'), inHome('link'));
	expect((await audit('checkpoint', '--anchor', `file:${inHome('link')}`)).code).toBe(2);
	createRepository();
	mkdirSync(inHome('repository/inner'));
	expect((await audit('checkpoint', '--anchor', `git:${inHome('repository/inner')}`)).noted).toContain('is a part of the repository');
});

it('compares a checkpoint with the end of a file, however much was written before it', async () => {
	const place = `file:${inHome('anchors.jsonl')}`;
	const others = `${JSON.stringify({ at: '2026-01-01T00:00:00.000Z', checkpoint: 'other\n1\n\n' })}\n`.repeat(20_000);
	await grow(3);
	appendFileSync(inHome('anchors.jsonl'), others);
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: added`);
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: has it already`);
	appendFileSync(inHome('anchors.jsonl'), others);
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: added`);
	expect(await audit('verify', '--against', place)).toMatchObject({ code: 0, noted: 'Compared with kept checkpoints: 2.' });
});
