/**
 * Counts what axe finds on the sign-in, in all rooms of the console and on the pages that they link, one of each kind, in both languages and both
 * themes, on a wide screen and a phone. Goal: 0. `test/console/pages` looks at pages that need data.
 */
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { openServed } from '../../console/open-served';
import { fromCheckout } from '../../engines/from-checkout';

const looks = ['en-US', 'pt-BR'].flatMap((locale) =>
	(['light', 'dark'] as const).flatMap((colorScheme) =>
		[1280, 320].map((width) => ({ locale, colorScheme, viewport: { width, height: 900 } })),
	),
);

export async function run(): Promise<number> {
	const served = await openServed();
	let pages = 0;
	let found = 0;
	try {
		for (const look of looks) {
			const context = await served.signIn({ ...look, reducedMotion: 'reduce' });
			const page = await context.newPage();
			const judge = async (path: string) => {
				await page.goto(served.service.url + path);
				pages += 1;
				const violations = await findViolations(page);
				for (const line of violations) console.log(`${path} ${look.locale} ${look.colorScheme} ${look.viewport.width}: ${line}`);
				found += violations.length;
			};
			await judge('/console/inbox');
			const rooms = await page
				.getByRole('navigation')
				.getByRole('link')
				.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
			const seen = new Set(rooms.map(kindOf));
			for (const room of rooms) {
				if (room !== rooms[0]) await judge(room);
				else await page.goto(served.service.url + room);
				await page.locator('.skeleton').first().waitFor({ state: 'detached' });
				for (const path of await linksOf(page)) {
					if (seen.has(kindOf(path))) continue;
					seen.add(kindOf(path));
					await judge(path);
				}
			}
			await context.clearCookies();
			await judge('/console');
			await context.close();
		}
		console.log(`${pages} pages`);
		return found;
	} finally {
		await served.close();
	}
}

const linksOf = (page: Page): Promise<string[]> =>
	page
		.getByRole('main')
		.locator('a[href^="/console/"]')
		.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));

/** Pages of one kind have the same room and part; what they are about does not count. */
function kindOf(path: string): string {
	const [, , room, part, ...rest] = path.replace(/[?#].*$/, '').split('/');
	return [room, part, rest.length].join('/');
}

async function findViolations(page: Page): Promise<string[]> {
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	await page.locator('.skeleton').first().waitFor({ state: 'detached' });
	await page.evaluate((fromCheckout('axe-core') as typeof axe).source);
	const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
	return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`));
}
