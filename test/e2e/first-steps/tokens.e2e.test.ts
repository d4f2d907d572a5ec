import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks as webhook } from '../../../sandbox/fakes/channels/z-api-server';
import { waitUntil } from '../../support/wait-until';
import { describeInBrowser, openStage, type Stage } from './stage';

const trigger = 'Troupe Channel Trigger';
const person = { name: 'Marinalva Souza', phone: '5544988887777', cpf: '529.982.247-25' };
const said = `Sou a Marinalva, CPF ${person.cpf}.`;
/** Three nodes, two credentials and a message that waits until its customer is quiet. */
const slow = 240_000;

describeInBrowser('whoever answers customers without storing what they write', () => {
	let stage: Stage;
	let zApi: ZApiServer;
	beforeAll(async () => {
		[stage, zApi] = await Promise.all([openStage(), startZApiServer()]);
		await stage.forgetCredentials();
	}, 300_000);
	afterAll(() => Promise.all([stage?.close(), zApi?.close()]));

	it(
		'receives, answers and sends from an empty canvas, and sees tokens in every panel',
		async () => {
			const { canvas, panel } = stage.user;
			await canvas.startAnew();
			await canvas.begin({ search: 'whatsapp', name: 'Troupe Channel', action: 'On new Troupe Channel event' });
			await panel.type('Channel Name', 'first-steps');
			const { instanceId, token, clientToken } = zApiAccount;
			await panel.credential.create('Troupe Channel', {
				chosen: { Provider: 'Z-API' },
				typed: { 'Instance ID': instanceId, Token: token, 'Client Token': clientToken },
				standIn: { 'Base URL': zApi.url },
			});
			await panel.addOption('Options', 'Personal Data in n8n');
			await panel.choose('Personal Data in n8n', 'Tokens');
			await panel.close();
			await canvas.addAfter(trigger, { search: 'troupe agent', name: 'Troupe Agent' });
			await panel.choose('Model', 'OpenAI');
			await panel.credential.create('OpenAI', stage.openAiAccount);
			await panel.close();
			await canvas.addAfter('Troupe Agent', { search: 'whatsapp', name: 'Troupe Channel', action: 'Send a text' });
			expect(await panel.complaints()).toEqual([]);
			await panel.close();
			expect(await canvas.listComplaining()).toEqual([]);
			await receive();
			await waitUntil('the answer at the provider', () => zApi.sent.length > 0);
			expect(zApi.sent).toMatchObject([{ body: { phone: person.phone, message: expect.stringContaining(person.cpf) as string } }]);
			for (const [node, text] of [
				[trigger, '[CPF_'],
				['Troupe Agent', '[CPF_'],
				['Troupe Channel', 'sent'],
			] as const) {
				await canvas.open(node);
				const shown = await panel.output(text);
				for (const value of Object.values(person)) expect(shown).not.toContain(value);
				await panel.close();
			}
		},
		slow,
	);

	/** Presses the button of the canvas, and writes as a customer. */
	async function receive(): Promise<void> {
		const { canvas, panel } = stage.user;
		await canvas.open(trigger);
		const url = await panel.readTestUrl();
		await panel.close();
		await canvas.run();
		const post = async () => {
			const body = JSON.stringify(webhook.text(said, { senderName: person.name, chatName: person.name }));
			return (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status === 200;
		};
		await waitUntil('the trigger to listen', post, { everyMs: 500 });
	}
});
