/** Records leads in a stand-in of PipeRun, with a state of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrmResult } from '../../../core/crm/crm-task';
import type { RecordedLead } from '../../../core/crm/lead';
import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import { runCrmTask } from '../../../providers/compose/crm/crm-task';
import { openCrm } from '../../../providers/compose/crm/open-crm';
import { pipeRunToken, startPipeRunServer, type PipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';

export interface Recording {
	readonly server: PipeRunServer;
	readonly stateFolder: string;
	/** Ahead of the machine's time. */
	aheadMs: number;
	perform(input: object, timeoutMs?: number): Promise<CrmResult>;
	/** Records the lead with changes. */
	record(changes?: object, timeoutMs?: number): Promise<RecordedLead>;
	counts(): Record<'companies' | 'persons' | 'deals' | 'notes', number>;
	/** `POST deals`. */
	writes(): string[];
	close(): Promise<void>;
}

export const cnpj = '12.ABC.345/01DE-35';

const lead = {
	id: 'conversation-1',
	company: { name: 'Padaria Sol', cnpj, city: 'Curitiba/PR' },
	person: { name: 'Maria Souza', phone: '(41) 99999-8888', email: 'Maria@Example.com' },
	deal: { title: 'Forno', value: 1500, temperature: 'hot' },
	details: { product: 'Forno de lastro' },
};

export async function openRecording(): Promise<Recording> {
	const server = await startPipeRunServer();
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-crm-'));
	const recording: Recording = {
		...{ server, stateFolder, aheadMs: 0 },
		async perform(input, timeoutMs = 30_000) {
			const secrets = { token: pipeRunToken, baseUrl: server.url };
			const crm = await openCrm({ secrets, timeoutMs, requestsPerMinute: 100_000 });
			const clock = { now: () => Date.now() + recording.aheadMs };
			return runCrmTask(parseCrmTask(input), { crm, account: 'piperun crm' }, { stateFolder, clock }, new AbortController().signal);
		},
		async record(changes = {}, timeoutMs) {
			const place = { pipeline: 1, stage: 10, origin: 5, owner: 7 };
			const result = await recording.perform({ operation: 'recordLead', lead: { ...lead, ...changes }, ...place }, timeoutMs);
			if (result.operation !== 'recordLead') throw new Error(result.operation);
			return result;
		},
		counts() {
			const { companies, persons, deals, notes } = server.tables;
			return { companies: companies.length, persons: persons.length, deals: deals.length, notes: notes.length };
		},
		writes: () => server.calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path.split('/')[1]}`),
		async close() {
			await server.close();
			rmSync(stateFolder, { recursive: true });
		},
	};
	return recording;
}
