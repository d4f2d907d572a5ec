import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeSlow } from '../../../test/support/slow-tests';
import { waitUntil } from '../../../test/support/wait-until';
import { readAccessibilityTree } from './support/accessibility-tree';
import { openDiagramPage, type DiagramPage, type DiagramWindow } from './support/diagram-page';
import { chainOf, draw, drilldown, examples } from './support/models';

interface AxeResult {
	violations: Array<{ id: string; nodes: Array<{ html: string }> }>;
	passes: unknown[];
}
declare const window: DiagramWindow & Window & { axe: { run(root: Document, options: object): Promise<AxeResult> } };

const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

describeSlow('a page with a diagram', () => {
	let diagram: DiagramPage;
	beforeAll(async () => {
		diagram = await openDiagramPage();
	});
	afterAll(() => diagram.close());

	/** Shows something of everything. */
	const fill = () =>
		diagram.page.evaluate(async () => {
			const { service } = window.diagram;
			const ids = [...service.graph.order];
			service.setTokens(
				Object.fromEntries(ids.map((id, index) => [id, { tokens: index % 3, incidents: index % 2, status: index % 4 ? '' : 'waiting' }])),
			);
			service.setHeat(Object.fromEntries(ids.map((id, index) => [id, index])), { label: 'Cost' });
			await window.diagram.shown();
			service.focus();
		});
	const themes = ['light', 'dark'] as const;
	const languages = ['en', 'pt'] as const;
	const models = [examples.find(({ name }) => name === 'sdr.bpmn')!, examples[0]!, { name: 'drilldown', xml: () => drilldown }];

	describe.each(themes)('in the theme %s', (theme) => {
		it.each(languages.flatMap((language) => models.map(({ name, xml }) => ({ language, name, xml }))))(
			'has no violation that axe finds in $name in $language',
			async ({ language, xml }) => {
				await diagram.page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
				await diagram.page.emulateMedia({ colorScheme: theme });
				await diagram.open(await xml(), { language });
				await fill();
				await diagram.page.evaluate(axe);
				const { violations, passes } = await diagram.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
				expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
				expect(passes.length).toBeGreaterThan(10);
			},
		);

		it('draws a focus ring of which one line contrasts with any colour by 3 to 1', async () => {
			await diagram.page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
			await diagram.open(drilldown);
			await diagram.page.evaluate(() => window.diagram.service.focus());
			const [halo, line] = await diagram.page.evaluate(() =>
				[...document.querySelectorAll('.abpmn-ring')].map((each) => {
					const { display, stroke } = getComputedStyle(each);
					return { display, rgb: stroke.match(/\d+/g)!.slice(0, 3).map(Number) };
				}),
			);
			expect([halo?.display, line?.display]).toEqual(['inline', 'inline']);
			// Two lines that contrast by 9 to 1 leave no colour that is within 3 to 1 of both.
			expect(contrast(halo!.rgb, line!.rgb)).toBeGreaterThanOrEqual(9);
		});
	});

	it('shows hostile names as text (bpmn-io/bpmn-js#1073) (camunda/camunda-modeler#1409)', async () => {
		const hostile = '&lt;img src=x onerror=&quot;window.hacked=1&quot;&gt;&lt;script&gt;window.hacked=1&lt;/script&gt;&#x202e;{names}';
		await diagram.open(
			await draw(`<bpmn:startEvent id="start" name="${hostile}"/><bpmn:sequenceFlow id="f" name="${hostile}" sourceRef="start" targetRef="sub"/>
			<bpmn:subProcess id="sub" name="${hostile}"><bpmn:task id="inner" name="${'x'.repeat(5_000)}"/></bpmn:subProcess>`),
		);
		await diagram.page.evaluate(async () => {
			const html = '<img src=x onerror="window.hacked=1">';
			const { service } = window.diagram;
			service.setTokens({ start: { tokens: 1, status: html } });
			service.setTokens({ start: { tokens: 2, status: html } });
			service.setHeat({ start: 1 }, { label: html, format: () => html });
			await window.diagram.shown();
		});
		expect(await diagram.page.evaluate(() => [window.hacked, document.querySelectorAll('img, #canvas script').length])).toEqual([
			undefined,
			0,
		]);
		const [start, , inner] = await readAccessibilityTree(diagram);
		const text = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> {names}';
		expect(start?.name).toContain(`Start event ${text}, 2 tokens, <img src=x`);
		expect(start?.name).toContain(`to ${text} (${text})`);
		expect(inner!.name.length).toBeLessThan(250);
		expect(await diagram.page.locator('.abpmn-badge-status').innerText()).toContain('<img');
		expect(await diagram.complaints()).toEqual([]);
	});

	it('has no style in its markup and works under Trusted Types (bpmn-io/bpmn-js#1625)', async () => {
		await diagram.open(drilldown);
		await fill();
		await diagram.page.evaluate(() => window.diagram.service.focus('inside'));
		expect(await diagram.page.evaluate(() => document.querySelectorAll('style').length)).toBe(0);
		const own = ['badge', 'badge *', 'ring', 'live', 'hint', 'outline', 'outline *', 'legend', 'legend *', 'keys *'];
		const styled = own.map((name) => `.abpmn-${name}[style]`).join(', ');
		expect(await diagram.page.locator(styled).evaluateAll((each) => each.map(({ outerHTML }) => outerHTML))).toEqual([]);
		expect(await diagram.complaints()).toEqual([]);
	});

	it('shows 500 elements that change 50 times with one overlay each, and changes texts only', async () => {
		await diagram.open(chainOf(500));
		const counts = await diagram.page.evaluate(async () => {
			const { service, viewer, shown } = window.diagram;
			const overlays = viewer.get('overlays');
			const result = { added: 0, removed: 0, frames: 0, writes: 0, attributes: 0 };
			const { add, remove } = overlays;
			overlays.add = (...args: unknown[]) => (result.added++, add.apply(overlays, args));
			overlays.remove = (...args: unknown[]) => (result.removed++, remove.apply(overlays, args));
			const all = (tokens: number) => Object.fromEntries(service.graph.order.map((id) => [id, { tokens }]));
			service.setTokens(all(1));
			await shown();
			const first = { ...result };
			const observer = new MutationObserver((records) => {
				for (const { type } of records) result[type === 'attributes' ? 'attributes' : 'writes']++;
			});
			for (const place of ['#canvas', '#outline'])
				observer.observe(document.querySelector(place)!, { subtree: true, childList: true, attributes: true, characterData: true });
			const request = window.requestAnimationFrame;
			window.requestAnimationFrame = (run: FrameRequestCallback) => (result.frames++, request(run));
			// Fifty updates of all elements before one frame, the last of which changes ten elements.
			for (let update = 0; update < 50; update++) service.setTokens(all(update % 2 === 0 ? 7 : 1));
			service.setTokens(Object.fromEntries(service.graph.order.slice(0, 10).map((id) => [id, { tokens: 2 }])));
			window.requestAnimationFrame = request;
			await shown();
			observer.takeRecords();
			await shown();
			observer.disconnect();
			return { first, result };
		});
		expect(counts.first).toMatchObject({ added: 500, removed: 0 });
		expect(counts.result).toMatchObject({ added: 500, removed: 0, frames: 1 });
		// The badge and the outline, and the name: three for each of the ten.
		expect(counts.result.writes).toBeLessThanOrEqual(20);
		expect(counts.result.attributes).toBeLessThanOrEqual(10);
		expect(counts.result.writes + counts.result.attributes).toBeGreaterThan(0);
	});

	it('tells changes together, bounded, and not the first state (RaspberryPiFoundation/blockly#9632) (w3c/wcag21#541)', async () => {
		await diagram.open(chainOf(30));
		const text = () => diagram.page.locator('.abpmn-live').innerText();
		await diagram.page.evaluate(async () => {
			const { service, shown } = window.diagram;
			window.told = [];
			new MutationObserver(() => window.told?.push(document.querySelector('.abpmn-live')!.textContent)).observe(
				document.querySelector('.abpmn-live')!,
				{ subtree: true, childList: true },
			);
			const all = (tokens: number) => Object.fromEntries(service.graph.order.map((id) => [id, { tokens }]));
			service.setTokens(all(1));
			await shown();
			service.setTokens(all(2));
			await shown();
			service.setTokens({ task1: null, task2: { tokens: 3, incidents: 1 } });
			await shown();
		});
		await waitUntil('the changes', text);
		expect(await text()).toBe(
			'Step task1: no tokens; Step task2: 3 tokens, 1 incident; Step task3: 2 tokens; Step task4: 2 tokens; Step task5: 2 tokens; and 25 other changes',
		);
		expect(await diagram.page.evaluate(() => window.told?.length)).toBe(1);
		expect(await diagram.page.locator('.abpmn-live').getAttribute('aria-live')).toBe('polite');
	});

	it('tells values in words and levels, not by colour alone, and takes them away again (isle-project/isle-editor#63)', async () => {
		await diagram.open(chainOf(3));
		const set = (values: Record<string, number> | null) =>
			diagram.page.evaluate(async (heat) => {
				const unknown = window.diagram.service.setHeat(heat, { label: 'Cost', format: (value) => `$${value.toFixed(2)}` });
				await window.diagram.shown();
				return unknown;
			}, values);
		expect(await set({ task1: 0.5, task2: 4, gone: 9 })).toEqual(['gone']);
		expect(await diagram.page.locator('.abpmn-badge-heat').allInnerTexts()).toEqual(['$0.50', '$4.00']);
		expect((await readAccessibilityTree(diagram))[1]?.name).toBe('Service task Step task2, Cost $4.00, from Step task1, to Step task3');
		expect(await diagram.page.locator('#legend li').allInnerTexts()).toEqual([
			'Level 1 of 5: $0.50, 1 element',
			'Level 5 of 5: $4.00, 1 element',
		]);
		await set(null);
		expect(await diagram.page.locator('.abpmn-badge, #legend li, .djs-element[class*=abpmn-heat]').count()).toBe(0);
	});
});

/** WCAG 2.2, "contrast ratio". */
function contrast(one: number[], other: number[]): number {
	const [light, dark] = [luminance(one), luminance(other)].sort((first, second) => second - first);
	return (light! + 0.05) / (dark! + 0.05);
}

function luminance(rgb: number[]): number {
	const [red, green, blue] = rgb
		.map((value) => value / 255)
		.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
