import { elementTemplates } from '../../../bpmn/templates';
import { lintDeployment } from '../../../engine-adapter/lint-before-deploy';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { openWorkers } from '../../../engine-adapter/workers/open-workers';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { findChromium } from '../../shared/find-chromium';
import { callsOf, openOrderDesk, readResults } from '../../support/order-desk';
import { describeWithZeebe88 } from '../broker/real-engine';
import { openModeler, type Modeler } from './modeler';

const id = 'troupe.agent-toolbox';
const templates = elementTemplates.map(({ template }) => template);

const chromium = findChromium();
const inBrowser = chromium || process.env.CI === 'true' ? describe : describe.skip;
const missing = chromium ? '' : ' (skipped: no Chromium in PATH; install it, or set CHROMIUM_PATH)';

/** The example as a person has it who drew the tools, and did not choose a template yet. */
function withoutTemplate(content: string): string {
	const [start, end] = ['<bpmn:adHocSubProcess id="tools"', '<bpmn:incoming>received-tools'];
	const [before, rest] = content.split(start) as [string, string];
	const own = '<zeebe:ioMapping><zeebe:output source="=reply" target="letter" /></zeebe:ioMapping>';
	const extensions = `<bpmn:extensionElements>${own}</bpmn:extensionElements>`;
	return `${before}${start} name="Answer with these tools">${extensions}${end}${rest.slice(rest.indexOf(end) + end.length)}`;
}

describeWithZeebe88('the element template of a toolbox', ({ address, restAddress }) => {
	inBrowser(`applied in a real browser${missing}`, () => {
		let modeler: Modeler;
		beforeAll(async () => {
			if (!chromium) throw new Error('With CI=true the template has to be applied in a browser, and there is no Chromium in PATH.');
			modeler = await openModeler(chromium);
		});
		afterAll(() => modeler?.close());

		test('knows the example, which has nothing to correct', async () => {
			const desk = await openOrderDesk();
			expect(await modeler.open(desk.resources[0]!.content, templates)).toEqual([]);
			await modeler.apply('tools', id);
			expect(await modeler.problems()).toEqual({});
			await modeler.screenshot('toolbox-example');
			await desk.close();
		});

		test('makes a toolbox of an ad-hoc sub-process, which keeps its own outputs and runs on both engines', async () => {
			const desk = await openOrderDesk();
			const [{ name, content }, ...rest] = desk.resources as [{ name: string; content: string }, { name: string; content: string }];
			expect(await modeler.open(withoutTemplate(content), templates)).toEqual([]);
			expect(await modeler.offered('tools')).toContain(id);
			await modeler.apply('tools', id);
			expect(Object.keys(await modeler.problems())).toEqual(['Agent']);
			await modeler.screenshot('toolbox-empty');
			await modeler.fill('Agent', 'order-desk');
			expect(await modeler.problems()).toEqual({});
			expect(modeler.errors()).toEqual([]);

			const resources = [{ name, content: await modeler.xml() }, ...rest];
			const findings = await lintDeployment(resources, {});
			expect(findings.filter(({ rule }) => rule !== 'camunda-compat/user-task-definition')).toEqual([]);
			const engines = [await openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' }), await connectZeebe({ address, restAddress })];
			for (const engine of engines) {
				await engine.deploy(resources);
				await openWorkers(engine, desk.host);
				desk.model.script([callsOf(['get_voucher', { days: 9 }]), { text: 'You get 20 euros.' }]);
				const request = { processId: 'order-desk', variables: { message: 'A-1001 is late.' } };
				const { variables } = await engine.startAndAwait(request, 60_000);
				expect(variables).toMatchObject({ letter: 'You get 20 euros.' });
				expect(readResults(desk.model)).toEqual(['20']);
				await engine.close();
			}
			await desk.close();
		});
	});
});
