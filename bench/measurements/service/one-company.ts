/**
 * Records 100 leads of one CNPJ at the same time, in 4 processes that share their state, in a CRM that creates the first companies and never answers. The
 * value is the number of companies in the CRM. Goal: 1. Also printed: deals and notes (goal: 100 each), and the time of it all.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import { runCrmTask } from '../../../providers/compose/crm/crm-task';
import { openCrm } from '../../../providers/compose/crm/open-crm';
import { pipeRunToken, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';

/** Variables of a recording process: the address of the CRM, its state folder, and the number of its first lead. */
const workerMark = 'TROUPE_BENCH_ONE_COMPANY';
const processes = 4;
const leadsPerProcess = 25;
const crmTimeoutMs = 2_000;
const maxWaitMs = 120_000;

interface Work {
	url: string;
	folder: string;
	from: number;
}

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-bench-'));
	const server = await startPipeRunServer();
	const late = ['late', 'lost-after'] as const;
	let created = 0;
	server.fault = ({ method, path }) => (method === 'POST' && path === '/companies' ? late[created++ % late.length] : undefined);
	const started = performance.now();
	try {
		const works = Array.from({ length: processes }, (_, index): Work => ({ url: server.url, folder, from: index * leadsPerProcess }));
		await Promise.all(works.map(startWorker));
		const { companies, persons, deals, notes } = server.tables;
		const seconds = ((performance.now() - started) / 1000).toFixed(1);
		console.log(
			`${deals.length} deals, ${notes.length} notes and ${persons.length} people of ${companies.length} companies in ${seconds} s`,
		);
		if (deals.length !== processes * leadsPerProcess || notes.length !== deals.length)
			throw new Error('Deals or notes are missing or doubled.');
		return companies.length;
	} finally {
		await server.close();
		rmSync(folder, { recursive: true });
	}
}

async function startWorker(work: Work): Promise<void> {
	const worker = spawn(process.execPath, [__filename], {
		env: { ...process.env, [workerMark]: JSON.stringify(work) },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const code = await new Promise<number | null>((resolve) => worker.on('exit', resolve));
	if (code !== 0) throw new Error(`A process ended with ${code}.`);
}

async function work({ url, folder, from }: Work): Promise<void> {
	await Promise.all(Array.from({ length: leadsPerProcess }, (_, index) => record(from + index, url, folder)));
}

/** As a job is: retried as long as the fault can pass. */
async function record(number: number, url: string, folder: string): Promise<void> {
	const secrets = { token: pipeRunToken, baseUrl: url };
	const crm = await openCrm({ secrets, timeoutMs: crmTimeoutMs, requestsPerMinute: 100_000 });
	const lead = {
		id: `lead-${number}`,
		company: { name: 'Padaria Sol', cnpj: '12.ABC.345/01DE-35' },
		person: { name: `Comprador ${number}`, email: `comprador-${number}@example.com` },
	};
	const task = parseCrmTask({ operation: 'recordLead', lead, pipeline: 1, stage: 10 });
	for (const until = performance.now() + maxWaitMs; ;) {
		try {
			const signal = new AbortController().signal;
			return void (await runCrmTask(task, { crm, account: 'bench', waitMs: maxWaitMs }, { stateFolder: folder }, signal));
		} catch (error) {
			if (!isTroupeError(error) || !error.retryable || performance.now() > until) throw error;
		}
	}
}

const setting = process.env[workerMark];
if (setting !== undefined) void work(JSON.parse(setting) as Work);
