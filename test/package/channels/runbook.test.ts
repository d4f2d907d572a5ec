/** The commands of docs/runbooks/channels.md, typed as they are beside a service with the channel that the page speaks of. */
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { openTypedPage, type TypedPage } from '../../support/typed-page';
import { waitUntil } from '../../support/wait-until';
import { ChannelService } from './channel-service';

let service: ChannelService;
let page: TypedPage;
beforeAll(async () => {
	service = await ChannelService.start(['--agent', 'shop']);
	page = await openTypedPage('docs/runbooks/channels.md', { TROUPE_HOME: service.home });
}, 120_000);
afterAll(async () => {
	await page?.close();
	await service?.close();
});

const seen = { seen: () => service.log };
const write = (text: string, phone: string) => service.post(zApiWebhooks.text(text, { phone }));
const waitForReplies = (phone: string, count: number) =>
	waitUntil(`${count} answers`, () => service.repliesTo(phone).length === count, seen);

it('shows where to look', async () => {
	await write('Hello!', '5544911110020');
	await waitForReplies('5544911110020', 1);
	const shown = await page.block('Where to look first');
	expect(shown).toMatch(/sales .*active[^]*connected[^]*Nothing is off[^]*exit 0/);
});

it('silences the agent and brings it back', async () => {
	const phone = '5544911110021';
	expect(await page.block('The agent has to be silent')).toMatch(/Turned off the agents of the channel sales[^]*exit 0/);
	await write('Anybody there?', phone);
	await waitUntil('the agent to be silent', async () =>
		/conversations":0/.test(await page.type('troupe switch off channel:sales --reason again --yes --json')),
	);
	expect(await page.block('The agent has to be silent', 1)).toMatch(
		/Turned on the agents of the channel sales[^]*user:[^]*wrong prices[^]*exit 0/,
	);
	await write('Hello again!', phone);
	await waitForReplies(phone, 1);
});

it('pauses while the provider is down, and resumes', async () => {
	expect(await page.block('The provider is down')).toContain('exit 0');
	await write('Do you ship?', '5544911110022');
	expect(await page.block('The provider is down', 1)).toContain('exit 0');
	await waitForReplies('5544911110022', 1);
});

it('lists incidents', async () => {
	expect(
		await page.block('The CRM is down', 0, (commands) => commands.replace('incidents', `incidents --engine ${service.url}`)),
	).toContain('exit 0');
});

it('replays what was given up', async () => {
	expect(await page.block('Dead letters')).toContain('exit 0');
});

it('shows the settings of a channel that gets a new address', async () => {
	expect(await page.block('The address or a secret is known to a stranger')).toMatch(/"instanceId"[^]*exit 0/);
});

it('has commands for every hour of the first days', async () => {
	expect(await page.block('The first 72 hours')).toContain('exit 0');
});
