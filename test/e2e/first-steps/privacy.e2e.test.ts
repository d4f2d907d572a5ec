import { closeOpened } from '../../../providers/compose/open-once';
import { hearPerson } from '../../support/privacy/hear-person';
import { describeInBrowser, openStage, type Stage } from './stage';

const manualTrigger = 'When clicking ‘Execute workflow’';
const phone = '5544988880303';

/** Six executions, each of which takes a busy machine seconds. */
const slow = 180_000;

describeInBrowser('whoever answers people about their data', () => {
	let stage: Stage;
	let key: string;
	let url: string;
	beforeAll(async () => {
		stage = await openStage();
		await stage.forgetCredentials();
		url = await stage.world.serve();
		const scopes = 'channel:manage,tenant:manage,audit:read';
		key = (await stage.world.troupe('key', 'create', 'privacy', '--scopes', scopes)).trim();
		const host = { stateFolder: stage.world.home, database: '', tenant: 'default' };
		await hearPerson(phone, [{ kind: 'text', text: 'hello' }], host);
		await closeOpened();
	}, 300_000);
	afterAll(() => stage?.close());

	it('finds a person, counts, and forgets', async () => {
		const { panel } = stage.user;
		await open('lgpd', 'Find what is stored of a person');
		await panel.execute();
		expect(await panel.output('contact_alias')).toContain('isStored');
		await panel.close();
		await open('data subject request', 'Forget a person everywhere');
		await panel.execute();
		expect(await panel.output('dryRun')).toContain('contact_alias');
		await panel.choose('What to Do', 'Forget for Good');
		await panel.execute();
		expect(await panel.output('receipt')).toContain('complete');
		await panel.close();
	});

	it(
		'notes an incident, is told what is missing, and closes it',
		async () => {
			const { panel } = stage.user;
			await open('lgpd', 'Note an incident', '');
			await panel.type('What Happened', 'A list went to a wrong address');
			await panel.addOption('Options', 'Measures');
			await panel.type('Measures', 'The receiver deleted it');
			await panel.execute();
			const [incident] = (await panel.output('INC-')).match(/INC-[\w-]+/)!;
			await panel.choose('Operation', 'Close');
			await panel.type('Incident', incident);
			await panel.type('Outcome', 'Nobody used it');
			await panel.execute();
			expect(await panel.error()).toMatch(/The authority and the people were not told of the incident INC-/);
			await panel.choose('Operation', 'Notify');
			for (const whom of ['Authority', 'People']) {
				await panel.choose('Who Was Told', whom);
				await panel.execute();
				await panel.output('told');
			}
			await panel.choose('Operation', 'Close');
			// n8n empties what another operation does not have.
			await panel.type('Outcome', 'Nobody used it');
			await panel.execute();
			expect(await panel.error()).toMatch(
				/The register lacks of the incident INC-[^]*categories, people, records[^]*A closed one takes no more notes/,
			);
			await panel.addOption('Options', 'Close Incomplete');
			await panel.toggle('Close Incomplete');
			await panel.execute();
			expect(await panel.output('closed')).toContain(incident);
			await panel.close();
		},
		slow,
	);

	/** @param person empty for an action about nobody */
	async function open(search: string, action: string, person = `phone=+${phone}`): Promise<void> {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.beginByHand();
		await canvas.addAfter(manualTrigger, { search, name: 'Troupe Privacy', action });
		await panel.credential.createOnce('Connect to', { typed: { 'Access Token': key }, standIn: { 'Base URL': url } });
		if (person !== '') await panel.type('Person', person);
	}
});
