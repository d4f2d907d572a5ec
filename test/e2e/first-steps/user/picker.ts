import type { Page } from 'playwright-core';
import { waitUntil } from '../../../support/wait-until';
import type { Hand } from './hand';

/** The list of nodes that a "+" opens. */
export class Picker {
	constructor(
		readonly page: Page,
		readonly hand: Hand,
	) {}

	/** The names that are listed, best first. */
	names(): Promise<string[]> {
		return this.#names().allInnerTexts();
	}

	/** Types into the search, and waits until the node is among the first that are listed. */
	async search(text: string, name: string, first = 40): Promise<void> {
		const bar = this.#picker().getByTestId('node-creator-search-bar');
		await bar.or(this.#names()).first().waitFor();
		// Where there are few to choose from, n8n lists them without a search.
		if (await bar.count()) await this.hand.type(bar, text);
		let listed: string[] = [];
		const look = async () => {
			listed = await this.names();
			return listed.slice(0, first).includes(name);
		};
		const seen = () => `${listed.indexOf(name) + 1 || 'no'} place in: ${listed.slice(0, 12).join(', ') || 'no results'}`;
		await waitUntil(`"${name}" among the first ${first} nodes that "${text}" finds`, look, { seen, forMs: 5_000, everyMs: 50 });
	}

	/** Takes a listed node, and one of its actions when it has several. */
	async pick(name: string, action?: string): Promise<void> {
		await this.hand.click(this.#names().getByText(name, { exact: true }).first());
		if (action) await this.#pickAction(action);
		else await this.#confirm();
		await this.page.getByTestId('ndv').waitFor();
	}

	/** Reads the triggers and actions of a listed node, by group. */
	async readActions(name: string): Promise<string[]> {
		await this.hand.click(this.#names().getByText(name, { exact: true }).first());
		const groups = this.#picker().getByTestId('node-creator-category-item');
		await groups.first().waitFor();
		return [...(await groups.allInnerTexts()).map((text) => text.trim()), ...(await this.names())];
	}

	/** Words such as "Deprecated" or "Beta" beside the names. */
	tags(): Promise<string[]> {
		return this.#picker().getByTestId('node-creator-node-item').locator('[class*="tag"]').allInnerTexts();
	}

	async openAiView(): Promise<void> {
		await this.hand.click(this.#names().getByText('AI', { exact: true }).first());
		await this.#picker().getByText('Select an AI Node to add to your workflow').waitFor();
	}

	/** While it changes from one view to another it does not hear the key, so a person presses it again. */
	async close(): Promise<void> {
		const press = async () => {
			await this.hand.press('Escape');
			return (await this.#picker().count()) === 0;
		};
		await waitUntil('the picker to close', press, { everyMs: 1_000 });
	}

	/** n8n folds the triggers up where the canvas has one. */
	async #pickAction(action: string): Promise<void> {
		const groups = this.#picker().getByTestId('node-creator-category-item');
		await groups.first().waitFor();
		const entry = this.#picker().getByText(action, { exact: true }).first();
		const triggers = groups.filter({ hasText: 'Triggers' });
		if (!(await entry.isVisible()) && (await triggers.count()) > 0) await this.hand.click(triggers);
		await this.hand.click(entry);
	}

	/** n8n shows a page about each node of a community package, also about one without actions, before it adds it. */
	async #confirm(): Promise<void> {
		const button = this.#picker().getByText('Add to workflow', { exact: true });
		await button.or(this.page.getByTestId('ndv')).first().waitFor();
		if (await button.count()) await this.hand.click(button);
	}

	#picker() {
		return this.page.getByTestId('node-creator');
	}

	#names() {
		return this.#picker().getByTestId('node-creator-item-name');
	}
}
