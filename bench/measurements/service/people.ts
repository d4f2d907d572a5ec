/**
 * Records 2,000 leads of made-up companies and people in 4 processes, of which one is killed in each phase, in a CRM that fails and loses answers.
 * People share mailboxes, numbers and names, write themselves in several ways, get numbers that others had, and come back after their deals were won
 * or lost. The value is the number of people, companies and deals that are one by mistake, doubled or missing. Goal: 0.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import { Random } from '../../../test/contract/random/random';
import { runCrmTask } from '../../../providers/compose/crm/crm-task';
import { openCrm } from '../../../providers/compose/crm/open-crm';
import { pipeRunToken, type PipeRunFault, type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { judgeRecords } from '../../leads/judge-records';
import { type Company, createCompanies, createPeople, type Person, writeCnpj, writePhone } from '../../leads/people';
import { planLeads, type SentLead } from '../../leads/plan-leads';

const count = Number(process.env.BENCH_LEADS ?? 2_000);
const seed = Number(process.env.BENCH_SEED ?? Date.now() % 1_000_000);
/** Variables of a recording process: the address of the CRM, its state folder, and the file of its leads. */
const workerMark = 'TROUPE_BENCH_PEOPLE';
const processes = 4;
const atOnce = 6;
const killMs = 4_000;
const crmTimeoutMs = 2_000;
const maxWaitMs = 300_000;

interface Work {
	url: string;
	folder: string;
	file: string;
}

export async function run(): Promise<number> {
	console.log(`seed ${seed}`);
	const random = new Random(seed);
	const companies = createCompanies(Math.ceil(count / 8), random);
	const people = createPeople(Math.ceil(count / 3), companies, random);
	const plan = planLeads(count, people, random);
	const folder = mkdtempSync(join(tmpdir(), 'troupe-bench-'));
	const server = await startPipeRunServer();
	const typed = typeRecords(server, companies, people, random);
	server.fault = ({ method }) => chooseFault(method, random);
	const started = performance.now();
	try {
		for (const [phase, leads] of plan.phases.entries()) {
			await Promise.all(
				Array.from({ length: processes }, async (_, index) => {
					const file = join(folder, `leads-${phase}-${index}.json`);
					writeFileSync(file, JSON.stringify(leads.filter((_lead, place) => place % processes === index)));
					const work = { url: server.url, folder, file };
					if (index === 0) await startWorker(work, killMs);
					await startWorker(work);
				}),
			);
			for (const deal of server.tables.deals)
				if (Number(deal['status']) === 0 && plan.closed[phase]!.includes(String(deal['reference']).split('~')[0]!))
					deal['status'] = random.pick([1, 3]);
		}
		const { persons, deals, companies: stored, notes } = server.tables;
		const seconds = ((performance.now() - started) / 1000).toFixed(0);
		console.log(
			`${plan.phases.flat().length} leads: ${stored.length} companies, ${persons.length} people, ${deals.length} deals, ${notes.length} notes, ${seconds} s`,
		);
		const { merged, doubled, deals: misplaced, excused, faults } = judgeRecords(server.tables, plan, typed);
		console.log(`merged ${merged}, doubled ${doubled}, wrong deals ${misplaced}; told or not to be known ${excused}`);
		faults.forEach((fault) => console.log(fault));
		return merged + doubled + misplaced;
	} finally {
		await server.close();
		rmSync(folder, { recursive: true });
	}
}

/** Salespeople had typed some companies and people before, in their own way. */
function typeRecords({ tables }: PipeRunServer, companies: readonly Company[], people: readonly Person[], random: Random) {
	const typed = { person: new Map<number, number>(), company: new Map<number, number>() };
	for (const { number, name, cnpj, phone } of companies) {
		if (cnpj === undefined || (phone === undefined && number % 5 > 0)) continue;
		const id = typed.company.size + 1;
		typed.company.set(id, number);
		tables.companies.push({
			id,
			name,
			cnpj: writeCnpj(cnpj, random),
			...(phone && { contact_phones: [{ phone: writePhone(phone, random) }] }),
		});
	}
	for (const { number, company, first, others, phone } of people) {
		const companyId = [...typed.company].find(([, one]) => one === company?.number)?.[0];
		if (companyId === undefined || number % 6 > 0) continue;
		const id = typed.person.size + 1;
		typed.person.set(id, number);
		tables.persons.push({ id, name: `${first} ${others}`, company_id: companyId, contact_phones: [{ phone: writePhone(phone, random) }] });
	}
	return typed;
}

function chooseFault(method: string, random: Random): PipeRunFault | undefined {
	if (random.chance(0.005)) return { status: 429, headers: { 'retry-after-ms': '50' }, body: {} };
	if (method !== 'POST' || !random.chance(0.03)) return undefined;
	return random.pick(['late', 'lost-after', 'lost-before', 'slow', { status: 500, body: 'gateway' }]);
}

/** @param killedAfterMs ends the process in the middle of its work */
async function startWorker(work: Work, killedAfterMs?: number): Promise<void> {
	const worker = spawn(process.execPath, [__filename], {
		env: { ...process.env, [workerMark]: JSON.stringify(work) },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const timer = killedAfterMs === undefined ? undefined : setTimeout(() => worker.kill('SIGKILL'), killedAfterMs);
	const code = await new Promise<number | null>((resolve) => worker.on('exit', resolve));
	clearTimeout(timer);
	if (code !== 0 && killedAfterMs === undefined) throw new Error(`A process ended with ${code}.`);
}

async function work({ url, folder, file }: Work): Promise<void> {
	const leads = JSON.parse(readFileSync(file, 'utf8')) as SentLead[];
	const takeAll = async () => {
		for (let lead = leads.shift(); lead; lead = leads.shift()) await record(lead, url, folder);
	};
	await Promise.all(Array.from({ length: atOnce }, takeAll));
}

/** As a job is: retried as long as the fault can pass. */
async function record(lead: SentLead, url: string, folder: string): Promise<void> {
	const secrets = { token: pipeRunToken, baseUrl: url };
	const crm = await openCrm({ secrets, timeoutMs: crmTimeoutMs, requestsPerMinute: 1_000_000 });
	const task = parseCrmTask({ operation: 'recordLead', lead, pipeline: 1, stage: 10 });
	for (const until = performance.now() + maxWaitMs; ;) {
		try {
			const signal = new AbortController().signal;
			return void (await runCrmTask(task, { crm, account: 'bench', waitMs: maxWaitMs }, { stateFolder: folder }, signal));
		} catch (error) {
			if (!isTroupeError(error) || !error.retryable || performance.now() > until) throw error;
			await new Promise((resolve) => setTimeout(resolve, Math.min(error.retryAfterMs ?? 200, 1_000)));
		}
	}
}

const setting = process.env[workerMark];
if (setting !== undefined) void work(JSON.parse(setting) as Work);
