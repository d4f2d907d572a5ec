import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const digest = `sha256:${'5'.repeat(64)}`;
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-pin-'));
	mkdirSync(join(folder, 'deploy'));
	mkdirSync(join(folder, 'bin'));
	for (const file of ['docker-compose.yml', 'deploy/Dockerfile']) cpSync(file, join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A `docker` that knows one digest. */
function pin(answer: string, ...args: string[]) {
	writeFileSync(join(folder, 'bin/docker'), `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
	return spawnSync(process.execPath, [resolve('scripts/pin-images.mjs'), ...args], {
		cwd: folder,
		encoding: 'utf8',
		env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
	});
}

const read = () => readFileSync(join(folder, 'docker-compose.yml'), 'utf8') + readFileSync(join(folder, 'deploy/Dockerfile'), 'utf8');

it('writes the digest of each image from outside beside its tag, and of no image that is built here', () => {
	expect(pin(`echo ${digest}`)).toMatchObject({ status: 0, stdout: expect.stringContaining('Written.') });
	const outside = [...read().matchAll(/(?:^\s*image: |^FROM )(\S+:\S+)/gm)]
		.map(([, name]) => name!)
		.filter((name) => !name.startsWith('troupe'));
	expect(outside.length).toBeGreaterThanOrEqual(7);
	expect(outside.filter((name) => !name.endsWith(`@${digest}`))).toEqual([]);
	expect(read()).toContain('image: troupe-n8n:${TROUPE_PACKAGE');
	expect(pin(`echo ${digest}`, '--check')).toMatchObject({ status: 0, stdout: 'Every image has its digest.\n' });
});

it('--check changes nothing and names what differs', () => {
	const before = read();
	expect(pin(`echo ${digest}`, '--check')).toMatchObject({
		status: 1,
		stdout: expect.stringContaining(`camunda/zeebe:8.6.0 has ${digest}`),
	});
	expect(read()).toBe(before);
});

it('says which image was not found', () => {
	const before = read();
	expect(pin('echo "no such manifest" >&2; exit 1')).toMatchObject({
		status: 1,
		stderr: expect.stringMatching(/redis|n8n|zeebe[^]*no such manifest/),
	});
	expect(read()).toBe(before);
});
