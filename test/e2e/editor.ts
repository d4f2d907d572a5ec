import { join } from 'node:path';
import { selectors, type Page } from 'playwright-core';
import { openPage } from '../shared/chromium';
import { owner } from './boot';
import type { World } from './world';

/** The real editor in a headless browser. */
export interface Editor {
	openWorkflow(id: string): Promise<void>;
	nodesOnCanvas(): Promise<Array<string | null>>;
	/** The paths of the nodes' icons. */
	iconsOnCanvas(): Promise<string[]>;
	openPanel(node: string): Promise<void>;
	/** The names of the open panel's fields. */
	fields(): Promise<string[]>;
	/** What the open panel's field offers. */
	options(field: string): Promise<string[]>;
	/** Chooses among the options of the open panel's field. */
	choose(field: string, option: string): Promise<void>;
	closePanel(): Promise<void>;
	/** The names of a node's outputs, as the canvas shows them. */
	readOutputs(node: string): Promise<string[]>;
	/** Presses "Execute step" in the open panel, and gives what the output shows. */
	execute(): Promise<string>;
	/** Presses the canvas's button, and gives what the notification says. */
	executeWorkflow(): Promise<string>;
	/** Presses "Execute step" in the open panel, and gives what the notification says. */
	executeRefused(): Promise<string>;
	/** Publishes the open workflow, and gives what the notification says. */
	publish(): Promise<string>;
	/** Into the folder TROUPE_IMAGES; nothing without it. */
	screenshot(name: string): Promise<void>;
	/** Returns the errors in the browser's console that n8n itself does not cause. */
	collectOwnErrors(): string[];
	close(): Promise<void>;
}

/** What n8n's editor also logs without our package: about schemas of its own nodes, and on a machine without internet. */
const ofN8n = [
	/\/schemas\/n8n-nodes-(langchain|base)\./,
	/api\.n8n\.io/,
	/posthog|rudder|sentry/i,
	/ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED/,
];

/** Opens the browser and signs the owner in. */
export async function openEditor(world: World, executablePath: string): Promise<Editor> {
	selectors.setTestIdAttribute('data-test-id');
	const { page, close } = await openPage(executablePath);
	const errors = recordErrors(page);
	await page.request.post(`${world.url}/rest/login`, { data: { emailOrLdapLoginId: owner.email, password: owner.password } });
	return {
		...editorOn(page, world.url),
		collectOwnErrors: () => errors.filter((error) => !ofN8n.some((pattern) => pattern.test(error))),
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

type Actions = Omit<Editor, 'collectOwnErrors' | 'close'>;

function editorOn(page: Page, url: string): Actions {
	/** Reads the newest one, and closes it. */
	const notification = async () => {
		const shown = page.locator('.el-notification').last();
		await shown.waitFor();
		const text = await shown.innerText();
		await shown.locator('.el-notification__closeBtn').click();
		await shown.waitFor({ state: 'detached' });
		return text;
	};
	const node = (name: string) => page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	return {
		openWorkflow: async (id) => {
			await page.goto(`${url}/workflow/${id}`);
			await page.getByTestId('canvas-node').first().waitFor({ state: 'attached' });
			await page.getByTestId('zoom-to-fit').click();
		},
		nodesOnCanvas: () => page.getByTestId('canvas-node').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-name'))),
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
		choose: async (field, option) => {
			await page.getByTestId(`parameter-input-${field}`).locator('input').click();
			await page.getByRole('option', { name: option }).first().click();
		},
		options: async (field) => {
			await page.getByTestId(`parameter-input-${field}`).locator('input').click();
			const shown = page.getByRole('option').locator('visible=true');
			await shown.first().waitFor();
			const names = (await shown.allInnerTexts()).map((text) => text.trim().split('\n')[0]!);
			await page.keyboard.press('Escape');
			return names;
		},
		closePanel: async () => {
			await page.keyboard.press('Escape');
			await page.getByTestId('node-parameters').waitFor({ state: 'detached' });
		},
		readOutputs: (name) => page.locator(`[data-test-id="canvas-node-output-handle"][data-node-name="${name}"]`).allInnerTexts(),
		execute: async () => {
			await page.getByTestId('node-execute-button').click();
			const output = page.getByTestId('output-panel');
			await output.getByText('outcome').first().waitFor();
			await output.getByTestId('radio-button-schema').click();
			await output.getByText('citations[0]').first().waitFor();
			return output.innerText();
		},
		executeWorkflow: async () => {
			await page.getByTestId('execute-workflow-button').first().click();
			return notification();
		},
		executeRefused: async () => {
			await page.getByTestId('node-execute-button').click();
			return notification();
		},
		publish: async () => {
			await page.getByTestId('workflow-open-publish-modal-button').first().click();
			await page.getByTestId('workflow-publish-button').first().click();
			return notification();
		},
		screenshot: async (name) => {
			if (!process.env.TROUPE_IMAGES) return;
			await page.waitForTimeout(1_000); // until what moves has come to rest
			await page.screenshot({ path: join(process.env.TROUPE_IMAGES, `${name}.png`) });
		},
	};
}
