import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { CamundaApi } from '../../../credentials/CamundaApi.credentials';
import { chain, endEvent, errorBoundary, flow, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { trigger } from '../../../nodes/TroupeProcessTrigger/trigger';
import { ended, failed, fakeTriggerFunctions, succeeded, type FakeWorkflow } from '../../support/n8n/fake-trigger-functions';
import { openGate } from '../../fakes/permissive-gate';
import { describeWithBroker } from '../broker/real-engine';

interface Created {
	processInstanceKey: number;
	variables: IDataObject;
}

describeWithBroker('Troupe Process Trigger on Zeebe 8.6.0', ({ restAddress }) => {
	let processId: string;
	let count = 0;
	let close: (() => Promise<void>) | undefined;

	beforeEach(async () => {
		processId = `triggered-${++count}`;
		const { content, name } = processModel(processId, [
			startEvent(),
			serviceTask('work', { type: processId, retries: 3, headers: { tone: 'formal' } }),
			errorBoundary('refused', 'work', 'REFUSED'),
			endEvent(),
			endEvent('refused-end'),
			...chain('start', 'work', 'end'),
			flow('c', 'refused', 'refused-end'),
		]);
		const form = new FormData();
		form.append('resources', new Blob([content]), name);
		expect((await fetch(`${restAddress}/v2/deployments`, { method: 'POST', body: form })).status).toBe(200);
	});
	afterEach(() => close?.());

	async function post<T>(path: string, body: object): Promise<T> {
		const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
		const answer = await fetch(`${restAddress}/v2${path}`, init);
		return (answer.status === 204 ? {} : await answer.json()) as T;
	}
	/** Until the process ends. */
	const run = (variables: IDataObject = {}) =>
		post<Created>('/process-instances', { processDefinitionId: processId, variables, awaitCompletion: true, requestTimeout: 120_000 });

	async function activate(workflow: FakeWorkflow, parameters: IDataObject = {}, changes = {}) {
		const { context, warnings } = fakeTriggerFunctions({
			parameters: { jobType: processId, respondWhen: 'workflowEnds', options: { backoff: 0 }, ...parameters },
			node: { name: 'Trigger', type: 'n8n-nodes-troupe.troupeProcessTrigger' },
			credentials: { camundaApi: { baseUrl: restAddress, authentication: 'none' } },
			credentialTypes: [new CamundaApi()],
			workflow,
		});
		const response = await trigger.call(context, openGate(), { waitMs: 3_000, graceMs: 100, ...changes });
		close = () => response.closeFunction!();
		return warnings;
	}

	test('gives the workflow the job with its keys whole, and completes it', async () => {
		const jobs: IDataObject[] = [];
		await activate(async (job) => {
			jobs.push(job);
			return succeeded([{ reply: 'olá' }]);
		});
		expect((await run({ message: 'oi' })).variables).toEqual({ message: 'oi', reply: 'olá' });
		const key = expect.stringMatching(/^\d{10,}$/) as string;
		expect(jobs).toEqual([
			expect.objectContaining({
				jobKey: key,
				processInstanceKey: key,
				elementInstanceKey: key,
				retries: 3,
				customHeaders: { tone: 'formal' },
			}),
		]);
	});

	test('fails the job for another attempt, and throws BPMN errors', async () => {
		const retries: unknown[] = [];
		await activate(
			async (job) => {
				retries.push(job.retries);
				return failed(retries.length === 1 ? 'the shelf is locked' : 'REFUSED: no');
			},
			{ errorCodes: 'REFUSED' },
		);
		expect((await run()).variables).toEqual({});
		expect(retries).toEqual([3, 2]);
	});

	test('keeps a job longer than its timeout while the workflow runs', async () => {
		let runs = 0;
		const warnings = await activate(
			async () => {
				runs++;
				await wait(10_000);
				return succeeded([{ runs }]);
			},
			{},
			{ timeoutMs: 4_000 },
		);
		expect((await run()).variables).toEqual({ runs: 1 });
		expect(warnings).toEqual([]);
	});

	test('takes a job whose instance was cancelled for superseded', async () => {
		const cancelled = Promise.withResolvers<void>();
		const { processInstanceKey } = await post<Created>('/process-instances', { processDefinitionId: processId });
		const warnings = await activate(async (job) => {
			await post(`/process-instances/${job.processInstanceKey as string}/cancellation`, {});
			setTimeout(() => cancelled.resolve(), 300);
			return succeeded([{}]);
		});
		expect(processInstanceKey).toBeDefined();
		await cancelled.promise;
		expect(warnings).toEqual([]);
	});

	test('keeps the job of a workflow that pauses', async () => {
		const jobs: IDataObject[] = [];
		await activate(
			async (job) => {
				jobs.push(job);
				return ended('waiting');
			},
			{ respondWhen: 'usingNode' },
			{ timeoutMs: 2_000 },
		);
		const result = run();
		await wait(4_000);
		expect(jobs).toHaveLength(1);
		await post(`/jobs/${jobs[0]!.jobKey as string}/completion`, { variables: { later: true } });
		expect((await result).variables).toEqual({ later: true });
	});

	test('gives a job back when it is deactivated', async () => {
		const begun = Promise.withResolvers<void>();
		await activate(async () => {
			begun.resolve();
			return new Promise(() => undefined);
		});
		const result = run();
		await begun.promise;
		await close!();
		await activate(async (job) => succeeded([{ retries: job.retries }]));
		expect((await result).variables).toEqual({ retries: 3 });
	});
});
