import { join } from 'node:path';
import { selectors, type Page } from 'playwright-core';
import { openPage } from '../shared/chromium';
import { owner, type World } from './world';

/** The real editor in a headless browser. */
export interface Editor {
	openWorkflow(id: string): Promise<void>;
	nodesOnCanvas(): Promise<Array<string | null>>;
	/** The paths of the nodes' icons. */
	iconsOnCanvas(): Promise<string[]>;
	openPanel(node: string): Promise<void>;
	/** The names of the open panel's fields. */
	fields(): Promise<string[]>;
	/** Presses "Execute step" in the open panel, and gives what the output shows. */
	execute(): Promise<string>;
	/** Into the folder TROUPE_IMAGES, by default build/. */
	screenshot(name: string): Promise<void>;
	/** What the browser's console holds and n8n alone does not cause. */
	errorsOfOurs(): string[];
	close(): Promise<void>;
}

/** What n8n's own editor logs on a machine without internet, seen with no package of ours installed. */
const OF_N8N = [/api\.n8n\.io/, /posthog|rudder|sentry/i, /ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED/];

/** Opens the browser and signs the owner in. */
export async function openEditor(world: World, executablePath: string): Promise<Editor> {
	selectors.setTestIdAttribute('data-test-id');
	const { page, close } = await openPage(executablePath);
	const errors = recordErrors(page);
	await page.request.post(`${world.url}/rest/login`, { data: { emailOrLdapLoginId: owner.email, password: owner.password } });
	return {
		...editorOn(page, world.url),
		errorsOfOurs: () => errors.filter((error) => !OF_N8N.some((pattern) => pattern.test(error))),
		close,
	};
}

function recordErrors(page: Page): string[] {
	const errors: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
	});
	page.on('pageerror', (error) => errors.push(error.message));
	return errors;
}

type Actions = Omit<Editor, 'errorsOfOurs' | 'close'>;

function editorOn(page: Page, url: string): Actions {
	const node = (name: string) => page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	return {
		openWorkflow: async (id) => {
			await page.goto(`${url}/workflow/${id}`);
			await page.getByTestId('canvas-node').first().waitFor({ state: 'attached' });
			await page.getByTestId('zoom-to-fit').click();
		},
		nodesOnCanvas: () => page.getByTestId('canvas-node').evaluateAll((nodes) => nodes.map((found) => found.getAttribute('data-node-name'))),
		iconsOnCanvas: async () => {
			const icons = page.getByTestId('canvas-node').locator('img');
			await icons.first().waitFor();
			const sources = await icons.evaluateAll((images) => images.map((image) => image.getAttribute('src') ?? ''));
			return sources.map((source) => source.slice(source.indexOf('/icons/')));
		},
		openPanel: async (name) => {
			await node(name).locator('[data-canvas-node-render-type]').dblclick();
			await page.getByTestId('node-parameters').waitFor();
		},
		fields: async () =>
			(await page.getByTestId('node-parameters').getByTestId('input-label').allInnerTexts()).map((text) => text.trim().split('\n')[0]!),
		execute: async () => {
			await page.getByTestId('node-execute-button').click();
			const output = page.getByTestId('output-panel');
			await output.getByText('outcome').first().waitFor();
			await output.getByTestId('radio-button-schema').click();
			await output.getByText('citations[0]').waitFor();
			return output.innerText();
		},
		screenshot: async (name) => {
			await page.waitForTimeout(1_000); // until what moves has come to rest
			await page.screenshot({ path: join(process.env.TROUPE_IMAGES ?? 'build', `${name}.png`) });
		},
	};
}
