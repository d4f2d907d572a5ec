import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { bundlePage } from '../../shared/bundle-page';
import { openPage } from '../../shared/chromium';

const requireHere = createRequire(__filename);
const styles = [
	'bpmn-js/dist/assets/diagram-js.css',
	'bpmn-js/dist/assets/bpmn-js.css',
	'@bpmn-io/properties-panel/dist/assets/properties-panel.css',
];
const layout = 'body { margin: 0; display: flex; height: 100vh } #canvas { flex: 1 } #properties { width: 420px; overflow: auto }';

interface ModelerPage {
	open(xml: string, templates: unknown[]): Promise<string[]>;
	offered(elementId: string): string[];
	apply(elementId: string, templateId: string): void;
	xml(): Promise<string>;
}
declare const window: { modeler: ModelerPage };

/** What Camunda Modeler is made of (bpmn-js, its properties panel and its element templates) in a real browser. */
export interface Modeler {
	/** What the model's import and the templates' check complained about. */
	open(xml: string, templates: unknown[]): Promise<string[]>;
	offered(elementId: string): Promise<string[]>;
	/** Makes the element what the template says, and shows its form. */
	apply(elementId: string, templateId: string): Promise<void>;
	/** What the form says is wrong, by the label of the field. */
	problems(): Promise<Record<string, string>>;
	/** Types the value into the form's field of this label, as a person does. */
	fill(label: string, value: string): Promise<void>;
	xml(): Promise<string>;
	/** Into the folder TROUPE_IMAGES; nothing without it. */
	screenshot(name: string): Promise<void>;
	errors(): string[];
	close(): Promise<void>;
}

export async function openModeler(executablePath: string): Promise<Modeler> {
	const script = await bundlePage(join(__dirname, 'page.mjs'));
	const { page, close } = await openPage(executablePath);
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	await page.setContent('<body><div id="canvas"></div><div id="properties"></div></body>');
	for (const style of styles) await page.addStyleTag({ path: requireHere.resolve(style) });
	await page.addStyleTag({ content: layout });
	await page.addScriptTag({ content: script });
	return { ...modelerOn(page), errors: () => errors, close };
}

function modelerOn(page: Page): Omit<Modeler, 'errors' | 'close'> {
	const entries = page.locator('#properties [data-entry-id^="custom-entry"]');
	const labelOf = (entry: Locator) => entry.locator('label').first();
	const field = (label: string): Locator => entries.filter({ has: page.getByText(label, { exact: true }) });
	return {
		open: (xml, templates) => page.evaluate((given) => window.modeler.open(given.xml, given.templates), { xml, templates }),
		offered: (elementId) => page.evaluate((id) => window.modeler.offered(id), elementId),
		apply: async (elementId, templateId) => {
			await page.evaluate(([element, template]) => window.modeler.apply(element!, template!), [elementId, templateId]);
			// Groups are closed until somebody opens them.
			const closed = page.locator('#properties .bio-properties-panel-group-header:not(.open)');
			await closed.evaluateAll((headers) => headers.forEach((header) => (header as unknown as { click(): void }).click()));
		},
		problems: async () => {
			const wrong = await entries.filter({ has: page.locator('.bio-properties-panel-error') }).all();
			const found = wrong.map(async (entry) => [
				await labelOf(entry).innerText(),
				await entry.locator('.bio-properties-panel-error').innerText(),
			]);
			return Object.fromEntries(await Promise.all(found)) as Record<string, string>;
		},
		fill: async (label, value) => {
			const input = field(label).locator('input, textarea, [contenteditable="true"]').last();
			await input.fill(value);
			await input.blur();
		},
		xml: () => page.evaluate(() => window.modeler.xml()),
		screenshot: async (name) => {
			if (process.env.TROUPE_IMAGES) await page.screenshot({ path: join(process.env.TROUPE_IMAGES, `${name}.png`) });
		},
	};
}
