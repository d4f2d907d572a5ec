import { resolve } from 'node:path';
import type { chromium as Chromium } from 'playwright-core';
import { bundlePage } from '../bundle-page';
import { findChromium } from '../find-chromium';
import { fromCheckout } from '../../../bench/engines/from-checkout';

/** An input mapping of a task: an empty field has no source. */
export interface InputMapping {
	target: string;
	source?: string;
}

/** What applies element templates in Camunda Modeler, in a real browser. */
export interface HeadlessModeler {
	/** Loads one template and returns what the loader complained about. */
	load(template: unknown): Promise<string[]>;
	/** Applies it to a new task, with a preset, then with changed fields, and returns the task's input mappings for each case. */
	apply(cases: TemplateCase[]): Promise<InputMapping[][]>;
	close(): Promise<void>;
}

export interface TemplateCase {
	presetId?: string;
	changes: InputMapping[];
}

interface ModelerPage {
	load(template: unknown): Promise<string[]>;
	apply(presetId: string | undefined, changes: InputMapping[]): InputMapping[];
}
declare const window: { modeler: ModelerPage };

export async function openHeadlessModeler(): Promise<HeadlessModeler> {
	const executablePath = findChromium();
	if (!executablePath)
		throw new Error('Templates are applied in a browser, and there is no Chromium in PATH. Install it, or set CHROMIUM_PATH.');
	const script = await bundlePage(resolve('test/shared/node-forms/modeler-page.mjs'));
	const { chromium } = fromCheckout('playwright-core') as { chromium: typeof Chromium };
	const browser = await chromium.launch({
		executablePath,
		args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
	});
	const page = await browser.newPage();
	await page.setContent('<body><div id="canvas" style="height: 400px"></div></body>');
	await page.addScriptTag({ content: script });
	return {
		load: (template) => page.evaluate((one) => window.modeler.load(one), template),
		apply: (cases) => page.evaluate((all) => all.map(({ presetId, changes }) => window.modeler.apply(presetId, changes)), cases),
		close: () => browser.close(),
	};
}
