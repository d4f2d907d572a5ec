import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../test/support/wait-until';

const script = join(__dirname, '../../deploy/backup.sh');
let folder: string;
let backups: string;
let environment: Record<string, string>;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-dumps-'));
	backups = join(folder, 'backups');
	for (const name of ['bin', 'backups']) mkdirSync(join(folder, name));
	environment = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, BACKUP_FOLDER: backups, BACKUP_HOURS: '24', BACKUP_KEEP: '2' };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A `pg_dump` that writes its arguments, or fails for a database. */
const answer = (failing = 'none') =>
	writeFileSync(
		join(folder, 'bin/pg_dump'),
		`#!/bin/sh\nwhile [ "$1" != --file ]; do shift; done\necho "dump of $3" > "$2"\n[ "$3" != ${failing} ]\n`,
		{ mode: 0o755 },
	);

/** Runs the script until it rests. */
async function dump(): Promise<void> {
	const child = spawn('sh', [script], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()));
	await waitUntil('both databases', () => text.split('\n').length === 3);
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const closed = new Promise((resolve) => child.once('close', resolve));
	child.kill('SIGTERM');
	expect(await ended).toBe(0);
	// Who inherited its output has ended too, or the stream would stay open.
	await closed;
}
const check = () => spawnSync('sh', [script, '--check'], { env: environment }).status;
const dumps = (name: string) => readdirSync(backups).filter((file) => file.startsWith(name));

it('dumps both databases for their owner alone, keeps the newest, and stops at once', async () => {
	answer();
	for (const day of ['01', '02']) writeFileSync(join(backups, `troupe-2026-01-${day}T00-00-00Z.dump`), 'old');
	await dump();
	expect(dumps('troupe')).toHaveLength(2);
	expect(dumps('troupe')[0]).toBe('troupe-2026-01-02T00-00-00Z.dump');
	const [n8n] = dumps('n8n');
	expect(readFileSync(join(backups, n8n!), 'utf8')).toBe('dump of n8n\n');
	expect(statSync(join(backups, n8n!)).mode & 0o777).toBe(0o600);
	expect(check()).toBe(0);
});

it('is not healthy while a dump is missing or old, and gives no dump its name that is not whole', async () => {
	answer('troupe');
	expect(check()).toBe(1);
	await dump();
	expect(readdirSync(backups).filter((file) => !file.startsWith('n8n-'))).toEqual([]);
	expect(check()).toBe(1);
	answer();
	await dump();
	expect(check()).toBe(0);
	const threeDaysAgo = Date.now() / 1000 - 3 * 86_400;
	for (const file of dumps('n8n')) utimesSync(join(backups, file), threeDaysAgo, threeDaysAgo);
	expect(check()).toBe(1);
});

it('tries what failed again after minutes, and does not dump the other database again (bcgov/backup-container#60)', async () => {
	answer('troupe');
	const waits = join(folder, 'waits');
	// A clock that runs, until the fifth wait.
	const clock = `#!/bin/sh\necho "$1" >> ${waits}\n[ "$(wc -l < ${waits})" -lt 5 ] || exec /bin/sleep 60\n`;
	writeFileSync(join(folder, 'bin/sleep'), clock, { mode: 0o755 });
	environment = { ...environment, BACKUP_HOURS: '1' };
	const child = spawn('sh', [script], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
	let told = '';
	child.stderr.on('data', (part: Buffer) => (told += part.toString()));
	const seen = () => (existsSync(waits) ? readFileSync(waits, 'utf8').trim().split('\n') : []);
	await waitUntil('five waits', () => seen().length === 5);
	const closed = new Promise((resolve) => child.once('close', resolve));
	child.kill('SIGTERM');
	await closed;
	// 5, 10 and 20 minutes, the rest of the hour, and from the beginning.
	expect(seen()).toEqual(['300', '600', '1200', '1500', '300']);
	expect(told).toMatch(/^Not dumped: troupe\. .* in 5 minutes\.\nNot dumped: troupe\. .* in 10 minutes\./);
	expect(dumps('troupe')).toEqual([]);
});
