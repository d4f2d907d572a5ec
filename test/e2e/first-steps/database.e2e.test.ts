import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { createCluster, findPostgres, type PostgresCluster } from '../../support/servers/postgres-cluster';
import { bootedN8n } from '../boot';
import { createToolCall } from '../workflows';
import { describeInBrowser, openStage, type Stage } from './stage';
import type { CredentialFields } from './user/credential-dialog';

const trigger = 'When chat message received';
const credential = 'Troupe Database';
const tenant = 'acme';

/** One workflow from the empty canvas on, whose state is in a PostgreSQL that is typed into n8n's dialog. */
const suite = () => {
	let stage: Stage;
	let cluster: PostgresCluster;
	let address: string;
	let account: CredentialFields;
	beforeAll(async () => {
		cluster = await createCluster();
		address = await cluster.createDatabase();
		const { hostname, port, username, pathname } = new URL(address);
		account = { typed: { Host: hostname, Database: pathname.slice(1), User: username, Port: port, Tenant: tenant } };
		stage = await openStage({ settings: { TROUPE_DATABASE_URL: address } });
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.begin('On chat message');
		await panel.close();
		await canvas.addAfter(trigger, { search: 'troupe agent', name: 'Troupe Agent' });
	}, 300_000);
	afterAll(async () => {
		await stage?.close();
		await cluster?.remove();
	});

	it('a database that is missing, a server that does not answer: said in the dialog; the right one is saved', async () => {
		const { credential: dialog } = stage.user.panel;
		await stage.user.panel.choose('State', 'Database');
		await dialog.open(credential);
		await dialog.fill({ typed: { ...account.typed, Database: 'nowhere' } });
		await dialog.save();
		expect(await dialog.refusal()).toMatch(/database "nowhere" does not exist[^]*Check user, password and database/);
		await dialog.fill({ typed: { Port: '1', Database: account.typed.Database! } });
		await dialog.save();
		expect(await dialog.refusal('ECONNREFUSED')).toMatch(/127\.0\.0\.1:1[^]*Check that the server runs/);
		await dialog.fill({ typed: { Port: account.typed.Port!, Tenant: tenant } });
		await dialog.saveAndClose();
	});

	it('a conversation belongs to the tenant of the credential', async () => {
		const { canvas, panel, chat } = stage.user;
		await panel.close();
		await canvas.addInto('Troupe Agent', 'Chat Model', { search: 'openai', name: 'OpenAI Chat Model' });
		await panel.credential.createOnce('OpenAI', stage.openAiAccount);
		await stage.standIn(() => panel.toggle('Use Responses API'));
		await panel.close();
		await chat.open();
		expect(await chat.ask('My CPF is 529.982.247-25')).toBe('You said: My CPF is 529.982.247-25');
		expect(await read('select distinct tenant from troupe.usage_call')).toEqual([{ tenant }]);
		expect(await read('select distinct tenant from troupe.vault_conversation')).toEqual([{ tenant }]);
	});

	it('a database that is away: what cannot be reached, and what to check; it goes on afterwards', async () => {
		const { canvas, panel, chat } = stage.user;
		await cluster.stop('immediate');
		const reply = await chat.ask('Hello');
		await canvas.open('Troupe Agent');
		const error = await panel.error();
		await panel.close();
		await cluster.start();
		expect(reply).toBe('Error in workflow');
		expect(error).toMatch(/PostgreSQL at 127\.0\.0\.1[^]*Check that the server runs[^]*STORAGE_UNREACHABLE/);
		expect(await chat.ask('Hello')).toBe('You said: Hello');
	});

	it('an approval is waited for in the database, and goes on from it', async () => {
		const { canvas, panel, chat } = stage.user;
		await canvas.addInto('Troupe Agent', 'Tool', { search: 'code tool', name: 'Code Tool' });
		await panel.type('Description', 'Refunds an order of the shop, by its number.');
		await panel.type('JavaScript', 'return `Order ${query} is refunded.`');
		await panel.close();
		await chat.open();
		stage.openAi.script([createToolCall('Code_Tool', { input: '4711' }), { text: 'Your order is refunded.' }]);
		expect(await chat.ask('Please refund order 4711')).toMatch(/May the agent call Code_Tool/);
		expect(await read(`select tenant from troupe.suspended where tenant = '${tenant}'`)).not.toEqual([]);
		await canvas.open('Troupe Agent');
		const form = await panel.openLink('Open the form');
		await stage.user.hand.click(form.getByRole('button', { name: 'Approve' }));
		await form.getByText('The agent continues now').waitFor();
		await form.close();
		expect(await panel.output('Your order is refunded.')).toContain('Your order is refunded.');
		await panel.close();
	});

	it('a budget of the tenant, which its operator set in the database, and what it stopped', async () => {
		const { canvas, panel, chat } = stage.user;
		const file = join(stage.world.home, 'budgets.json');
		await writeFile(file, JSON.stringify({ budgets: [{ name: 'a trial', per: 'day', calls: 1 }] }));
		// The audit log of the shared database has one key.
		await copyFile(join(bootedN8n().settings.userFolder, '.n8n', 'troupe', 'vault.key'), join(stage.world.home, 'vault.key'));
		await stage.world.troupe('usage', 'budgets', 'set', file, '--tenant', tenant);
		await stage.user.page.waitForTimeout(6_000); // n8n notices it within five seconds
		await chat.open();
		expect(await chat.ask('Hello again')).toMatch(/cannot answer right now/);
		await canvas.open('Troupe Agent');
		expect(await panel.hint()).toMatch(/budget "a trial"/);
		await panel.close();
	});

	async function read(statement: string): Promise<object[]> {
		const client = new pg.Client({ connectionString: cluster.asSuperuser(address) });
		await client.connect();
		try {
			return (await client.query<object>(statement)).rows;
		} finally {
			await client.end();
		}
	}
};

const name = 'a person keeps the state in a database';
if (findPostgres()) describeInBrowser(name, suite);
else describe.skip(`${name} (skipped: there is no PostgreSQL; install the package postgresql)`, suite);
