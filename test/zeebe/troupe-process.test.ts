import type { IDataObject } from 'n8n-workflow';
import { CamundaApi } from '../../credentials/CamundaApi.credentials';
import { execute } from '../../nodes/TroupeProcess/execute';
import { fakeExecuteFunctions } from '../../nodes/shared/testing/fake-execute-functions';
import { openGate } from '../../sandbox/fakes/open-gate';
import { describeWithBroker } from './zeebe-broker';

const bpmn = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="test">
	<bpmn:process id="from-n8n" isExecutable="true">
		<bpmn:startEvent id="start"><bpmn:outgoing>flow</bpmn:outgoing></bpmn:startEvent>
		<bpmn:sequenceFlow id="flow" sourceRef="start" targetRef="end" />
		<bpmn:endEvent id="end"><bpmn:incoming>flow</bpmn:incoming></bpmn:endEvent>
	</bpmn:process>
</bpmn:definitions>`;
const key = expect.stringMatching(/^\d{10,}$/) as string;

describeWithBroker('Troupe Process on Zeebe 8.6.0', ({ restAddress }) => {
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
			message: expect.stringMatching(/^While starting the process "nobody": .* answered 404, NOT_FOUND: .*nobody/) as string,
		});
		await expect(deploy('<no/>')).rejects.toMatchObject({
			message: expect.stringMatching(/deploying from-n8n\.bpmn: .* answered 400/) as string,
		});
	});
});
