import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { CamundaApi } from '../../credentials/CamundaApi.credentials';
import { chain, endEvent, errorBoundary, flow, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { searchJobDetails } from '../../engine-adapter/embedded/work/job-directory';
import { openTestService, type TestService } from '../../test/support/engine/test-service';
import { closeOpened } from '../../providers/compose/open-once';
import { dropReadRules, openTenants } from '../../providers/compose/state/host-tenants';
import { openGate } from '../../test/fakes/permissive-gate';
import { ended, failed, fakeTriggerFunctions, succeeded, type FakeTrigger } from '../../test/support/n8n/fake-trigger-functions';
import type { Settings } from './settings';
import { trigger } from './trigger';
import { slowTest } from '../../test/support/slow-tests';

/** A process of its own for each test: its id is the type of its one job. */
const model = (id: string) =>
	processModel(id, [
		startEvent(),
		serviceTask('work', { type: id, retries: 3, headers: { tone: 'formal' } }),
		errorBoundary('refused', 'work', 'REFUSED'),
		endEvent(),
		endEvent('refused-end'),
		...chain('start', 'work', 'end'),
		flow('c', 'refused', 'refused-end'),
	]);

let service: TestService;
let processId: string;
let count = 0;
const open: Array<() => Promise<void>> = [];

beforeAll(async () => {
	service = await openTestService([]);
});
beforeEach(async () => {
	processId = `stock-${++count}`;
	await service.engine.deploy([model(processId)]);
});
afterEach(async () => {
	for (const close of open.splice(0)) await close();
});
afterAll(() => service.close());

const start = async (variables: IDataObject = {}) => (await service.engine.start({ processId, variables })).instanceKey;
const instance = (key: string) => service.engine.findInstance(key);
const jobOf = (key: string) => service.engine.read((kernel) => searchJobDetails(kernel, { instanceKey: key, tenants: 'every' })[0]);

/** Waits for what comes of itself. */
async function until<T>(look: () => Promise<T> | T, holds: (value: T) => boolean): Promise<T> {
	for (const deadline = Date.now() + 45_000; ; await wait(5)) {
		const value = await look();
		if (holds(value)) return value;
		if (Date.now() > deadline) throw new Error(`It did not come to pass; last: ${JSON.stringify(value)}`);
	}
}
const ends = (key: string) =>
	until(
		() => instance(key),
		({ state }) => state !== 'ACTIVE',
	);
const findIncident = async (key: string) =>
	(
		await until(
			() => service.engine.searchIncidents({ instanceKey: key }),
			(incidents) => incidents.length > 0,
		)
	)[0]!;

interface Activation extends Partial<FakeTrigger> {
	parameters?: IDataObject;
	changes?: Partial<Settings>;
	url?: string;
}

async function activate(workflow: FakeTrigger['workflow'], { parameters = {}, changes, url = service.url, ...fake }: Activation = {}) {
	const { context, warnings, errors } = fakeTriggerFunctions({
		parameters: { jobType: processId, respondWhen: 'workflowEnds', options: { backoff: 0 }, ...parameters },
		node: { name: 'Trigger', type: 'n8n-nodes-troupe.troupeProcessTrigger' },
		credentials: { camundaApi: { baseUrl: url, authentication: 'none' } },
		credentialTypes: [new CamundaApi()],
		workflow,
		...fake,
	});
	const fast = { waitMs: 2_000, reconnectMs: 10, graceMs: 50, ...changes };
	const response = await trigger.call(context, openGate(), fast);
	const close = async () => response.closeFunction?.();
	open.push(close);
	return { response, warnings, errors, close };
}

describe('Troupe Process Trigger', () => {
	it('asks the gate before it asks for jobs', async () => {
		const { context } = fakeTriggerFunctions({ parameters: {}, workflow: async () => succeeded([]) });
		await expect(trigger.call(context, { admit: () => Promise.reject(new Error('not approved')) })).rejects.toThrow('not approved');
	});

	it('gives the workflow the job, and completes it with the last node’s first item', async () => {
		const key = await start({ message: 'hi' });
		const items: IDataObject[] = [];
		await activate(async (item) => {
			items.push(item);
			return succeeded([{ reply: 'hello' }, { reply: 'second' }]);
		});
		expect(await ends(key)).toMatchObject({ state: 'COMPLETED', variables: { message: 'hi', reply: 'hello' } });
		expect(items).toEqual([
			expect.objectContaining({
				jobKey: expect.stringMatching(/^\d+$/),
				processInstanceKey: key,
				elementId: 'work',
				customHeaders: { tone: 'formal' },
				retries: 3,
				variables: { message: 'hi' },
			}),
		]);
	});

	it('gives n8n tokens where the tenant says so, and the process the values of what came of them', async () => {
		const home = mkdtempSync(join(tmpdir(), 'troupe-process-tokens-'));
		process.env.TROUPE_HOME = home;
		try {
			const rules = { executionData: 'tokens' as const };
			await (await openTenants({ stateFolder: home }))!.set({ name: 'default', rules, changedAt: 0, changedBy: 'ana' });
			dropReadRules({ stateFolder: home, tenant: 'default' });
			const said = { mail: 'Escreva a maria.souza@example.com', cpf: 52998224725, steps: 3 };
			const key = await start(said);
			const items: IDataObject[] = [];
			await activate(async (item) => {
				items.push(item);
				const { mail, cpf = '[EMAIL_9_zzzzzz]' } = item.variables as IDataObject;
				return succeeded([{ reply: `${cpf as string}: ${mail as string}` }]);
			});
			expect((await ends(key)).variables).toEqual({ ...said, reply: `52998224725: ${said.mail}` });
			expect(items.slice(0, 1)).toMatchObject([{ processInstanceKey: key, personalData: 'tokens', retries: 3, variables: { steps: 3 } }]);
			expect(JSON.stringify(items[0])).not.toMatch(/maria|52998224725/);
			expect(items[0]!.variables).toMatchObject({ mail: expect.stringMatching(/^Escreva a \[EMAIL_1_\w+\]$/) as string });
			const foreign = await start({ mail: 'none' });
			expect((await findIncident(foreign)).message).toContain('token without a value');
		} finally {
			for (const closeOne of open.splice(0)) await closeOne();
			await closeOpened();
			delete process.env.TROUPE_HOME;
			rmSync(home, { recursive: true, force: true });
		}
	});

	it.each<[string, IDataObject, IDataObject]>([
		['chosen fields', { result: 'fields', fields: 'reply, none' }, { reply: 'a' }],
		['all items', { result: 'allItems', resultVariable: 'all' }, { all: [{ reply: 'a', secret: 1 }, { reply: 'b' }] }],
		['nothing', { result: 'none' }, {}],
	])('completes the job with %s', async (_what, parameters, variables) => {
		const key = await start();
		await activate(async () => succeeded([{ reply: 'a', secret: 1 }, { reply: 'b' }]), { parameters });
		expect((await ends(key)).variables).toEqual(variables);
	});

	it('makes no result of its own output when nothing follows it', async () => {
		const key = await start();
		await activate(async (item) => succeeded([item], 'Trigger'));
		expect((await ends(key)).variables).toEqual({});
	});

	it('fails the job with one retry fewer until no retry is left, with the workflow’s error', async () => {
		const key = await start();
		const retries: unknown[] = [];
		await activate(async (item) => {
			retries.push(item.retries);
			return failed('the shelf is locked');
		});
		expect(await findIncident(key)).toMatchObject({ errorType: 'JOB_NO_RETRIES', message: 'the shelf is locked' });
		expect(retries).toEqual([3, 2, 1]);
	});

	it.each<[string, Awaited<ReturnType<FakeTrigger['workflow']>>]>([
		['was cancelled', ended('canceled')],
		['crashed', ended('crashed')],
		['paused, which its end cannot be seen after', ended('waiting')],
	])('raises an incident in the end when the workflow %s', async (_what, run) => {
		const key = await start();
		await activate(async () => run);
		await findIncident(key);
	});

	it('fails the job when n8n could not run the workflow', async () => {
		const key = await start();
		await activate(() => Promise.reject(new Error('the queue is gone')));
		expect(await findIncident(key)).toMatchObject({ message: 'the queue is gone' });
	});

	it.each(['REFUSED: not today', 'REFUSED'])('throws a BPMN error for the workflow’s error "%s"', async (message) => {
		const key = await start();
		await activate(async () => failed(message), { parameters: { errorCodes: 'OTHER, REFUSED' } });
		expect((await ends(key)).state).toBe('COMPLETED');
	});

	it('fails the job where the code is the beginning of another word', async () => {
		const key = await start();
		await activate(async () => failed('REFUSED_BY_BANK: no'), { parameters: { errorCodes: 'REFUSED' } });
		await findIncident(key);
	});

	it('fails the job when the engine refuses its result', async () => {
		const key = await start();
		const deep = JSON.parse(`${'{"a":'.repeat(150)}1${'}'.repeat(150)}`) as IDataObject;
		await activate(async () => succeeded([deep]));
		expect((await findIncident(key)).message).toContain('The result was refused.');
	});

	slowTest('extends the job while the workflow runs', async () => {
		const key = await start();
		let runs = 0;
		await activate(
			async () => {
				runs++;
				const { due = 0 } = (await jobOf(key))!;
				await until(
					() => jobOf(key),
					(job) => job!.due! > due,
				);
				return succeeded([{}]);
			},
			{ changes: { timeoutMs: 3_000 } },
		);
		await ends(key);
		expect(runs).toBe(1);
	});

	it('takes no more jobs than it has hands for', async () => {
		const keys = await Promise.all([start(), start(), start(), start(), start()]);
		let [now, most] = [0, 0];
		await activate(
			async () => {
				most = Math.max(most, ++now);
				await wait(20);
				now--;
				return succeeded([{}]);
			},
			{ parameters: { options: { concurrency: 2 } } },
		);
		for (const key of keys) await ends(key);
		expect(most).toBe(2);
	});

	it('takes a job that was cancelled meanwhile for superseded', async () => {
		const key = await start();
		const { warnings } = await activate(async () => {
			await service.engine.cancel(key);
			return succeeded([{}]);
		});
		await ends(key);
		expect(warnings).toEqual([]);
		expect((await instance(key)).state).toBe('TERMINATED');
	});

	it('waits for the workflows that run when it is deactivated', async () => {
		const key = await start();
		const begun = Promise.withResolvers<void>();
		const { close } = await activate(
			async () => {
				begun.resolve();
				await wait(60);
				return succeeded([{ done: true }]);
			},
			{ changes: { graceMs: 45_000 } },
		);
		await begun.promise;
		await close();
		expect(await instance(key)).toMatchObject({ state: 'COMPLETED', variables: { done: true } });
	});

	it('gives the job back, with its retries, when the workflow does not end in time', async () => {
		await start();
		const begun = Promise.withResolvers<void>();
		const end = Promise.withResolvers<void>();
		const { close } = await activate(async () => {
			begun.resolve();
			await end.promise;
			return succeeded([{ late: true }]);
		});
		await begun.promise;
		await close();
		const [job] = await service.engine.activate(processId, { limit: 1, timeoutMs: 60_000 });
		expect(job).toMatchObject({ retries: 3 });
		end.resolve();
		await wait(20);
		await service.engine.answer(job!.key, { kind: 'complete', variables: {} });
	});

	it('takes no job while it is deactivated', async () => {
		const { close } = await activate(async () => succeeded([{}]));
		await close();
		const key = await start();
		await wait(30);
		expect((await instance(key)).state).toBe('ACTIVE');
	});
});

describe('answered by a node', () => {
	const parameters = { respondWhen: 'usingNode' };

	it('leaves a job alone that a node completed', async () => {
		const key = await start();
		await activate(
			async (item) => {
				await service.engine.answer(item.jobKey as string, { kind: 'complete', variables: { by: 'node' } });
				return succeeded([{ not: 'this' }]);
			},
			{ parameters },
		);
		expect((await ends(key)).variables).toEqual({ by: 'node' });
	});

	it('fails a job that the workflow ended without answering', async () => {
		const key = await start();
		await activate(async () => succeeded([{}]), { parameters });
		expect((await findIncident(key)).message).toContain('ended without answering its job');
	});

	it('keeps the job of a workflow that pauses, and has its hand free for others', async () => {
		const [paused, other] = [await start(), await start()];
		const seen: IDataObject[] = [];
		await activate(
			async (item) => {
				seen.push(item);
				if (seen.length === 1) return ended('waiting');
				await service.engine.answer(item.jobKey as string, { kind: 'complete', variables: {} });
				return succeeded([]);
			},
			{ parameters: { ...parameters, options: { concurrency: 1 } } },
		);
		await ends(other);
		const dayMs = 24 * 3_600_000;
		await until(
			() => jobOf(paused),
			(job) => job?.state === 'ACTIVATED' && job.due! > Date.now() + dayMs / 2,
		);
		expect(seen).toHaveLength(2);
		await service.engine.answer(seen[0]!.jobKey as string, { kind: 'complete', variables: { later: true } });
		expect((await instance(paused)).variables).toEqual({ later: true });
	});
});

describe('a test in the editor', () => {
	it('takes one job only, and answers it', async () => {
		const [first, second] = [await start(), await start()];
		const { response } = await activate(async () => ({ ...succeeded([{ tested: true }]), mode: 'manual' }), { mode: 'manual' });
		await response.manualTriggerFunction!();
		expect((await ends(first)).variables).toEqual({ tested: true });
		expect((await instance(second)).state).toBe('ACTIVE');
	});

	it('gives the job back when only the trigger was run', async () => {
		await start();
		let runs = 0;
		const { response } = await activate(
			async (item) => {
				runs++;
				return { ...succeeded([item], 'Trigger'), mode: 'manual' };
			},
			{ mode: 'manual' },
		);
		await response.manualTriggerFunction!();
		await until(
			() => runs,
			(begun) => begun === 1,
		);
		const [job] = await until(
			() => service.engine.activate(processId, { limit: 1, timeoutMs: 60_000 }),
			(jobs) => jobs.length === 1,
		);
		expect(job).toMatchObject({ retries: 3 });
	});

	it('waits for a job until it is stopped', async () => {
		const { response, close, errors } = await activate(async () => succeeded([{}]), { mode: 'manual' });
		await response.manualTriggerFunction!();
		await close();
		await wait(20);
		expect(errors).toEqual([]);
	});
});

describe('the connection', () => {
	/** Leads to the engine, unless it is made to fail. */
	async function openProxy() {
		/** Answers to the next requests, before the answer to all. */
		const fault = { status: 0, next: [] as number[] };
		const server: Server = createServer((request, response) => {
			const status = fault.next.shift() ?? fault.status;
			if (status === -1) return void request.socket.destroy();
			if (status > 0) return void response.writeHead(status, { 'content-type': 'application/json' }).end('{"title":"X"}');
			void (async () => {
				const chunks: Buffer[] = [];
				for await (const chunk of request) chunks.push(chunk as Buffer);
				const { method, headers } = request;
				const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
				const type = headers['content-type'];
				const answer = await fetch(`${service.url}${request.url}`, { method, headers: type ? { 'content-type': type } : {}, body });
				response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(await answer.text());
			})().catch(() => request.socket.destroy()); // The service ends while a request for jobs waits.
		});
		await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
		open.push(async () => {
			server.closeAllConnections();
			server.close();
		});
		return { fault, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
	}

	it.each([
		[401, 'refused the credential'],
		[500, 'returned 500'],
	])('that answers %s does not let the workflow become active', async (status, message) => {
		const { fault, url } = await openProxy();
		fault.status = status;
		await expect(activate(async () => succeeded([{}]), { url })).rejects.toMatchObject({ message: expect.stringContaining(message) });
	});

	it('is waited for when n8n starts', async () => {
		const { fault, url } = await openProxy();
		fault.status = -1;
		const key = await start();
		const { warnings } = await activate(async () => succeeded([{ late: true }]), { url, activationMode: 'init' });
		fault.status = 0;
		expect((await ends(key)).variables).toEqual({ late: true });
		expect(warnings[0]).toContain('keeps trying');
	});

	slowTest('is opened again when it was lost, and an answer is not lost with it', async () => {
		const { fault, url } = await openProxy();
		const key = await start();
		const { warnings } = await activate(
			async () => {
				fault.next = [-1, 503, -1, 503];
				return succeeded([{ answered: true }]);
			},
			{ url },
		);
		expect((await ends(key)).variables).toEqual({ answered: true });
		const next = await start();
		await ends(next);
		expect(warnings.join()).toContain('tries again in');
	});
});
