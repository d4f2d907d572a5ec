import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { composeRuns, openRuns } from '../../providers/compose/state/host-runs';
import { onPostgres, postgresDatabases } from '../support/servers/databases';
import { resumeUnderKills } from '../support/machines/resume-under-kills';
import { machinesKey, type MachineLine, type MachineTask } from '../support/machines/run-machine';
import { bundleMachine } from '../support/machines/spawn-machine';
import { waitUntil } from '../support/wait-until';

const minute = 60_000;

onPostgres('machines with homes of their own and one database', () => {
	let server: Awaited<ReturnType<typeof postgresDatabases>>;
	let machine: ReturnType<typeof bundleMachine>;
	let database: string;
	beforeAll(async () => {
		server = await postgresDatabases();
		machine = bundleMachine();
	});
	beforeEach(async () => {
		database = await server.create();
	});
	afterAll(async () => {
		machine.remove();
		await server.remove();
	});

	test('resume each run once, although they are killed, their clocks differ by 20 minutes and the database restarts', async () => {
		const { twice, lost, faults, kills } = await resumeUnderKills({
			...{ database, runs: 40, kills: 8, spawnMachine: machine.spawnMachine },
			clockOffsetMs: (number) => (number - 1) * 10 * minute,
			async disturb(hasMet) {
				await server.cluster.stop('immediate');
				await waitUntil('a machine to miss the database', () => hasMet('STORAGE_UNREACHABLE'));
				await server.cluster.start();
			},
		});
		expect({ twice, lost, kills }).toEqual({ twice: [], lost: [], kills: 8 });
		expect([...new Set(faults)].sort()).toEqual(['RUN_TAKEN', 'STORAGE_UNREACHABLE']);
	}, 300_000);

	test('record the end of a run that ended while the database was away, with its cause, when it is back', async () => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-away-'));
		const host = { stateFolder, database };
		const { records } = await composeRuns(host);
		const attempt = await records!.begin({ runId: 'r1', host: 'cli', of: {}, withinMs: minute });
		await server.cluster.stop('immediate');
		const fault = { state: 'failed', outcome: null, reason: null, errorCode: 'MODEL_UNAVAILABLE', error: 'No model answered.' } as const;
		const ended = records!.end('r1', { attempt: attempt as number, ...fault, tools: [] });
		await setTimeout(1_000);
		await server.cluster.start();
		await ended;
		const found = await (await openRuns(host, stateFolder)).find('r1');
		expect(found).toMatchObject({ state: 'failed', errorCode: 'MODEL_UNAVAILABLE', error: 'No model answered.' });
		rmSync(stateFolder, { recursive: true, force: true });
	});

	test('record an end after an outage that was longer than runs wait for, also where the run counted as lost', async () => {
		const [home, stateFolder] = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'troupe-outage-')));
		const other = await openRuns({ stateFolder, database, vaultKey: machinesKey }, stateFolder!);
		const child = machine.spawnMachine({ home: home!, database, clockOffsetMs: 0, shop: '', endsAway: 'r1' });
		const lines = createInterface({ input: child.stdout! });
		await waitUntil('the run to count as lost', async () => (await other.findRecord('r1'))?.state === 'interrupted');
		await server.cluster.stop('immediate');
		const [line] = (await once(lines, 'line')) as [string];
		expect(JSON.parse(line)).toEqual({ left: 'r1' });
		await server.cluster.start();
		await once(child, 'close');
		expect(await other.find('r1')).toMatchObject({ state: 'completed', outcome: 'reply', trail: [{ kind: 'ended' }] });
		for (const folder of [home!, stateFolder!]) rmSync(folder, { recursive: true, force: true });
	}, 120_000);

	describe('of which one is killed during a call', () => {
		let folder: string;
		let shop: Server;
		let asked: string[];
		beforeEach(async () => {
			folder = mkdtempSync(join(tmpdir(), 'troupe-machines-'));
			asked = [];
			// It does what it is asked, and the answer does not arrive.
			shop = createServer(({ url }) => void asked.push(url!)).listen(0, '127.0.0.1');
			await once(shop, 'listening');
		});
		afterEach(() => {
			shop.closeAllConnections();
			shop.close();
			rmSync(folder, { recursive: true, force: true });
		});

		const start = (name: string, work: Partial<MachineTask>) => {
			const address = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
			const child = machine.spawnMachine({ home: join(folder, name), database, clockOffsetMs: 0, shop: address, ...work });
			const lines: MachineLine[] = [];
			createInterface({ input: child.stdout! }).on('line', (line) => lines.push(JSON.parse(line) as MachineLine));
			return { child, lines, ended: once(child, 'close') };
		};
		/** As if the time had passed: the server's clock cannot be set. */
		const passLease = async () => {
			const client = new pg.Client({ connectionString: server.cluster.asSuperuser(database) });
			await client.connect();
			await client.query('update troupe.run set leased_until = leased_until - 30000');
			await client.end();
		};

		test.each([
			['its job', false],
			['the job of its team', true],
		])('another one gets %s after the lease, and does not make the call again', async (_, isTeam) => {
			const jobs = { 'job-7': 'order-7' };
			const first = start('a', { jobs, isTeam });
			await waitUntil('the call of the first machine', () => asked.length > 0);
			first.child.kill('SIGKILL');
			await first.ended;
			// Its clock is ahead: by it, the lease would have ended.
			const second = start('b', { jobs, isTeam, clockOffsetMs: 10 * minute });
			await waitUntil('the second machine to be refused', () => second.lines.some((line) => 'fault' in line));
			expect(second.lines[0]).toEqual({ fault: 'RUN_TAKEN' });
			expect(second.lines.some((line) => 'done' in line)).toBe(false);
			await passLease();
			await second.ended;
			const reply = expect.stringContaining('It was not repeated') as string;
			expect(second.lines.filter((line) => 'done' in line)).toEqual([{ done: 'job-7', reply }]);
			expect(asked).toEqual(['/order-7']);
		});

		test('another one resumes its run after the lease, and does not make the call again', async () => {
			const first = start('a', { orders: ['order-8'] });
			await first.ended;
			const runs = first.lines.flatMap((line) => ('suspended' in line ? [line.suspended] : []));
			const second = start('b', { runs });
			await waitUntil('the call of the second machine', () => asked.length > 0);
			second.child.kill('SIGKILL');
			await second.ended;
			await passLease();
			const third = start('c', { runs });
			await third.ended;
			expect(third.lines).toContainEqual({ resumed: runs[0] });
			expect(asked).toEqual(['/order-8']);
		});
	});
});
