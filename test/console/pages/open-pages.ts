import { findViolations, type Look, type WatchedPage } from '../open-console';
import { fill } from '../tasks/task';
import { rights, seedPages } from './seed-pages';

export const looks = {
	'en, light, 1280': { language: 'en', theme: 'light', width: 1280 },
	'pt, dark, 320': { language: 'pt', theme: 'dark', width: 320 },
} satisfies Record<string, Look>;
export type LookName = keyof typeof looks;

/** Opens a console in which every page has something to show. */
export async function openPages() {
	const console = await seedPages();
	const signedIn = new Map<LookName, WatchedPage>();
	// Before any page is looked at: each session is a key, which pages count.
	for (const name of Object.keys(looks) as LookName[]) {
		const { page } = await console.signIn(rights, 'inbox', looks[name]);
		await page.evaluate("localStorage.setItem('troupe.tour', 'seen')");
		signedIn.set(name, page);
	}
	return {
		...console,
		/** Opens a page and waits until all of it is there. */
		visit: async (look: LookName, path: string): Promise<WatchedPage> => {
			const page = signedIn.get(look)!;
			await page.goto(`${console.url}/console/${fill(path, console.values)}`);
			await page.getByRole('heading', { level: 1 }).first().waitFor();
			await page.locator('.skeleton').first().waitFor({ state: 'detached' });
			return page;
		},
	};
}

export async function expectSound(page: WatchedPage, width: number): Promise<void> {
	expect(await findViolations(page)).toEqual([]);
	expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
}
