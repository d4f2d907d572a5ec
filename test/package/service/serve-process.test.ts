import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOperations } from '../../../providers/compose/state/host-operations';
import { waitUntil, within } from '../../support/wait-until';

const command = 'bin/troupe';
const home = mkdtempSync(join(tmpdir(), 'troupe-serve-process-'));
const environment = { ...process.env, TROUPE_HOME: home, TROUPE_API_TOKEN: '' };
const running = new Set<ChildProcess>();

beforeAll(() => {
	if (!existsSync('dist/cli/troupe.js')) throw new Error('dist is missing: run `npm run build` first.');
});
afterAll(() => {
	for (const child of running) child.kill('SIGKILL');
	rmSync(home, { recursive: true, force: true });
});

async function startServe(changes: NodeJS.ProcessEnv, ...args: string[]): Promise<{ child: ChildProcess; url: string }> {
	const child = spawn(process.execPath, [command, 'serve', ...args], { env: { ...environment, ...changes }, stdio: 'pipe' });
	let complaint = '';
	child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
	running.add(child);
	child.once('exit', () => running.delete(child));
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const ready = () => {
		if (child.exitCode !== null) throw new Error(`troupe serve did not start: ${complaint}`);
		return /(http:\/\/\S+)\s/.exec(said)?.[1];
	};
	return { child, url: await waitUntil('troupe serve', ready, { seen: () => said + complaint }) };
}

it.each(['SIGTERM', 'SIGINT'] as const)('serves until %s, then ends with 0 and leaves no lock', async (signal) => {
	const { child, url } = await startServe({}, '--port', '0');
	expect((await fetch(`${url}/readyz`)).status).toBe(200);
	expect(existsSync(join(home, 'engine.db.lock'))).toBe(true);
	child.kill(signal);
	expect(await within(`the end by ${signal}`, once(child, 'exit'))).toEqual([0, null]);
	expect(existsSync(join(home, 'engine.db.lock'))).toBe(false);
});

it('starts again on the state of a service that was killed', async () => {
	const { child } = await startServe({}, '--port', '0');
	child.kill('SIGKILL');
	await once(child, 'exit');
	const next = await startServe({}, '--port', '0');
	expect((await fetch(`${next.url}/healthz`)).status).toBe(200);
	next.child.kill('SIGTERM');
	await within('the end', once(next.child, 'exit'));
});

it('leaves an upload that SIGTERM interrupts to the next process, and nothing half of it in the collection', async () => {
	const first = await startServe({}, '--port', '0');
	const authorization = `Bearer ${readFileSync(join(home, 'api-token'), 'utf8').trim()}`;
	const read = async ({ url }: { url: string }, path: string) => {
		const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization } });
		return (await answer.json()) as { state?: string; items?: unknown[] };
	};
	const text = Array.from({ length: 40_000 }, (_, number) => `Rule ${number} of the house says what happens in case ${number * 7}.`).join(
		'\n\n',
	);
	const begun = await fetch(`${first.url}/api/v1/knowledge/collections/house/documents`, {
		...{ method: 'POST', headers: { authorization, 'content-type': 'application/json', prefer: 'respond-async' } },
		body: JSON.stringify({ name: 'a.txt', content: Buffer.from(text).toString('base64') }),
	});
	const { id } = (await begun.json()) as { id: string };
	await waitUntil('the upload', async () => (await read(first, `operations/${id}`)).state === 'running');
	first.child.kill('SIGTERM');
	expect(await within('the end', once(first.child, 'exit'))).toEqual([0, null]);
	const { store } = await openOperations({ stateFolder: home });
	expect(await store.find('default', id)).toMatchObject({ state: 'queued' });
	await store.close();
	const next = await startServe({}, '--port', '0');
	await waitUntil('the upload at the next process', async () => {
		const { items = [] } = await read(next, 'knowledge/collections/house/documents');
		if (items.length > 0) expect(items).toMatchObject([{ id: 'a.txt', state: 'ready', characters: text.length }]);
		return (await read(next, `operations/${id}`)).state === 'completed';
	});
	expect((await read(next, 'knowledge/collections/house/documents')).items).toHaveLength(1);
	next.child.kill('SIGTERM');
	await within('the end', once(next.child, 'exit'));
});

it('keeps everything that it writes private, also after a kill', async () => {
	const fresh = join(home, 'fresh');
	const before = process.umask(0o022);
	const { child, url } = await startServe({ TROUPE_HOME: fresh }, '--port', '0').finally(() => process.umask(before));
	const authorization = `Bearer ${readFileSync(join(fresh, 'api-token'), 'utf8').trim()}`;
	const body = new FormData();
	body.append('resources', new Blob([readFileSync('examples/support/support.bpmn')]), 'support.bpmn');
	expect((await fetch(`${url}/v2/deployments`, { method: 'POST', headers: { authorization }, body })).status).toBe(200);
	child.kill('SIGKILL');
	await once(child, 'exit');
	const files = readdirSync(fresh, { recursive: true, encoding: 'utf8' });
	expect(files).toEqual(expect.arrayContaining(['api-token', 'engine.db', 'engine.db-wal', 'engine.db.lock']));
	const open = ['.', ...files].filter((file) => statSync(join(fresh, file)).mode & 0o077);
	expect(open).toEqual([]);
});

it('says in two lines that the port is in use, and ends with 1', async () => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	const { port } = other.address() as AddressInfo;
	const { status, stderr } = spawnSync(process.execPath, [command, 'serve', '--port', String(port)], {
		env: environment,
		encoding: 'utf8',
		timeout: 60_000,
	});
	other.close();
	expect(status).toBe(1);
	expect(stderr).toMatch(new RegExp(`\nerror: Port ${port} of 127\\.0\\.0\\.1 is in use by another process\\.\nfix: [^\n]+\n$`));
});

it('shows the version in a fraction of a second', () => {
	// Time of the processor: it does not count what other programs do beside it.
	const tell = 'process.on("exit",()=>{const{user,system}=process.cpuUsage();console.error((user+system)/1000)})';
	const args = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, command, '--version'];
	const spent = Array.from({ length: 3 }, () => {
		const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
		expect(status).toBe(0);
		return Number(stderr.trim().split('\n').at(-1));
	});
	// 40 ms on a quiet machine; the bound is for one whose caches others use.
	expect(Math.min(...spent)).toBeLessThan(400);
});
