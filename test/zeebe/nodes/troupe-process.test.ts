import { setTimeout as wait } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import type { IDataObject } from 'n8n-workflow';
import { CamundaApi } from '../../../credentials/CamundaApi.credentials';
import { execute } from '../../../nodes/TroupeProcess/execute';
import { fakeExecuteFunctions } from '../../support/n8n/fake-execute-functions';
import { catchOf, message, signal } from '../../contract/event-parts';
import { chain, endEvent, errorBoundary, flow, processModel, serviceTask, startEvent, userTask } from '../../contract/model-builder';
import { openGate } from '../../fakes/permissive-gate';
import { describeWithBroker } from '../broker/real-engine';
import { waitUntil } from '../../support/wait-until';

const bpmn = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="test">
	<bpmn:process id="from-n8n" isExecutable="true">
		<bpmn:startEvent id="start"><bpmn:outgoing>flow</bpmn:outgoing></bpmn:startEvent>
		<bpmn:sequenceFlow id="flow" sourceRef="start" targetRef="end" />
		<bpmn:endEvent id="end"><bpmn:incoming>flow</bpmn:incoming></bpmn:endEvent>
	</bpmn:process>
</bpmn:definitions>`;
const steered = processModel('steered', [
	startEvent(),
	catchOf('paid', message('steered-paid', '=order')),
	catchOf('alarm', signal('steered-alarm')),
	userTask('review', { native: true }),
	serviceTask('work', { type: 'steered-work', retries: 3 }),
	errorBoundary('refused', 'work', 'REFUSED'),
	endEvent(),
	endEvent('refused-end'),
	...chain('start', 'paid', 'alarm', 'review', 'work', 'end'),
	flow('c', 'refused', 'refused-end'),
]);
const key = expect.stringMatching(/^\d{10,}$/) as string;

describeWithBroker('Troupe Process on Zeebe 8.6.0', ({ restAddress, recordsFile }) => {
	async function run(parameters: IDataObject): Promise<IDataObject> {
		const context = fakeExecuteFunctions({
			parameters,
			node: { type: 'n8n-nodes-troupe.troupeProcess' },
			credentials: { camundaApi: { baseUrl: restAddress, authentication: 'none' } },
			credentialTypes: [new CamundaApi()],
		});
		const [output] = await execute.call(context, openGate());
		return output![0]!.json;
	}

	const deploy = (text: string) =>
		run({ resource: 'process', operation: 'deploy', bpmnFrom: 'text', bpmn: text, fileName: 'from-n8n.bpmn' });
	const start = { resource: 'process', processId: 'from-n8n', variables: { message: 'olá', long: 12 } };

	test('deploys, with keys as strings', async () => {
		const json = await deploy(bpmn);
		expect(json).toMatchObject({
			deploymentKey: key,
			deployments: [{ processDefinition: { processDefinitionId: 'from-n8n', processDefinitionVersion: 1, processDefinitionKey: key } }],
		});
	});

	test('starts an instance', async () => {
		await deploy(bpmn);
		expect(await run({ ...start, operation: 'start' })).toMatchObject({ processInstanceKey: key, processDefinitionVersion: 1 });
	});

	test('starts an instance and waits for its variables', async () => {
		await deploy(bpmn);
		expect(await run({ ...start, operation: 'startAndWait', timeout: 20 })).toMatchObject({
			processInstanceKey: key,
			variables: { message: 'olá', long: 12 },
		});
	});

	test('publishes a message', async () => {
		const message = { messageName: 'nobody-waits', correlationKey: '1', variables: {}, messageOptions: { timeToLive: 0 } };
		expect(await run({ resource: 'message', operation: 'publish', ...message })).toMatchObject({ messageKey: key });
	});

	test('shows what the broker refused', async () => {
		await expect(run({ ...start, processId: 'nobody', operation: 'start' })).rejects.toMatchObject({
			message: expect.stringMatching(/^While starting the process "nobody": .* returned 404, NOT_FOUND: .*nobody/) as string,
		});
		await expect(deploy('<no/>')).rejects.toMatchObject({
			message: expect.stringMatching(/deploying from-n8n\.bpmn: .* returned 400/) as string,
		});
	});

	/** Returns the first fitting record of the broker; it writes them out as they happen. */
	async function readKey(valueType: string, intent: string, processInstanceKey: unknown, elementId?: string): Promise<string> {
		const ofElement = elementId === undefined ? [] : [`"elementId":"${elementId}"`];
		for (let attempts = 0; attempts < 200; attempts++, await wait(50)) {
			const lines = (await readFile(recordsFile, 'utf8')).split('\n');
			const line = lines.find((text) =>
				[`"valueType":"${valueType}"`, `"intent":"${intent}"`, `"processInstanceKey":${processInstanceKey as string}`, ...ofElement].every(
					(part) => text.includes(part),
				),
			);
			if (line) return /"key":(\d+)/.exec(line)![1]!;
		}
		throw new Error(`The broker wrote no ${valueType} ${intent} of ${processInstanceKey as string}.`);
	}

	async function takeJob() {
		const body = JSON.stringify({ type: 'steered-work', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 10_000 });
		const answer = await fetch(`${restAddress}/v2/jobs/activation`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body,
		});
		return /"key":(\d+)/.exec(await answer.text())![1]!;
	}

	test('steers an instance: message, signal, variables, user task, job, incident, cancellation', async () => {
		await run({ resource: 'process', operation: 'deploy', bpmnFrom: 'text', bpmn: steered.content, fileName: steered.name });
		const { processInstanceKey } = await run({
			resource: 'process',
			operation: 'start',
			processId: 'steered',
			variables: { order: 'o-1' },
		});
		await readKey('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED', processInstanceKey);
		const paid = { messageName: 'steered-paid', correlationKey: 'o-1', variables: {} };
		expect(await run({ resource: 'message', operation: 'correlate', ...paid })).toMatchObject({ processInstanceKey });
		// Subscriptions of signals do not name their instance.
		await readKey('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', processInstanceKey, 'alarm');
		expect(await run({ resource: 'signal', operation: 'broadcast', signalName: 'steered-alarm', variables: '{"floor":2}' })).toMatchObject({
			signalKey: key,
		});
		const set = { resource: 'instance', operation: 'setVariables', scopeKey: processInstanceKey, variables: { seen: true } };
		expect(await run(set)).toMatchObject({ success: true });
		const userTaskKey = await readKey('USER_TASK', 'CREATED', processInstanceKey);
		expect(await run({ resource: 'userTask', operation: 'assign', userTaskKey, assignee: 'ana' })).toMatchObject({ assignee: 'ana' });
		expect(await run({ resource: 'userTask', operation: 'complete', userTaskKey, variables: {} })).toMatchObject({ success: true });
		const jobKey = await takeJob();
		await run({ resource: 'job', operation: 'fail', jobKey, retries: 0, errorMessage: 'broken' });
		const incidentKey = await readKey('INCIDENT', 'CREATED', processInstanceKey);
		await run({ resource: 'incident', operation: 'resolve', incidentKey, incidentOptions: { jobKey, retries: 1 } });
		expect(await takeJob()).toBe(jobKey);
		const refused = { resource: 'job', operation: 'throwError', jobKey, errorCode: 'REFUSED', errorMessage: 'no', variables: {} };
		expect(await run(refused)).toEqual({ jobKey, success: true, superseded: false });
		expect(await waitUntil('the job to be gone', async () => (({ success }) => !success)(await run(refused)))).toBe(true);
		expect(await run(refused)).toEqual({ jobKey, success: false, superseded: true });
		await expect(run({ resource: 'instance', operation: 'cancel', processInstanceKey })).rejects.toMatchObject({ httpCode: '404' });
		const other = await run({ resource: 'process', operation: 'start', processId: 'steered', variables: { order: 'o-2' } });
		const cancelled = await run({ resource: 'instance', operation: 'cancel', processInstanceKey: other.processInstanceKey });
		expect(cancelled).toMatchObject({ success: true });
	});

	test.each([
		['instance', 'get', 'GET /v2/process-instances/2251799813685250', { processInstanceKey: '2251799813685250' }],
		['incident', 'getAll', 'POST /v2/incidents/search', {}],
		['userTask', 'getAll', 'POST /v2/user-tasks/search', {}],
	])('says that %s %s is not available on its version', async (resource, operation, endpoint, parameters) => {
		await expect(run({ resource, operation, ...parameters })).rejects.toMatchObject({
			message: expect.stringContaining(`${endpoint} is not available on this version of`) as string,
			description: expect.stringContaining('8.8') as string,
		});
	});
});
