import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Range } from 'semver';
import type { PublishedAgents } from '../../core/ports/manifests';
import { AccessTokens } from '../../manifests/registry/access/access-tokens';
import { RevocableAccess } from '../../manifests/registry/access/revocable-access';
import { openRegistry } from '../../manifests/registry/open-registry';
import type { Registry } from '../../manifests/registry/registry';
import { chooseVersion } from '../../manifests/registry/resolve/choose-version';
import type { Host } from '../../providers/compose/hosts/host';
import { openGate } from '../fakes/permissive-gate';
import { registryWebhooks } from '../../service/events/registry-webhooks';
import { ada, bob, gatherPeople } from '../support/registry/registry-people';
import { describeConsole, findViolations, openConsole } from './open-console';
import { seedConversations } from './seed-conversations';

const scopes = ['conversation:read', 'conversation:manage', 'registry:read', 'registry:rollout'];
const versions = ['1.0.0', '1.1.0'];

describeConsole('versions of an agent that contacts have', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	let registry: Registry;
	let folder: string;

	beforeAll(async () => {
		const people = await gatherPeople();
		folder = mkdtempSync(join(tmpdir(), 'troupe-versions-'));
		registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers });
		const access = new RevocableAccess({
			tokens: new AccessTokens({ keysFile: join(folder, 'none.json') }),
			revocations: (tenant) => registry.revocations(tenant),
			noteUse: (grant) => registry.noteUse(grant),
			reportFault: (error) => {
				throw error;
			},
		});
		const host: Host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: folder };
		const served = { registry, access, webhooks: registryWebhooks(host), close: async () => undefined };
		/** What a machine that follows the registry would choose. */
		const published: PublishedAgents = {
			find: async () => undefined,
			list: async () => [],
			versionFor: async (_kind, _name, range = '*', contact) => {
				const rollouts = await registry.rollouts(ada);
				const runnable = versions.map((version) => ({ version, state: 'approved' as const }));
				const choice = chooseVersion(runnable, new Range(range), rollouts, 'serve', contact);
				return choice.kind === 'chosen' ? choice.version.version : undefined;
			},
		};
		console = await openConsole([], { published }, {}, { served });
		for (const version of versions) {
			const definition = { id: 'seller', version, name: 'Seller', purpose: 'Sells', capabilities: ['sales.answer'], prompt: version };
			const manifest = people.agent('seller', version, {
				content: JSON.stringify(definition),
				capabilities: ['sales.answer'],
				purpose: 'Sells',
			});
			await registry.publish(ada, { token: manifest.token });
			await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
		}
		const { write, run } = await seedConversations(console);
		for (let index = 10; index < 50; index += 1) {
			const name = index === 10 ? '<img src=x onerror=alert(1)> \u202Eevil ' + 'x'.repeat(300) : `Customer ${index}`;
			const id = await write(`55449999999${index}`, 'Hello', index, { name });
			if (index < 12) await run(`run-${index}`, id);
		}
	});
	afterAll(async () => {
		await console.close();
		await registry.close();
		rmSync(folder, { recursive: true });
	});

	it('tries a version with some of the contacts by keyboard, shows who has it, and ends it', async () => {
		const { page, faults } = await console.signIn(scopes, 'conversations/versions');
		const table = page.getByRole('table', { name: 'Who has which version' });
		await table.getByRole('cell', { name: 'seller 1.1.0' }).first().waitFor();
		await page.getByRole('button', { name: 'Try a new version' }).focus();
		await page.keyboard.press('Enter');
		await page.getByLabel('Share of the contacts, in percent').fill('30');
		await page.keyboard.press('Enter');
		await page.getByText('1.1.0 answers 30 % of the contacts now.').first().waitFor();
		await page.getByText('30 % of the contacts').first().waitFor();
		await page.reload();
		await table.getByRole('cell', { name: 'seller 1.0.0' }).first().waitFor();
		const fresh = await table.getByRole('cell', { name: /seller 1\.1\.0.*new/ }).count();
		const others = await table.getByRole('cell', { name: 'seller 1.0.0', exact: true }).count();
		expect(fresh).toBeGreaterThan(2);
		expect(others).toBeGreaterThan(fresh);
		await table.getByText('seller@1.0.0').first().waitFor();
		await page.getByRole('button', { name: 'Abort: seller 1.1.0' }).click();
		await page
			.getByRole('dialog')
			.getByLabel(/^Reason/)
			.fill('It is too brief.');
		await page.getByRole('dialog').getByRole('button', { name: 'Abort' }).click();
		await page.getByText('aborted').first().waitFor();
		await page.reload();
		await table.getByRole('cell', { name: 'seller 1.0.0' }).first().waitFor();
		expect(await table.getByRole('cell', { name: /seller 1\.1\.0/ }).count()).toBe(0);
		expect(await page.locator('img').count()).toBe(0);
		expect(faults).toEqual([]);
	});

	it('gives a version to everybody, and tells who comes too late', async () => {
		const { page } = await console.signIn(scopes, 'conversations/versions');
		await page.getByRole('button', { name: 'Try a new version' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Try a new version' }).click();
		const finish = page.getByRole('button', { name: 'Give it to everybody: seller 1.1.0' });
		await finish.waitFor();
		const other = await console.signIn(scopes, 'conversations/versions');
		await other.page.getByRole('button', { name: 'Abort: seller 1.1.0' }).click();
		await finish.click();
		await page.getByText('Everybody has the new version from now on').waitFor();
		await page.getByRole('dialog').getByRole('button', { name: 'Give it to everybody' }).click();
		await page.getByText('completed').first().waitFor();
		await other.page
			.getByRole('dialog')
			.getByLabel(/^Reason/)
			.fill('No.');
		await other.page.getByRole('dialog').getByRole('button', { name: 'Abort' }).click();
		await other.page.getByRole('alert').waitFor();
	});

	it('offers no trial without the right, and is left out of the room without the registry', async () => {
		const { page } = await console.signIn(['conversation:read', 'registry:read'], 'conversations/versions');
		await page.getByRole('table', { name: 'Who has which version' }).waitFor();
		expect(await page.getByRole('button', { name: 'Try a new version' }).count()).toBe(0);
		const reader = await console.signIn(['conversation:read'], 'conversations');
		expect(await reader.page.getByRole('link', { name: 'Versions' }).count()).toBe(0);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const { page } = await console.signIn(scopes, 'conversations/versions', { language, theme, width });
		await page.locator('main table').first().waitFor();
		await page.locator('main article').first().waitFor();
		if (process.env.CONSOLE_PICTURES)
			await page.screenshot({ path: join(process.env.CONSOLE_PICTURES, `versions-${language}.png`), fullPage: true });
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});
});
