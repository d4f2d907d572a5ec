import { describeSlow } from '../../../test/support/slow-tests';
import { waitUntil } from '../../../test/support/wait-until';
import { readAccessibilityTree } from './support/accessibility-tree';
import { openDiagramPage, type DiagramPage, type DiagramWindow } from './support/diagram-page';
import { chainOf, draw, drilldown } from './support/models';

declare const window: DiagramWindow;

const timer = '<bpmn:timerEventDefinition id="never"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
const order = `<bpmn:startEvent id="start" name="Start"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="consult"/>
<bpmn:serviceTask id="consult" name="Consult CRM"/>
<bpmn:boundaryEvent id="late" name="Late" attachedToRef="consult">${timer}</bpmn:boundaryEvent>
<bpmn:sequenceFlow id="f0" sourceRef="late" targetRef="lost"/>
<bpmn:endEvent id="lost" name="Lost"/>
<bpmn:sequenceFlow id="f2" sourceRef="consult" targetRef="hot"/>
<bpmn:exclusiveGateway id="hot" name="Hot?" default="no"/>
<bpmn:sequenceFlow id="yes" name="yes" sourceRef="hot" targetRef="sell"><bpmn:conditionExpression>=hot</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="no" name="no" sourceRef="hot" targetRef="cold"/>
<bpmn:subProcess id="sell" name="Sell">
	<bpmn:startEvent id="inner-start"/><bpmn:sequenceFlow id="f3" sourceRef="inner-start" targetRef="offer"/>
	<bpmn:userTask id="offer" name="Offer"/>
</bpmn:subProcess>
<bpmn:endEvent id="cold" name="Cold"/>
<bpmn:sequenceFlow id="f4" sourceRef="sell" targetRef="done"/><bpmn:endEvent id="done" name="Done"/>`;

describeSlow('the keys', () => {
	let diagram: DiagramPage;
	beforeAll(async () => {
		diagram = await openDiagramPage();
	});
	afterAll(() => diagram.close());

	const press = async (...keys: string[]): Promise<Array<string | undefined>> => {
		const places: Array<string | undefined> = [];
		for (const key of keys) {
			await diagram.page.keyboard.press(key);
			places.push(await diagram.focused());
		}
		return places;
	};
	const start = async (xml: string, kind?: 'navigated' | 'plain'): Promise<void> => {
		await diagram.open(xml, {}, kind);
		await diagram.page.locator('#before').focus();
	};
	const name = (id: string): Promise<string> => diagram.page.evaluate((each) => window.diagram.service.nameOf(each), id);
	const live = (): Promise<string> => diagram.page.locator('#canvas [role=status]').innerText();

	it('reach every element by flow, and the way chosen by number (camunda/camunda-modeler#5689)', async () => {
		await start(await draw(order));
		expect(await press('Tab', 'ArrowRight', 'ArrowRight')).toEqual(['start', 'consult', 'hot']);
		const ways = await diagram.page.evaluate(() => window.diagram.service.graph.nodes.get('hot')!.ways.map(({ target }) => target));
		expect([...ways].sort()).toEqual(['cold', 'sell']);
		expect(await press(String(ways.indexOf('cold') + 1), 'ArrowLeft', String(ways.indexOf('sell') + 1), 'ArrowRight')).toEqual([
			'cold',
			'hot',
			'sell',
			'done',
		]);
		expect(await press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowDown', 'ArrowRight')).toEqual([
			'sell',
			'hot',
			'consult',
			'late',
			'lost',
		]);
		expect(await press('Home', 'End')).toEqual(['start', expect.stringMatching(/done|cold|lost/)]);
		expect(await diagram.complaints()).toEqual([]);
	});

	it('say type, name, tokens, incidents and neighbours (bpmn-io/diagram-js#567) (camunda/camunda-modeler#2588)', async () => {
		await start(await draw(order));
		await diagram.page.evaluate(async () => {
			window.diagram.service.setTokens({ consult: { tokens: 2, incidents: 1 } });
			await window.diagram.shown();
		});
		expect(await diagram.page.locator('[data-element-id=consult]').getAttribute('aria-label')).toBe(
			'Service task Consult CRM, 2 tokens, 1 incident, from Start, to Gateway Hot?',
		);
		expect(await name('hot')).toMatch(/^Exclusive gateway Hot\?, from Consult CRM, to 1 \w+ \((yes|no)\), 2 \w+ \((yes|no)\)$/);
		expect(await name('late')).toBe('Boundary event (timer) Late, on Consult CRM, to Lost');
	});

	it('go into a sub-process and out of it, and leave the rest to the page', async () => {
		await start(await draw(order));
		await press('Tab');
		await diagram.page.evaluate(() => window.diagram.service.focus('sell'));
		expect(await press('Enter', 'ArrowRight', 'Escape')).toEqual(['inner-start', 'offer', 'sell']);
		await diagram.page.evaluate(() => {
			window.escapes = 0;
			document.addEventListener('keydown', ({ key }) => {
				if (key === 'Escape') window.escapes!++;
			});
		});
		await press('Escape');
		expect(await diagram.page.evaluate(() => window.escapes)).toBe(1);
	});

	it('open what a collapsed sub-process hides, and return to it (bpmn-io/diagram-js#574)', async () => {
		await start(drilldown);
		expect(await press('Tab', 'ArrowRight', 'Enter', 'ArrowRight')).toEqual(['before-it', 'hidden', 'inside', 'after-it']);
		const shown = (id: string) => diagram.page.locator(`[data-element-id=${id}]`).first().isVisible();
		const tree = async () => (await readAccessibilityTree(diagram)).map(({ id }) => id);
		expect([await shown('inside'), await shown('hidden'), await tree()]).toEqual([true, false, ['inside', 'after-it']]);
		expect(await press('Escape')).toEqual(['hidden']);
		expect([await shown('inside'), await shown('hidden'), await tree()]).toEqual([false, true, ['before-it', 'hidden']]);
		expect(await diagram.page.locator('[role=application]').count()).toBe(1);
		// By mouse: the trail of bpmn-js leads back, and what had the focus is gone with it.
		await press('Enter');
		await diagram.page.locator('.bjs-breadcrumbs a').first().click();
		expect([await diagram.focused(), await tree()]).toEqual(['before-it', ['before-it', 'hidden']]);
	});

	it('tell why nothing happens, also twice, and ask for details by Enter', async () => {
		await start(await draw(order));
		await press('Tab', 'ArrowLeft');
		expect(await live()).toBe('Nothing leads to Start.');
		await press('5');
		expect(await live()).toBe('Start has 1 way.');
		const before = await diagram.page.evaluate(() => [...document.querySelectorAll('.abpmn-live p')].map(({ textContent }) => textContent));
		await press('5');
		const after = await diagram.page.evaluate(() => [...document.querySelectorAll('.abpmn-live p')].map(({ textContent }) => textContent));
		expect(after).toEqual([...before].reverse());
		await press('Enter', 'ArrowRight', ' ');
		expect(await diagram.page.evaluate(() => window.diagram.activated)).toEqual(['start', 'consult']);
	});

	it('have one stop of the Tab key, and it is where one left (bpmn-io/diagram-js#281) (synergycodes/ng-diagram#790)', async () => {
		await start(await draw(order));
		await press('Tab', 'ArrowRight');
		expect(await diagram.page.locator('#canvas svg [tabindex="0"]').count()).toBe(1);
		// The link of bpmn-js comes before the page goes on.
		for (let presses = 0; presses < 3; presses++) await press('Tab');
		expect(await diagram.page.evaluate(() => document.activeElement?.closest('#canvas svg') === null)).toBe(true);
		await diagram.page.locator('#before').focus();
		expect(await press('Tab')).toEqual(['consult']);
	});

	it('bring what has the focus into view at a size that can be read', async () => {
		await start(chainOf(500));
		await press('Tab', 'End');
		const boxes = await diagram.page.evaluate(() => {
			const box = document.activeElement!.getBoundingClientRect();
			const canvas = document.querySelector('#canvas')!.getBoundingClientRect();
			const isInside = box.left >= canvas.left && box.top >= canvas.top && box.right <= canvas.right && box.bottom <= canvas.bottom;
			return { isInside, scale: window.diagram.viewer.get('canvas').viewbox().scale };
		});
		expect(boxes).toEqual({ isInside: true, scale: expect.any(Number) });
		expect(boxes.scale).toBeGreaterThanOrEqual(0.6);
		await press('+');
		expect(await diagram.page.evaluate(() => window.diagram.viewer.get('canvas').viewbox().scale)).toBeGreaterThan(boxes.scale);
	});

	it('move through the outline, in step with the diagram (bpmn-io/bpmn-js#1804) (microsoft/BotFramework-Composer#703)', async () => {
		await start(await draw(order));
		const item = (id: string) => diagram.page.locator('#outline [role=treeitem]', { hasText: new RegExp(id) }).last();
		const focusedText = () => diagram.page.evaluate(() => document.activeElement?.querySelector('.abpmn-item')?.textContent ?? '');
		await diagram.page.locator('#outline [role=treeitem][tabindex="0"]').focus();
		await press('ArrowDown');
		expect(await focusedText()).toMatch(/^Service task Consult CRM/);
		expect(await diagram.page.locator('[data-element-id=consult]').getAttribute('aria-current')).toBe('true');
		expect(await diagram.page.evaluate(() => window.diagram.viewer.get('selection').get()[0]!.id)).toBe('consult');
		await press('s', 'e', 'l');
		expect(await focusedText()).toMatch(/^Subprocess Sell/);
		await press('ArrowLeft');
		expect(await item('Subprocess Sell').getAttribute('aria-expanded')).toBe('false');
		await press('ArrowRight', 'ArrowRight');
		expect(await focusedText()).toMatch(/^Start event, to Offer/);
		await press('ArrowLeft', 'Enter', 'End', 'Home');
		expect(await focusedText()).toMatch(/^Start event Start/);
		expect(await diagram.page.evaluate(() => window.diagram.activated)).toEqual(['sell']);
		// The other direction: a click in the diagram, and the keys in it, open what is closed.
		await item('Subprocess Sell').focus();
		await press('ArrowLeft');
		await diagram.page.locator('[data-element-id=offer] .djs-hit').click();
		await waitUntil('the outline to follow', async () => (await diagram.focused()) === 'offer');
		expect(await diagram.page.locator('#outline [aria-selected=true]').count()).toBe(1);
		expect(await diagram.page.locator('#outline [aria-selected=true] .abpmn-item').innerText()).toMatch(/^User task Offer/);
		expect(await item('Subprocess Sell').getAttribute('aria-expanded')).toBe('true');
	});

	it('do not take the view from who uses a mouse, and move nothing slowly', async () => {
		await diagram.page.emulateMedia({ reducedMotion: 'reduce' });
		await start(chainOf(100));
		const view = () => diagram.page.evaluate(() => window.diagram.viewer.get('canvas').viewbox());
		const selected = () =>
			diagram.page.evaluate(() =>
				window.diagram.viewer
					.get('selection')
					.get()
					.map(({ id }) => id),
			);
		await press('Tab', 'ArrowRight');
		const before = await view();
		await diagram.page.locator('#canvas').click({ position: { x: 5, y: 5 } });
		expect([await view(), await selected()]).toEqual([before, []]);
		expect(await press('ArrowRight')).toEqual(['task3']);
		// An element at the edge, which the keys would bring further in.
		await diagram.page.evaluate(() => window.diagram.viewer.get('canvas').viewbox({ x: 880, y: -20, width: 1400, height: 500 }));
		const scrolled = await view();
		await diagram.page.locator('[data-element-id=task7] .djs-hit').click({ position: { x: 50, y: 8 } });
		expect([await view(), await selected(), await diagram.focused()]).toEqual([scrolled, ['task7'], 'task7']);
		await press('ArrowRight');
		expect(await diagram.page.evaluate(() => document.getAnimations().length)).toBe(0);
	});

	it('work in a Viewer without navigation, in Portuguese, and after another diagram is opened', async () => {
		await diagram.open(await draw(order), { language: 'pt-BR' }, 'plain');
		await diagram.page.evaluate(
			async (xml) => {
				window.diagram.service.setTokens({ consult: { tokens: 1 } });
				await window.diagram.viewer.get('bpmnjs').importXML(xml);
				await window.diagram.shown();
			},
			await draw(order),
		);
		await diagram.page.locator('#before').focus();
		expect(await press('Tab', 'ArrowRight')).toEqual(['start', 'consult']);
		expect(await diagram.page.locator('[data-element-id=consult]').getAttribute('aria-label')).toBe(
			'Tarefa de serviço Consult CRM, vem de Start, vai para Gateway Hot?',
		);
		expect(await diagram.page.locator('.abpmn-badge').count()).toBe(0);
		for (const part of ['#canvas [role=application]', '.abpmn-live', '.abpmn-hint', '.abpmn-outline'])
			expect(await diagram.page.locator(part).getAttribute('lang')).toBe('pt-BR');
		await diagram.page.evaluate(() => window.diagram.viewer.get('bpmnjs').destroy());
		expect(await diagram.page.locator('.abpmn-live, .abpmn-hint, .abpmn-outline').count()).toBe(0);
		expect(await diagram.complaints()).toEqual([]);
	});
});
