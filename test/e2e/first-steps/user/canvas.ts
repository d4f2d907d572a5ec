import type { Locator, Page } from 'playwright-core';
import type { Hand } from './hand';
import type { Picker } from './picker';

/** A node to take: what is typed into the search, its name there, and an action when it has several. */
export interface Choice {
	search: string;
	name: string;
	action?: string;
}

/** The canvas of one workflow. Each verb that adds a node leaves its panel open, as n8n does. */
export class Canvas {
	constructor(
		readonly page: Page,
		readonly hand: Hand,
		readonly picker: Picker,
		readonly url: string,
	) {}

	/** Opens an empty canvas of a new workflow. */
	async startAnew(): Promise<void> {
		// By its address, so that dialogs of an earlier test are closed.
		await this.page.goto(`${this.url}/workflow/new`, { waitUntil: 'commit' });
		// The page of a workflow that was open before may still be there.
		await this.page.locator('[data-test-id="canvas-node"]').first().waitFor({ state: 'detached' });
		// The editor loads again: 50 seconds on a machine that does much else.
		await this.page.getByTestId('canvas-plus-button').waitFor({ timeout: 150_000 });
		this.hand.rest();
	}

	/** The first node, which is a trigger: one that the picker lists, or one that a search finds. */
	async begin(trigger: string | Choice): Promise<void> {
		await this.hand.click(this.page.getByTestId('canvas-plus-button'));
		if (typeof trigger === 'string') return this.picker.pick(trigger);
		await this.#take(trigger);
	}

	/** Begins with the trigger that has no fields, and so no panel that opens. */
	async beginByHand(): Promise<void> {
		await this.hand.click(this.page.getByTestId('canvas-plus-button'));
		await this.hand.click(this.page.getByTestId('node-creator-item-name').getByText('Trigger manually', { exact: true }));
		await this.page.getByTestId('canvas-node').waitFor();
	}

	/** Adds a node to another one's output. */
	async addAfter(node: string, choice: Choice, output = 0): Promise<void> {
		await this.#clickPlus(this.#handle('output', node).nth(output));
		await this.#take(choice);
	}

	/** Adds a node to an input for models, tools or memory. */
	async addInto(node: string, input: string, choice: Choice): Promise<void> {
		await this.openPickerInto(node, input);
		await this.#take(choice);
	}

	/** Adds a node that is connected to nothing, such as a second trigger. */
	async addApart(choice: Choice): Promise<void> {
		await this.openPicker();
		await this.#take(choice);
	}

	async openPicker(): Promise<void> {
		await this.hand.click(this.page.getByTestId('node-creator-plus-button'));
		await this.page.getByTestId('node-creator').waitFor();
	}

	async openPickerAfter(node: string): Promise<void> {
		await this.#clickPlus(this.#handle('output', node));
	}

	async openPickerInto(node: string, input: string): Promise<void> {
		await this.#clickPlus(this.#handle('input', node).filter({ hasText: new RegExp(`^\\s*${input}`) }));
	}

	/** Opens the panel of a node. */
	async open(node: string): Promise<void> {
		await this.hand.doubleClick(this.node(node).locator('[data-canvas-node-render-type]'));
		await this.page.getByTestId('ndv').waitFor();
	}

	/** Imports a workflow by the menu beside its name. */
	async importFile(path: string): Promise<void> {
		await this.hand.click(this.page.getByTestId('workflow-menu'));
		await this.hand.click(this.page.getByRole('menuitem', { name: 'Import', exact: true }));
		const choosing = this.page.waitForEvent('filechooser');
		await this.hand.click(this.page.getByRole('menuitem', { name: 'From file' }));
		await (await choosing).setFiles(path);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** The nodes that show the red triangle. */
	async listComplaining(): Promise<string[]> {
		const names = await this.page
			.getByTestId('canvas-node')
			.filter({ has: this.page.getByTestId('node-issues') })
			.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-name') ?? ''));
		return names.sort();
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Whether the node shows the red triangle. */
	async isComplaining(node: string): Promise<boolean> {
		return (await this.node(node).getByTestId('node-issues').count()) > 0;
	}

	/** The text below the node's name. */
	async readSubtitle(node: string): Promise<string> {
		return this.node(node).locator('[class*="subtitle"]').first().innerText();
	}

	/** Presses "Execute workflow". */
	async run(): Promise<void> {
		await this.hand.click(this.page.getByTestId('execute-workflow-button').first());
	}

	/** Executes a workflow that begins with a form, and hands in files in the window that opens. */
	async submitForm(files: string[]): Promise<void> {
		const opening = this.page.waitForEvent('popup');
		await this.run();
		const form = await opening;
		await form.locator('input[type="file"]').setInputFiles(files);
		await this.hand.click(form.locator('button[type="submit"]'));
		await form.getByText('Your response has been recorded').waitFor();
		await form.close();
	}

	/** What a notification says, once there is one that says this. */
	async notification(text: RegExp): Promise<string> {
		const shown = this.page.locator('.el-notification').filter({ hasText: text }).last();
		await shown.waitFor();
		return shown.innerText();
	}

	/** What the editor says while n8n does not answer. */
	async lostConnection(): Promise<string> {
		await this.#connectionSign.waitFor();
		return this.#connectionSign.innerText();
	}

	async foundConnection(): Promise<void> {
		await this.#connectionSign.waitFor({ state: 'detached' });
	}

	/** The workflow's executions, newest first, as their list shows them. */
	async executions(): Promise<string[]> {
		await this.hand.click(this.page.getByTestId('radio-button-executions'));
		const list = this.page.locator('.execution-card');
		await list.first().waitFor();
		const shown = await list.allInnerTexts();
		await this.hand.click(this.page.getByTestId('radio-button-workflow'));
		return shown;
	}

	async #take(choice: Choice): Promise<void> {
		await this.picker.search(choice.search, choice.name);
		await this.picker.pick(choice.name, choice.action);
	}

	get #connectionSign(): Locator {
		return this.page.getByText(/^\s*(Connection lost|Offline)\s*$/).first();
	}

	#handle(side: 'input' | 'output', node: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node-${side}-handle"][data-node-name="${node}"]`);
	}

	async #clickPlus(handle: Locator): Promise<void> {
		await this.hand.offTheRecord(() => this.hand.click(this.page.getByTestId('zoom-to-fit')));
		await this.hand.click(handle.getByTestId('canvas-handle-plus'));
		await this.page.getByTestId('node-creator').waitFor();
	}
}
