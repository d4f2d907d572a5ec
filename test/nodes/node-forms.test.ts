import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { elementTemplates } from '../../bpmn/templates';
import { generateTemplate, type TemplateSettings } from '../../bpmn/templates/n8n/generate-template';
import { pickNewest } from '../../bpmn/templates/n8n/node-description';
import { type DescribedPackage, readNodePackage } from '../../bpmn/templates/n8n/read-node-package';
import { shopNode } from '../support/bpmn/test-node';
import { whyNotATask } from '../../bpmn/templates/n8n/why-not-a-task';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { chain, endEvent, type Mapping, processModel, serviceTask, startEvent } from '../contract/model-builder';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { openN8nNodeWorker } from '../../engine-adapter/workers/nodes/n8n-node-worker';
import type { Host } from '../../providers/compose/hosts/host';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate, openNodeGate } from '../fakes/permissive-gate';
import { findChromium } from '../shared/find-chromium';
import { checkNode } from '../shared/node-forms/check-node';
import { type HeadlessModeler, openHeadlessModeler } from '../shared/node-forms/headless-modeler';
import { reply, type Service, startService } from './service';

const inBrowser = findChromium() || process.env.CI === 'true' ? describe : describe.skip;

/** An incident has the reason; waiting for the result would hide it. */
async function failOnIncident(engine: ProcessEngine): Promise<never> {
	for (;;) {
		const [incident] = await engine.searchIncidents({});
		if (incident) throw new Error(incident.message);
		await sleep(200, undefined, { ref: false });
	}
}

inBrowser('forms in a real modeler (skipped without Chromium)', () => {
	let modeler: HeadlessModeler;
	let base: DescribedPackage;
	beforeAll(async () => {
		modeler = await openHeadlessModeler();
		base = readNodePackage(findNodePackage(findN8n(), 'n8n-nodes-base')!)!;
	});
	afterAll(() => modeler?.close());

	test('a form shows what n8n shows, for every operation', async () => {
		const shop = { name: 'n8n-nodes-shop', version: '1.0.0', credentialNames: {} };
		// Its condition cannot be expressed, which is reported.
		const properties = shopNode.properties.filter(({ name }) => name !== 'series');
		expect(await checkNode({ ...shopNode, properties }, shop, modeler)).toEqual({ checked: 4, fault: undefined });
	});

	test.each(['set', 'httpRequest', 'if', 'dateTime', 'telegram', 'postgres', 'rabbitmq', 'quickbase'])(
		'also that of the node %s of n8n',
		async (name) => {
			const node = pickNewest(base.nodes).find((one) => one.name === name)!;
			expect(await checkNode(node, base, modeler)).toMatchObject({ fault: undefined });
		},
	);

	test('also that of a node of its LangChain package', async () => {
		const langChain = readNodePackage(findNodePackage(findN8n(), '@n8n/n8n-nodes-langchain')!)!;
		const node = pickNewest(langChain.nodes).find(({ name }) => name === 'anthropic')!;
		expect(whyNotATask(node)).toBeUndefined();
		expect(await checkNode(node, langChain, modeler)).toMatchObject({ fault: undefined });
	});

	test('the form for any node is taken as it is', async () => {
		const { template } = elementTemplates.find(({ fileName }) => fileName === 'troupe-n8n-node.json')!;
		expect(await modeler.load(template)).toEqual([]);
		// Empty fields are left out.
		expect(await modeler.apply([{ changes: [] }])).toEqual([[]]);
	});

	describe('what the modeler writes', () => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-node-forms-'));
		let service: Service;
		beforeAll(async () => {
			service = await startService((response, { method, url, body }) => reply(response, 200, { method, url, body }));
		});
		afterAll(async () => {
			await service.close();
			await closeOpened();
			rmSync(stateFolder, { recursive: true });
		});

		test.each([
			['8.6', '8.6'],
			['8.6', '8.8'],
			['8.8', '8.8'],
		] as const)('runs, as a form for %s on an engine as Zeebe %s', async (target, zeebeVersion) => {
			const settings: TemplateSettings = {
				...{ packageName: base.name, packageVersion: base.version, credentialNames: base.credentialNames },
				...{ target, credentials: 'names' },
			};
			const { template } = generateTemplate(
				pickNewest(base.nodes).find(({ name }) => name === 'httpRequest')!,
				settings,
			);
			expect(await modeler.load(template)).toEqual([]);
			const [inputs] = await modeler.apply([
				{
					changes: [
						{ target: 'parameters.method', source: 'POST' },
						{ target: 'parameters.url', source: `="${service.url}/orders/" + string(order.id)` },
						{ target: 'parameters.sendBody', source: '=true' },
						{ target: 'parameters.specifyBody', source: 'json' },
						{ target: 'parameters.jsonBody', source: '={"total": order.total, "note": order.note}' },
					],
				},
			]);
			const headers = Object.fromEntries(
				template.properties.flatMap(({ binding, value }) =>
					binding.type === 'zeebe:taskHeader' && value !== undefined ? [[binding.key, String(value)]] : [],
				),
			);
			const task = serviceTask('send', { type: 'troupe:n8n-node', headers, inputs: inputs as Mapping[] });
			const model = processModel('orders', [startEvent(), task, endEvent(), ...chain('start', 'send', 'end')]);
			const engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion });
			const host: Host = { gate: openGate(), nodeGate: openNodeGate(), agentFolders: [], providers: {}, stateFolder };
			try {
				await openN8nNodeWorker(engine, host);
				await engine.deploy([model]);
				const order = { id: 7, total: 12.5, note: '={{ $env.SECRET }}' };
				const instance = engine.startAndAwait({ processId: 'orders', variables: { order } }, 100_000);
				const { variables } = await Promise.race([instance, failOnIncident(engine)]);
				expect(variables.item).toEqual({ method: 'POST', url: '/orders/7', body: JSON.stringify({ total: 12.5, note: order.note }) });
			} finally {
				await engine.close();
			}
		});
	});
});
