import { describeConsole } from '../open-console';
import { dialogs } from './every-dialog';
import { expectSound, type LookName, looks, openPages } from './open-pages';

describeConsole('every dialog of the console', () => {
	let console: Awaited<ReturnType<typeof openPages>>;
	beforeAll(async () => void (console = await openPages()));
	afterAll(() => console.close());

	const cases = (Object.keys(looks) as LookName[]).flatMap((look) =>
		dialogs.map((one) => [one.presses.at(-1)!.name[0], one.path, look, one] as const),
	);
	it.each(cases)('%s of %s opens without a violation that axe finds (%s)', async (_name, path, look, { presses }) => {
		const page = await console.visit(look, path);
		for (const { role, name: names } of presses) {
			const name = names[looks[look].language === 'pt' ? 1 : 0];
			const found = role === 'disclosure' ? page.locator('summary', { hasText: name }) : page.getByRole(role, { name, exact: true });
			// The head of a table stands beside what is seen on a narrow page: the keyboard reaches it.
			await (role === 'checkbox' ? found.first().press('Space') : found.first().click());
		}
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('heading').first().waitFor();
		await expectSound(page, looks[look].width);
		// What is named by nothing, nobody who only hears it knows.
		expect(await dialog.getAttribute('aria-labelledby')).not.toBeNull();
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });
	});
});
