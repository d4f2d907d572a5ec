import { closeOpened } from '../../../providers/compose/open-once';
import { hearPerson } from '../../support/privacy/hear-person';
import { describeInBrowser, openStage, type Stage } from './stage';

const manualTrigger = 'When clicking ‘Execute workflow’';
const phone = '5544988880303';

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

	async function open(search: string, action: string): Promise<void> {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.beginByHand();
		await canvas.addAfter(manualTrigger, { search, name: 'Troupe Privacy', action });
		await panel.credential.createOnce('Connect to', { typed: { 'Access Token': key }, standIn: { 'Base URL': url } });
		await panel.type('Person', `phone=+${phone}`);
	}
});
