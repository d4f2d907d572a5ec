import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { elementTemplates } from '../../../bpmn/templates';
import { lintDeployment } from '../../../engine-adapter/lint-before-deploy';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openWorkers } from '../../../engine-adapter/workers/open-workers';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import type { Host } from '../../../providers/compose/hosts/host';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { reply, type Service, startService } from '../../nodes/service';
import { findChromium } from '../../shared/find-chromium';
import { openModeler, type Modeler } from './modeler';
import { describeWithBroker } from '../broker/real-engine';

/** What a person fills in for each template: the labels of its fields that have to be filled and have no value. `{service}` is the address of one that answers. */
const formOf: Record<string, Record<string, string>> = {
	'troupe.agent': { Agent: 'support' },
	'troupe.crm': { Credential: 'crm' },
	'troupe.eval': { Set: 'support' },
	'troupe.guardrail': { Policy: 'no-secrets' },
	'troupe.hand-over': { Reason: '"wants a quote"' },
	'troupe.http': { URL: '{service}/items' },
	'troupe.ingest': { Collection: 'shop' },
	'troupe.model': { Models: 'openai:tiny' },
	'troupe.n8n-workflow': { 'Webhook URL': '{service}/webhook/shop' },
	'troupe.remember': {},
	'troupe.retrieve': { Collection: 'shop' },
	'troupe.send': {},
};
/** Fields that a person fills in here and the form does not demand: another field can hold the value. The linter asks for one of them. */
const optional = new Set(['troupe.eval: Set']);
const variables = { message: 'How long is the warranty of a coffee machine?', text: 'The warranty of a coffee machine is two years.' };
/** What the process then ends with. */
const resultOf: Record<string, object> = {
	'troupe.agent': { ...variables, outcome: 'reply', reply: expect.stringContaining('[1]') as string },
	'troupe.http': variables,
	'troupe.n8n-workflow': variables,
	'troupe.ingest': { ...variables, ingestion: expect.objectContaining({ collection: 'shop', failed: 0 }) as object },
	'troupe.remember': { ...variables, remembered: [] },
	'troupe.retrieve': {
		...variables,
		passages: [expect.objectContaining({ text: variables.text, start: 0 })],
		search: expect.objectContaining({ mode: 'lexical' }) as object,
	},
	'troupe.eval': { ...variables, passed: true, evaluation: expect.objectContaining({ cases: 4, failedCases: 0 }) as object, failures: [] },
	'troupe.guardrail': { ...variables, outcome: 'pass', reason: null, text: variables.message, violations: [] },
	'troupe.model': {
		...variables,
		text: expect.stringMatching(/./) as string,
		finish: 'stop',
		usage: expect.objectContaining({ model: 'openai:tiny' }) as object,
	},
};
const host: Host = {
	gate: openGate(),
	agentFolders: [join(__dirname, '../../../examples')],
	policyFolders: [join(__dirname, '../../../examples/guardrails')],
	providers: {},
	allowPrivateNetworks: true,
};

/** A start, a task that is nothing yet, an end; with a diagram. */
const blank = (processId: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="definitions" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id="${processId}" isExecutable="true">
    <bpmn:startEvent id="start" name="Asked"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:task id="task" name="Do it"><bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing></bpmn:task>
    <bpmn:endEvent id="end" name="Done"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="task" />
    <bpmn:sequenceFlow id="b" sourceRef="task" targetRef="end" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="${processId}">
    <bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="160" y="102" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="task_di" bpmnElement="task"><dc:Bounds x="250" y="80" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="end_di" bpmnElement="end"><dc:Bounds x="402" y="102" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="a_di" bpmnElement="a"><di:waypoint x="196" y="120" /><di:waypoint x="250" y="120" /></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="b_di" bpmnElement="b"><di:waypoint x="350" y="120" /><di:waypoint x="402" y="120" /></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

const withZeebe = 'id="definitions" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';

const chromium = findChromium();
const inBrowser = chromium || process.env.CI === 'true' ? describe : describe.skip;
const missing = chromium ? '' : ' (skipped: no Chromium in PATH; install it, or set CHROMIUM_PATH)';

describeWithBroker('element templates', ({ address, restAddress }) => {
	inBrowser(`applied in a real browser${missing}`, () => {
		let modeler: Modeler;
		const engines: Record<string, ProcessEngine> = {};
		let server: FakeServer;
		let service: Service;

		beforeAll(async () => {
			if (!chromium) throw new Error('With CI=true the templates have to be applied in a browser, and there is no Chromium in PATH.');
			modeler = await openModeler(chromium);
			engines.embedded = await openEmbeddedEngine({ file: ':memory:' });
			engines.zeebe = await connectZeebe({ address, restAddress });
			// The agent's own models are not there: it answers from its handbook.
			server = await startOpenAiServer({ models: ['tiny'] });
			service = await startService((response) => reply(response, 200, { ok: true }));
			host.providers = { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } };
			host.stateFolder = mkdtempSync(join(tmpdir(), 'troupe-templates-'));
			for (const engine of Object.values(engines)) await openWorkers(engine, host);
		});
		afterAll(async () => {
			await Promise.all([server?.close(), service?.close(), modeler?.close(), ...Object.values(engines).map((engine) => engine.close())]);
			if (host.stateFolder) rmSync(host.stateFolder, { recursive: true, force: true });
		});

		// Nodes of n8n run in test/nodes, which installs n8n; a toolbox needs Zeebe 8.8.
		const elsewhere = ['troupe.n8n-node', 'troupe.agent-toolbox'];
		// They need a conversation or a CRM, as in test/package/channels and test/zeebe/workers; here their models are deployed.
		const needsMore = ['troupe.crm', 'troupe.hand-over', 'troupe.send'];
		const runHere = elementTemplates.filter(({ template }) => !elsewhere.includes(template.id));
		test.each(runHere.map(({ template }) => [template.id, template] as const))(
			'%s makes a form whose model deploys and runs on both engines',
			async (id, template) => {
				const processId = `from-${id.replace('.', '-')}`;
				expect(
					await modeler.open(
						blank(processId),
						elementTemplates.map((one) => one.template),
					),
				).toEqual([]);
				expect(await modeler.offered('task')).toContain(id);
				await modeler.apply('task', id);
				const form = formOf[id]!;
				expect(Object.keys(await modeler.problems())).toEqual(Object.keys(form).filter((field) => !optional.has(`${id}: ${field}`)));
				await modeler.screenshot(`template-${template.id}-empty`);
				for (const [field, value] of Object.entries(form)) await modeler.fill(field, value.replace('{service}', service.url));
				expect(await modeler.problems()).toEqual({});
				await modeler.screenshot(`template-${template.id}`);

				const resource = { name: `${processId}.bpmn`, content: await modeler.xml() };
				const findings = await lintDeployment([resource], { target: '8.6' });
				// That errors are caught is the designer's next step.
				expect(findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'troupe/error-code-caught')).toEqual([]);
				for (const engine of Object.values(engines)) {
					await engine.deploy([resource]);
					if (needsMore.includes(id)) continue;
					const result = await engine.startAndAwait({ processId, variables }, 45_000);
					expect(result.variables).toMatchObject(resultOf[id]!);
				}
				expect(modeler.errors()).toEqual([]);
			},
			60_000,
		);

		test('a task keeps its own outputs when a template is applied and when it is updated, and sets what the result expression says', async () => {
			const template = elementTemplates.find(({ template: one }) => one.id === 'troupe.agent')!.template;
			// As it was when models got an output for each result.
			const reply = {
				id: 'output-reply',
				type: 'String',
				value: 'reply',
				optional: true,
				binding: { type: 'zeebe:output', source: '=reply' },
			};
			const { entriesVisible: _new, ...rest } = template;
			const earlier = { ...rest, version: template.version - 1, properties: [...template.properties, reply] };
			const own = '<zeebe:output source="=answer" target="letter" />';
			const model = blank('own-outputs').replace(
				'<bpmn:task id="task" name="Do it">',
				`<bpmn:task id="task" name="Do it"><bpmn:extensionElements><zeebe:ioMapping>${own}</zeebe:ioMapping></bpmn:extensionElements>`,
			);
			const open = (content: string, templates: unknown[]) => modeler.open(content.replace('id="definitions"', withZeebe), templates);
			expect(await open(model, [template])).toEqual([]);
			await modeler.apply('task', 'troupe.agent');
			await modeler.fill('Agent', 'support');
			await modeler.fill('Result expression', '{answer: reply, how: outcome}');
			expect(await modeler.problems()).toEqual({});
			await modeler.screenshot('template-own-outputs');
			const content = await modeler.xml();
			expect(content).toContain(own);

			expect(await open(blank('updated'), [earlier])).toEqual([]);
			await modeler.apply('task', 'troupe.agent');
			const before = (await modeler.xml()).replace('<zeebe:output ', '<zeebe:output source="=usage" target="spent" /><zeebe:output ');
			expect(await modeler.open(before, [earlier, template])).toEqual([]);
			await modeler.apply('task', 'troupe.agent');
			const updated = await modeler.xml();
			expect(updated).toContain(`modelerTemplateVersion="${template.version}"`);
			expect(updated).toContain('<zeebe:output source="=usage" target="spent" />');
			expect(updated).toContain('<zeebe:output source="=reply" target="reply" />');

			for (const engine of Object.values(engines)) {
				await engine.deploy([{ name: 'own-outputs.bpmn', content }]);
				const result = await engine.startAndAwait({ processId: 'own-outputs', variables }, 45_000);
				expect(result.variables).toEqual({ ...variables, letter: expect.stringContaining('[1]') as string });
			}
			const all = content.replace('own-outputs', 'no-outputs').replace('own-outputs', 'no-outputs').replace(own, '');
			for (const engine of Object.values(engines)) {
				await engine.deploy([{ name: 'no-outputs.bpmn', content: all }]);
				const result = await engine.startAndAwait({ processId: 'no-outputs', variables }, 45_000);
				expect(result.variables).toEqual({ ...variables, answer: expect.stringContaining('[1]') as string, how: 'reply' });
			}
		}, 120_000);

		test('there is a form for each template', () => {
			expect(Object.keys(formOf)).toEqual(runHere.map(({ template }) => template.id));
		});
	});
});
