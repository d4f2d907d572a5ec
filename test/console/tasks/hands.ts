/** Two of the three ways in which the tasks of the console are done: by mouse, and by keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import type { Role } from './task';

/** A target in one language, with the values of the seed. */
export interface Aim {
	role: Role;
	name: string;
	row?: string;
	table?: string;
	isElement?: true;
}

/** Does what the steps of a task say. */
export interface Hands {
	press(aim: Aim): Promise<void>;
	write(aim: Aim, text: string): Promise<void>;
	find(aim: Aim): Promise<void>;
	read(text: string): Promise<void>;
	hear(text: string): Promise<void>;
}

/** A name that ends with `…` is a beginning. */
export const toPattern = (name: string): RegExp => {
	const [whole] = name.split(/\s*…$/);
	const quoted = whole!.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
	return new RegExp(`^\\s*${quoted}${whole === name ? String.raw`\s*$` : ''}`);
};

/** Returns the one thing of this role and name. What a dialog covers is not seen. */
async function seek(page: Page, { role, name, row, table }: Aim): Promise<Locator> {
	const dialog = page.locator('dialog:modal');
	const all = (await dialog.count()) > 0 ? dialog : page.locator('body');
	const part = table === undefined ? all : all.getByRole('table', { name: table, exact: true });
	const place = row === undefined ? part : part.getByRole('row').filter({ hasText: row });
	const named =
		role === 'disclosure'
			? place.locator('summary').filter({ hasText: toPattern(name) })
			: place.getByRole(role, { name: toPattern(name) });
	await named.waitFor();
	return named;
}

const sees = (page: Page) => ({
	read: (text: string) => page.getByText(text.replace(/\s*…$/, '')).filter({ visible: true }).first().waitFor(),
	hear: (text: string) => page.getByText(text.replace(/\s*…$/, '')).filter({ visible: true }).first().waitFor(),
});

/** Points and clicks. Letters come from the keyboard, after a click. */
export const byMouse = (page: Page): Hands => ({
	...sees(page),
	press: async (aim) => (await seek(page, aim)).click(),
	async write(aim, text) {
		await (await seek(page, aim)).click({ clickCount: 3 });
		await page.keyboard.insertText(text);
	},
	find: async (aim) => (await seek(page, aim)).hover(),
});

/** More than any page of the tasks has. */
const maxKeys = 400;

/** Tab, arrows, Enter and Space: the focus goes where it goes, and must be seen where it is needed. */
export function byKeyboard(page: Page): Hands {
	async function reach(aim: Aim): Promise<void> {
		for (let key = 0; key < maxKeys; key += 1) {
			// The page may have drawn it again since.
			const place = await seek(page, aim);
			if ((await place.and(page.locator(':focus-visible')).count()) > 0) return;
			const isInDiagram = aim.isElement && (await page.locator('.djs-element:focus').count()) > 0;
			await page.keyboard.press(isInDiagram ? 'ArrowRight' : 'Tab');
		}
		throw new Error(`${maxKeys} keys did not lead to the ${aim.role} "${aim.name}".`);
	}
	return {
		...sees(page),
		async press(aim) {
			await reach(aim);
			await page.keyboard.press(aim.role === 'checkbox' ? 'Space' : 'Enter');
		},
		async write(aim, text) {
			await reach(aim);
			await page.keyboard.press('ControlOrMeta+A');
			await page.keyboard.type(text);
		},
		// A heading takes no focus by keys.
		find: async (aim) => (aim.isElement ? reach(aim) : void (await seek(page, aim))),
	};
}
