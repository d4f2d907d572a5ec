import type { Locator, Page } from 'playwright-core';
import { waitUntil } from '../../../support/wait-until';
import type { Hand } from './hand';

export interface CredentialFields {
	/** What a person types, by label. */
	typed: Record<string, string>;
	/** What only the stand-in needs, such as its address. */
	standIn?: Record<string, string>;
	/** Lists in which a person chooses, by label. */
	chosen?: Record<string, string>;
}

/** n8n's own dialog for a credential. */
export class CredentialDialog {
	constructor(
		readonly page: Page,
		readonly hand: Hand,
	) {}

	/** Opens the dialog from the panel, fills it in, and saves. */
	async create(name: string, fields: CredentialFields): Promise<void> {
		await this.open(name);
		await this.fill(fields);
		await this.saveAndClose();
	}

	/** Does so unless n8n has chosen one already, as it does when there is one of the kind. */
	async createOnce(name: string, fields: CredentialFields): Promise<void> {
		const chosen = this.page.getByTestId('node-credentials-select');
		await chosen.or(this.page.getByTestId('node-credentials-empty-state')).first().waitFor();
		if (!(await chosen.count())) await this.create(name, fields);
	}

	/** By the button that names the service, or by the list where a credential is chosen already. */
	async open(name: string): Promise<void> {
		const button = this.page.getByTestId('node-credentials-empty-state').getByRole('button', { name }).first();
		const select = this.page.getByTestId('node-credentials-select').first();
		await button.or(select).first().waitFor();
		if (await button.count()) await this.hand.click(button);
		else {
			await this.hand.click(select.locator('input'));
			await this.hand.click(this.page.getByTestId('node-credentials-select-item-new').locator('visible=true'));
		}
		await this.#dialog.waitFor();
	}

	/** Opens the one that is chosen. */
	async edit(): Promise<void> {
		await this.hand.click(this.page.getByTestId('credential-edit-button').first());
		await this.#dialog.waitFor();
	}

	async fill({ typed, standIn = {}, chosen = {} }: CredentialFields): Promise<void> {
		for (const [label, option] of Object.entries(chosen)) {
			await this.hand.click(this.#field(label).locator('input').first());
			await this.hand.click(this.page.getByRole('option', { name: option }).locator('visible=true').first());
		}
		for (const [label, text] of Object.entries(typed)) await this.hand.type(await this.#text(label), text);
		await this.hand.offTheRecord(async () => {
			for (const [label, text] of Object.entries(standIn)) await this.hand.type(await this.#text(label), text);
		});
	}

	async save(): Promise<void> {
		await this.hand.click(this.#dialog.getByTestId('credential-save-button'));
	}

	/** The dialog closes if its test succeeds. @throws with the text of a dialog that stays open */
	async saveAndClose(): Promise<void> {
		await this.save();
		await this.#dialog.waitFor({ state: 'detached' }).catch(async (cause) => {
			const details = this.#dialog.getByText('More details');
			if (await details.isVisible()) await details.click();
			throw new Error(`The credential was saved, and its dialog stayed open: ${await this.#dialog.innerText()}`, { cause });
		});
	}

	/** Why the dialog refuses what was saved: the text below its title, with the details that a click unfolds. @param reason of this refusal, where there was another one before */
	async refusal(reason = ''): Promise<string> {
		const details = this.#dialog.getByText('More details');
		const banner = this.#dialog.locator('.el-tag--danger').locator('visible=true');
		const read = async () => {
			if (await details.isVisible()) await this.hand.click(details);
			const text = (await banner.count()) ? await banner.innerText() : '';
			return text !== '' && text.includes(reason) && !(await details.isVisible()) && text;
		};
		return waitUntil(`a refusal ${reason}`, read, { everyMs: 100 });
	}

	async close(): Promise<void> {
		await this.hand.click(this.#dialog.locator('.el-dialog__headerbtn'));
		await this.#dialog.waitFor({ state: 'detached' });
	}

	get #dialog(): Locator {
		return this.page.getByTestId('editCredential-modal');
	}

	#field(label: string, of = 'credential-connection-parameter'): Locator {
		const title = this.page.locator('label span').filter({ hasText: new RegExp(`^\\s*${label}\\s*\\*?\\s*$`) });
		return this.#dialog.getByTestId(of).filter({ has: title });
	}

	/** A field of the dialog, or of the last row of a list in it. */
	async #text(label: string): Promise<Locator> {
		const ofRow = this.#field(label, 'parameter-item').last();
		// Rows appear after the rest of the dialog. What holds them would be taken for the field, and its last input is another one.
		await ofRow.or(this.#field(label)).first().waitFor();
		const field = (await ofRow.count()) > 0 ? ofRow : this.#field(label);
		return field.locator('input, textarea').last();
	}
}
