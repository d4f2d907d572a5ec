import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { openN8nNodeWorker } from '../../engine-adapter/workers/nodes/n8n-node-worker';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate, openNodeGate } from '../fakes/permissive-gate';
import { reply, type Service, startService } from './service';

/** Asks a shop for an order, then hashes its number. An unknown order is a path of its own. */
const content = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://troupe.example/test">
	<bpmn:error id="unknown" errorCode="TROUPE_NODE_ERROR" />
	<bpmn:process id="order" isExecutable="true">
		<bpmn:startEvent id="start" /><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask" />
		<bpmn:serviceTask id="ask">
			<bpmn:extensionElements>
				<zeebe:taskDefinition type="troupe:n8n-node" retries="2" />
				<zeebe:taskHeaders>
					<zeebe:header key="nodeType" value="n8n-nodes-base.httpRequest" /><zeebe:header key="typeVersion" value="4.2" /><zeebe:header key="inputs" value="parameters" />
					<zeebe:header key="onError" value="bpmn-error" />
				</zeebe:taskHeaders>
				<zeebe:ioMapping>
					<zeebe:input source="=shop + &#34;/orders/&#34; + string(number)" target="parameters.url" />
					<zeebe:output source="=item" target="found" />
				</zeebe:ioMapping>
			</bpmn:extensionElements>
		</bpmn:serviceTask>
		<bpmn:boundaryEvent id="none" attachedToRef="ask"><bpmn:extensionElements><zeebe:ioMapping><zeebe:output source="=nodeError" target="nodeError" /></zeebe:ioMapping></bpmn:extensionElements><bpmn:outgoing>f2</bpmn:outgoing><bpmn:errorEventDefinition errorRef="unknown" /></bpmn:boundaryEvent>
		<bpmn:sequenceFlow id="f2" sourceRef="none" targetRef="sorry" /><bpmn:endEvent id="sorry" />
		<bpmn:sequenceFlow id="f3" sourceRef="ask" targetRef="hash" />
		<bpmn:serviceTask id="hash">
			<bpmn:extensionElements>
				<zeebe:taskDefinition type="troupe:n8n-node" retries="2" />
				<zeebe:taskHeaders>
					<zeebe:header key="nodeType" value="n8n-nodes-base.crypto" /><zeebe:header key="typeVersion" value="1" />
					<zeebe:header key="parameters" value='{"value": "={{ $json.found.id }}", "action": "hash", "type": "SHA256"}' />
				</zeebe:taskHeaders>
				<zeebe:ioMapping><zeebe:output source="=item.data" target="hash" /></zeebe:ioMapping>
			</bpmn:extensionElements>
		</bpmn:serviceTask>
		<bpmn:sequenceFlow id="f4" sourceRef="hash" targetRef="end" /><bpmn:endEvent id="end" />
	</bpmn:process>
</bpmn:definitions>`;

const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-node-process-'));
let service: Service;
let engine: EmbeddedEngine;
beforeAll(async () => {
	service = await startService((response, { url }) => {
		if (url === '/orders/7') reply(response, 200, { id: 'A7' });
		else reply(response, 404, { message: 'no such order' });
	});
	engine = await openEmbeddedEngine({ file: ':memory:' });
	await engine.deploy([{ name: 'order.bpmn', content }]);
	await openN8nNodeWorker(engine, { gate: openGate(), nodeGate: openNodeGate(), agentFolders: [], providers: {}, stateFolder });
});
afterAll(async () => {
	await engine.close();
	await service.close();
	await closeOpened();
	rmSync(stateFolder, { recursive: true, force: true });
});

it('nodes are steps of a process, by mappings and by expressions', async () => {
	const { variables } = await engine.startAndAwait({ processId: 'order', variables: { shop: service.url, number: 7 } }, 45_000);
	expect(variables).toMatchObject({
		found: { id: 'A7' },
		hash: createHash('sha256').update('A7').digest('hex'),
	});
});

it('an error of a node takes the path that the designer drew', async () => {
	const { variables } = await engine.startAndAwait({ processId: 'order', variables: { shop: service.url, number: 8 } }, 45_000);
	expect(variables).toMatchObject({ nodeError: { httpCode: '404' } });
	expect(variables.hash).toBeUndefined();
});

it('the linter finds no error in such a model', async () => {
	const findings = await lintDeployment([{ name: 'order.bpmn', content }], { target: '8.8' });
	expect(findings.filter(({ severity, rule }) => severity === 'error' && rule.startsWith('troupe/'))).toEqual([]);
});
