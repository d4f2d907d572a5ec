import type { Locator, Page } from 'playwright-core';
import { waitUntil } from '../../../support/wait-until';
import { CredentialDialog } from './credential-dialog';
import { waitUntilShown } from './executions';
import type { Hand } from './hand';

/** The open panel of a node. Fields are named by their labels. */
export class Panel {
	readonly credential: CredentialDialog;

	constructor(
		readonly page: Page,
		readonly hand: Hand,
	) {
		this.credential = new CredentialDialog(page, hand);
	}

	/** The labels of the fields. */
	async fields(): Promise<string[]> {
		return (await this.#ndv.getByTestId('node-parameters').locator('label[for]').allInnerTexts()).map(
			(text) => text.trim().split('\n')[0]!,
		);
	}

	/** The fields that are marked red, or whose list could not be loaded. */
	async complaints(): Promise<string[]> {
		const marks = this.parameters
			.locator('[data-test-id="parameter-issues"], [data-test-id="rlc-error-container"]')
			.locator('visible=true');
		return marks.evaluateAll((found) => found.map((mark) => mark.closest('[data-test-id="parameter-item"]')?.textContent ?? ''));
	}

	/** Chooses one of a field's options. */
	async choose(label: string, option: string): Promise<void> {
		await this.hand.click((await this.#input(label)).locator('input').first());
		await this.hand.click(this.page.getByRole('option', { name: option }).locator('visible=true').first());
	}

	/** What a field offers. */
	async readOptions(label: string): Promise<string[]> {
		await this.hand.click((await this.#input(label)).locator('input').first());
		const shown = this.page.getByRole('option').locator('visible=true');
		await shown.first().waitFor();
		const names = (await shown.allInnerTexts()).map((text) => text.trim().split('\n')[0]!);
		await this.page.keyboard.press('Escape');
		return names;
	}

	/** What a field's list holds once it is loaded. */
	async readList(label: string): Promise<string[]> {
		const input = await this.#input(label);
		await this.hand.click(input.getByTestId('rlc-input'));
		const names = await this.#loadedList();
		await this.page.keyboard.press('Escape');
		return names;
	}

	/** Chooses from a field's list. */
	async pick(label: string, entry: string): Promise<void> {
		const input = await this.#input(label);
		const mode = input.getByTestId('rlc-mode-selector').locator('input');
		if ((await mode.inputValue()) !== 'From list') {
			await this.hand.click(mode);
			await this.hand.click(this.page.getByRole('option', { name: 'From list' }).locator('visible=true').first());
		}
		await this.hand.click(input.getByTestId('rlc-input'));
		await this.#loadedList();
		await this.hand.click(this.page.getByTestId('rlc-item').locator('visible=true').getByText(entry, { exact: true }).first());
	}

	/** Says in another way than from the list what is meant: by its name, its URL. */
	async locate(label: string, mode: string, text: string): Promise<void> {
		const input = await this.#input(label);
		await this.hand.click(input.getByTestId('rlc-mode-selector').locator('input'));
		await this.hand.click(this.page.getByRole('option', { name: mode }).locator('visible=true').first());
		await this.hand.type(input.getByTestId('rlc-input'), text);
	}

	/** Types into a field, as a text or, with `{{ }}` in it, as an expression. */
	async type(label: string, text: string): Promise<void> {
		const input = await this.#input(label);
		const editor = input.locator('.cm-content');
		if (await editor.count()) return this.hand.type(editor.first(), text);
		await this.hand.type(input.locator('textarea, input').last(), text);
	}

	/** Turns a field into an expression and types it. */
	async express(label: string, expression: string): Promise<void> {
		const input = await this.#input(label);
		await input.hover();
		const name = await this.#findName(label);
		const toggle = this.page.getByTestId(`${name}-parameter-input-options-container`).getByTestId('radio-button-expression');
		await this.hand.click(toggle);
		await this.hand.type((await this.#input(label)).locator('.cm-content').first(), expression);
	}

	/** What a field holds. */
	async readValue(label: string): Promise<string> {
		const input = await this.#input(label);
		const editor = input.locator('.cm-content');
		if (await editor.count()) return editor.first().innerText();
		return input.locator('input, textarea').last().inputValue();
	}

	async toggle(label: string): Promise<void> {
		await this.hand.click((await this.#input(label)).locator('.el-switch'));
	}

	/** Adds a field of a collection, such as an option. */
	async addOption(collection: string, option: string): Promise<void> {
		const name = await this.#findName(collection);
		const item = this.#ndv
			.getByTestId('parameter-item')
			.filter({ has: this.page.locator(`label[for="${name}"]`) })
			.last();
		const list = item.getByTestId('collection-parameter-add').locator('input').last();
		// Where there is one option only, n8n has a button that adds it.
		const button = item.getByRole('button', { name: 'Add Option' }).last();
		await list.or(button).first().waitFor();
		if ((await list.count()) === 0) return this.add(button);
		await this.hand.click(list);
		await this.hand.click(this.page.getByRole('option', { name: option }).locator('visible=true').first());
	}

	/** Adds a guardrail to the form of a policy. */
	async addGuardrail(name: string): Promise<void> {
		await this.hand.click(this.parameters.getByPlaceholder('Add Guardrail'));
		await this.add(this.page.getByRole('option', { name, exact: true }).locator('visible=true').first());
	}

	/** Adds a field to n8n's own form: its label and, unless it is a text, its kind. */
	async addFormField(label: string, kind: string): Promise<void> {
		await this.add(this.parameters.getByTestId('fixed-collection-add').first());
		await this.choose('Element Type', kind);
		await this.type('Label', label);
	}

	/** Adds a row to a list of rows, and types into one of its fields. */
	async addRow(label: string, text: string): Promise<void> {
		await this.add(this.parameters.getByTestId('fixed-collection-add').first());
		await this.type(label, text);
	}

	/** Presses a button that adds fields, and goes on once they are there: until then, a field of that name is one of the row before. */
	async add(button: Locator): Promise<void> {
		const fields = this.parameters.locator('label[for]');
		const before = await fields.count();
		await this.hand.click(button);
		await waitUntil('more fields in the panel', async () => (await fields.count()) > before, { everyMs: 50 });
	}

	/** Reads the address at which a trigger listens while it is tested. */
	async readTestUrl(): Promise<string> {
		const shown = this.#ndv.locator('.webhook-url').first();
		if (!(await shown.isVisible())) await this.hand.click(this.#ndv.getByText('Webhook URLs', { exact: true }));
		await shown.waitFor();
		return (await shown.innerText()).trim();
	}

	/** Presses a trigger's button: it waits for its event until the output shows one. */
	async listen(): Promise<void> {
		await this.hand.click(this.#ndv.getByTestId('node-execute-button'));
	}

	/** Presses "Execute step", and looks up again once the editor shows this run: until then the output is that of the run before. */
	async execute(): Promise<void> {
		const button = this.#ndv.getByTestId('node-execute-button');
		const beginning = this.page.waitForResponse((response) => /\/run\b/.test(response.url()));
		await this.hand.click(button);
		const { data } = (await (await beginning).json()) as { data?: { executionId?: string } };
		if (data?.executionId) await waitUntilShown(this.page, data.executionId);
		await button.getByText('Execute step').waitFor();
	}

	/** What the output shows once it holds the text. */
	output(text: string): Promise<string> {
		return this.#read(`"${text}" in the output`, this.#output, (shown) => shown.includes(text));
	}

	/** What the output shows in place of data: the message of an error, and below it what to do. */
	async error(): Promise<string> {
		const message = this.page.getByTestId('node-error-message');
		const view = this.#output.getByTestId('ndv-data-container').filter({ has: message });
		return this.#read('an error in the output', view, (shown) => shown.length > 0);
	}

	/** The text above the output. */
	hint(): Promise<string> {
		return this.#read('a hint above the output', this.#output.getByTestId('run-data-hints'), (shown) => shown.length > 0);
	}

	/** Clicks a link in the output, which opens a separate page. */
	async openLink(text: string): Promise<Page> {
		const opening = this.page.waitForEvent('popup');
		await this.hand.click(this.#output.getByRole('link', { name: text }).first());
		return opening;
	}

	async #read(what: string, place: Locator, isWanted: (shown: string) => boolean): Promise<string> {
		let shown = '';
		const look = async () => {
			shown = (await place.count()) ? (await place.first().innerText()).trim() : '';
			return isWanted(shown) && shown;
		};
		return waitUntil(what, look, { seen: () => shown, everyMs: 100 });
	}

	async close(): Promise<void> {
		await this.hand.click(this.#ndv.getByTestId('ndv-close-button'));
		await this.#ndv.waitFor({ state: 'detached' });
	}

	/** What the node's author wrote, as an image: all of it, also what one has to scroll to. */
	async picture(): Promise<Buffer> {
		const size = this.page.viewportSize() ?? { width: 1_400, height: 900 };
		await this.page.setViewportSize({ ...size, height: 2_400 });
		try {
			await this.page.mouse.move(0, 0);
			// Options of a list are asked for when the panel opens; meanwhile its field has another height.
			await this.page.waitForFunction(`![...document.querySelectorAll('[data-test-id=node-parameters] input')]
				.some(({ value, placeholder }) => /^Loading/.test(value || placeholder))`);
			const fields = this.parameters.getByTestId('parameter-item').locator('visible=true');
			const [panel, last] = await Promise.all([this.parameters.boundingBox(), fields.last().boundingBox()]);
			const height = last!.y + last!.height - panel!.y;
			return await this.page.screenshot({ clip: { ...panel!, height }, animations: 'disabled', caret: 'hide' });
		} finally {
			await this.page.setViewportSize(size);
		}
	}

	/** Its middle part. */
	get parameters(): Locator {
		return this.#ndv.getByTestId('node-parameters');
	}

	get #output(): Locator {
		return this.#ndv.getByTestId('output-panel');
	}

	get #ndv(): Locator {
		return this.page.getByTestId('ndv');
	}

	async #loadedList(): Promise<string[]> {
		const list = this.page
			.locator('[data-test-id="rlc-item"], [data-test-id="rlc-error-container"], [data-test-id="rlc-error-code"]')
			.or(this.page.getByText('No results', { exact: true }))
			.locator('visible=true');
		await list.first().waitFor();
		return list.allInnerTexts();
	}

	/** The parameter of a label. */
	async #findName(label: string): Promise<string> {
		const labels = this.parameters.locator('label[for]');
		let seen: string[] = [];
		const look = async () => {
			seen = (await labels.allInnerTexts()).map((text) => text.trim().split('\n')[0]!);
			return seen.includes(label) && labels.nth(seen.indexOf(label)).getAttribute('for');
		};
		return waitUntil(`a field "${label}" in the panel`, look, { seen: () => seen.join(', '), forMs: 10_000, everyMs: 50 });
	}

	async #input(label: string): Promise<Locator> {
		return this.#ndv.getByTestId(`parameter-input-${await this.#findName(label)}`).last();
	}
}
