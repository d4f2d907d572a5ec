import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureN8nHost } from '../../scripts/lib/n8n.mjs';
import { startProduct } from '../support/npm-start';
import { waitUntil } from '../support/wait-until';
import { say } from './boot';

/** Two whole starts of n8n on a busy machine. */
jest.setTimeout(240_000);

let home: string;
beforeAll(async () => {
	await ensureN8nHost({ progress: say });
	home = await mkdtemp(join(tmpdir(), 'troupe-start-'));
}, 30 * 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

const start = (...args: string[]) => startProduct(home, ...args);

/** Processes whose environment names this test's state folder, as everything that the start starts does. */
function processesLeft(): string[] {
	return readdirSync('/proc')
		.filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
		.filter((pid) => {
			try {
				return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home);
			} catch {
				return false; // ended meanwhile, or another user's
			}
		});
}

/** The shells that watch for the end of the start see it a moment after this test does. */
const waitUntilAllEnded = () => waitUntil('the end of all processes', () => processesLeft().length === 0, { seen: processesLeft });

/** What the start noted to stop, should it be killed itself. */
function listServices(folder: string): Array<{ pid: number; marker: string }> {
	return JSON.parse(readFileSync(join(folder, 'services.json'), 'utf8')) as Array<{ pid: number; marker: string }>;
}

describe('npm start', () => {
	it('answers a customer on both paths, says what allowed it, and with --check stops by itself', async () => {
		const started = start('--check');
		const [code] = (await once(started.process, 'close')) as [number];
		const lines = started.output().trimEnd().split('\n');
		expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: 'main-job ok' });
		expect(started.output()).toContain('the n8n workflow (webhook): reply');
		expect(started.output()).toContain('the BPMN process (embedded engine): reply');
		expect(started.output()).toContain('development root');
		expect(lines.filter((line) => line.includes('trocas-e-devolucoes.md'))).toHaveLength(2);
		await waitUntilAllEnded();
	});

	it('hands over what the handbook does not cover, and leaves no process and no lock behind Ctrl-C', async () => {
		const started = start('--message', 'Do you sell bicycles?');
		await started.said('Press Ctrl-C to stop.');
		expect(started.output()).toContain('the n8n workflow (webhook): needs-human');
		expect(started.output()).toContain('the user task "Answer by a person" is open');
		expect(processesLeft()).not.toEqual([]);
		started.process.kill('SIGINT');
		await once(started.process, 'close');
		await waitUntilAllEnded();
		expect(existsSync(join(home, 'start.lock'))).toBe(false);
	});

	it('opens its first workflow by the printed link, signed in, and says when n8n was killed', async () => {
		const started = start();
		await started.said('Press Ctrl-C to stop.');
		const [link] = /http:\S+\/start\/\S+/.exec(started.output())!;
		const opened = await fetch(link, { redirect: 'manual' });
		expect(new URL(opened.headers.get('location')!).pathname).toBe('/workflow/troupeStartHere');
		const [cookie] = opened.headers.getSetCookie()[0]!.split(';');
		const workflow = await fetch(new URL('/rest/workflows/troupeStartHere', opened.headers.get('location')!), {
			headers: { cookie: cookie! },
		});
		expect(workflow.status).toBe(200);
		const credentials = await fetch(new URL('/rest/credentials', opened.headers.get('location')!), { headers: { cookie: cookie! } });
		expect(await credentials.json()).toMatchObject({
			data: expect.arrayContaining([expect.objectContaining({ type: 'camundaApi', name: 'Engine of npm start' })]) as unknown,
		});
		const n8n = new URL(opened.headers.get('location')!).origin;
		const chat = await fetch(`${n8n}/webhook/start-here/chat`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ action: 'sendMessage', sessionId: 's', chatInput: 'How long do I have to return a coffee machine?' }),
		});
		expect(((await chat.json()) as { output: string }).output).toContain('30 days');
		const examples = (await (await fetch(`${new URL(link).origin}/templates/search`)).json()) as { workflows: Array<{ name: string }> };
		expect(examples.workflows[0]!.name).toBe('Start here: your first agent');
		for (const sandboxHome of [home, join(home, 'n8n/.n8n/troupe')])
			expect(createRequire(join(sandboxHome, 'a.js'))('koffi')).toHaveProperty('load');

		process.kill(listServices(home).find(({ marker }) => marker.includes('/n8n/bin/'))!.pid, 'SIGKILL');
		const [code] = (await once(started.process, 'close')) as [number];
		expect(code).toBe(1);
		expect(started.output()).toContain('n8n was killed by signal SIGKILL.');
		expect(started.output()).toContain(`Read the last lines of ${join(home, 'logs/n8n.log')}, then run \`npm start\` again`);
		expect(readFileSync(join(home, 'logs/n8n.log'), 'utf8')).not.toContain(link);
		await waitUntilAllEnded();
	});

	it('stops everything when its terminal is closed', async () => {
		const started = start();
		await started.said('Press Ctrl-C to stop.');
		started.process.stdout?.destroy();
		started.process.stderr?.destroy();
		started.process.kill('SIGHUP');
		await once(started.process, 'close');
		await waitUntilAllEnded();
		expect(existsSync(join(home, 'start.lock'))).toBe(false);
	});

	it('refuses what it cannot do, and says what to do', async () => {
		const started = start('--message', ' ');
		const [code] = (await once(started.process, 'close')) as [number];
		expect(code).not.toBe(0);
		expect(started.output()).toContain('Pass the text after --message, in quotes.');
	});
});
