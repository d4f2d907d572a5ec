/** Calls, and leads of one company, recorded by several machines that share a database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { parseCrmTask } from '../../core/crm/parse-crm-task';
import type { CallKind, CallStore } from '../../core/ports/runs/calls';
import { closeOpened } from '../../providers/compose/open-once';
import { runCrmTask } from '../../providers/compose/crm/crm-task';
import { openCrm } from '../../providers/compose/crm/open-crm';
import { openCallStore } from '../../providers/state/calls/call-store';
import { describeCalls } from '../../providers/state/calls/call-store.contract';
import { pipeRunToken, startPipeRunServer } from '../../sandbox/fakes/piperun/piperun-server';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the calls', (openDatabases) => {
	let databases: Databases;
	let place: string;
	let stores: Record<CallKind, CallStore>;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		place = await databases.create();
		stores = { workflow: openCallStore(place, 'workflow'), node: openCallStore(place, 'node'), crm: openCallStore(place, 'crm') };
	});
	afterEach(() => Promise.all(Object.values(stores).map((each) => each.close())));
	afterAll(() => databases.remove());
	describeCalls((kind) => stores[kind]);

	it('make one company of leads that come together', async () => {
		const server = await startPipeRunServer();
		const vaultKey = randomBytes(32).toString('base64');
		const folders = Array.from({ length: 3 }, () => mkdtempSync(join(tmpdir(), 'troupe-crm-machine-')));
		const record = async (number: number) => {
			const crm = await openCrm({ secrets: { token: pipeRunToken, baseUrl: server.url }, requestsPerMinute: 100_000 });
			const lead = { id: `lead-${number}`, company: { name: 'Padaria Sol', cnpj: '12ABC34501DE35' } };
			const task = parseCrmTask({ operation: 'recordLead', lead, pipeline: 1, stage: 10 });
			// Without PostgreSQL, there is one machine, whose processes share a folder.
			const isShared = place.startsWith('postgres');
			const host = { database: isShared ? place : '', stateFolder: folders[isShared ? number % folders.length : 0]!, vaultKey };
			return runCrmTask(task, { crm, account: 'crm', waitMs: 50_000 }, host, new AbortController().signal);
		};
		try {
			await Promise.all(Array.from({ length: 12 }, (_, number) => record(number)));
			expect([server.tables.companies.length, server.tables.deals.length]).toEqual([1, 12]);
		} finally {
			await closeOpened();
			await server.close();
			for (const folder of folders) rmSync(folder, { recursive: true });
		}
	});
});
