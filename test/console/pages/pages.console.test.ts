import { describeConsole } from '../open-console';
import { pages } from './every-page';
import { describePage, expectGolden } from './golden';
import { expectSound, type LookName, looks, openPages } from './open-pages';

describeConsole('every page of the console', () => {
	let console: Awaited<ReturnType<typeof openPages>>;
	beforeAll(async () => void (console = await openPages()));
	afterAll(() => console.close());

	const cases = (Object.keys(looks) as LookName[]).flatMap((look) => pages.map((one) => [one.name, look, one.path] as const));
	it.each(cases)('%s is what its golden says, without a violation that axe finds (%s)', async (name, look, path) => {
		const page = await console.visit(look, path);
		await expectGolden(page, `${name}.${looks[look].language}`);
		await expectSound(page, looks[look].width);
	});

	it.each(['inbox', 'costs', 'knowledge'])('%s is at the same places in the dark, and the same picture after a reload', async (path) => {
		const page = await console.visit('en, light, 1280', path);
		await page.clock.setFixedTime(new Date('2030-01-01T12:00:00Z'));
		const open = async () => {
			await console.visit('en, light, 1280', path);
			return [await describePage(page), await page.screenshot({ animations: 'disabled', caret: 'hide' })] as const;
		};
		const [light, picture] = await open();
		const [again, other] = await open();
		expect([again, other.equals(picture)]).toEqual([light, true]);
		await page.emulateMedia({ colorScheme: 'dark' });
		const [dark, darkPicture] = await open();
		await page.emulateMedia({ colorScheme: 'light' });
		expect([dark, darkPicture.equals(picture)]).toEqual([light, false]);
	});
});
