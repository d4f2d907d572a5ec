import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { encryptedPem } from '../../manifests/keys/encrypted-pem';
import { AccessTokens } from '../../manifests/registry/access/access-tokens';
import { RevocableAccess } from '../../manifests/registry/access/revocable-access';
import { openRegistry } from '../../manifests/registry/open-registry';
import type { Registry } from '../../manifests/registry/registry';
import type { Host } from '../../providers/compose/hosts/host';
import { openGate } from '../fakes/permissive-gate';
import { registryWebhooks } from '../../service/events/registry-webhooks';
import { ada, carol, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { describeConsole, findViolations, openConsole } from './open-console';

const scopes = ['registry:read', 'registry:approve', 'evaluation:read'];
const hostile = '<img src=x onerror=alert(1)> \u202Eevil ' + 'x'.repeat(10_000);

describeConsole('drafts that are approved in the inbox', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	let registry: Registry;
	let folder: string;
	let people: RegistryPeople;

	beforeAll(async () => {
		people = await gatherPeople({ threshold: 2 });
		folder = mkdtempSync(join(tmpdir(), 'troupe-approve-drafts-'));
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
		console = await openConsole([], {}, {}, { served });
	});
	afterAll(async () => {
		await console.close();
		await registry.close();
		rmSync(folder, { recursive: true });
	});

	async function publish(name: string, content = hostile): Promise<string> {
		const manifest = people.prompt(name, '1.0.0', { content, variables: [], notes: hostile.slice(0, 900) });
		await registry.publish(ada, { token: manifest.token });
		return manifest.sha256;
	}
	const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
	const choose = async (page: Page, text: string, name = 'approver.pem') =>
		page.getByLabel('Your key', { exact: true }).setInputFiles({ name, mimeType: 'application/x-pem-file', buffer: Buffer.from(text) });
	const stateOf = async (sha256: string) => (await registry.manifest(ada, sha256)).state;

	it('takes the keys of two approvers, one of them with a passphrase, and sends neither', async () => {
		const sha256 = await publish('tone');
		const { page, faults } = await console.signIn(scopes, `inbox/draft/${sha256}`);
		const sent: string[] = [];
		page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
		const sign = page.getByRole('button', { name: 'Sign and approve' });
		await page.getByText('0 / 2').waitFor();
		expect(await sign.isDisabled()).toBe(true);
		await choose(page, pem(people.keys.approver.privateKey));
		await page.locator('main').getByText(`${people.keys.approver.keyId} of bob@example.com`).waitFor();
		await page.locator('pre', { hasText: `"manifest":"${sha256}"` }).waitFor();
		await sign.click();
		await page.getByText('Signed. 1 more approval is needed.').waitFor();
		expect(await stateOf(sha256)).toBe('draft');

		// By the keyboard, once the file is chosen.
		await page.goto(`${console.url}/console/inbox/draft/${sha256}`);
		await page.getByText('1 / 2').waitFor();
		await choose(page, pem(people.keys.approver.privateKey));
		await page.getByText('You signed it already.').waitFor();
		await choose(page, encryptedPem(people.keys.second.privateKey, 'três ipês'));
		await page.getByLabel('Passphrase of the key').fill('tres ipes');
		await page.keyboard.press('Enter');
		await page.locator('main').getByText('It is not the passphrase of this key.').waitFor();
		await page.getByLabel('Passphrase of the key').fill('três ipês');
		await page.keyboard.press('Enter');
		await page.locator('main').getByText(`${people.keys.second.keyId} of carol@example.com`).waitFor();
		await sign.focus();
		await page.keyboard.press('Enter');
		await page.getByText('Approved.', { exact: true }).waitFor();
		expect(await stateOf(sha256)).toBe('approved');
		const { approvals } = await registry.manifest(ada, sha256);
		expect(approvals.map(({ approver }) => approver).toSorted()).toEqual(['bob@example.com', 'carol@example.com']);
		expect(sent.filter((text) => /PRIVATE KEY|ip[eê]s/.test(text))).toEqual([]);
		expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toMatch(/PRIVATE|approver-/);
		expect(await page.locator('img').count()).toBe(0);
		expect(faults).toEqual([]);
	});

	it('says why a key cannot approve, and keeps the command', async () => {
		const sha256 = await publish('greeting', 'Be kind.');
		const { page } = await console.signIn(scopes, `inbox/draft/${sha256}`);
		const sign = page.getByRole('button', { name: 'Sign and approve' });
		const tries: Array<[string, string | RegExp]> = [
			[pem(people.keys.author.privateKey), 'The root names no approver with this key'],
			['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'The file has no private key that can be read.'],
			['{"command": ["pkcs11-sign"]}', 'A browser cannot open this form of key'],
			['x'.repeat(70_000), 'The file is too large.'],
		];
		for (const [text, said] of tries) {
			await choose(page, text);
			await page.locator('main').getByText(said).waitFor();
			expect(await sign.isDisabled()).toBe(true);
		}
		await page.getByLabel('Signed report and results').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('x') });
		await page.getByText('x.png is not a signed report or a signed result of an evaluation.').waitFor();
		await page.getByText('By a command on your machine').click();
		await page.getByText('troupe manifest approve prompt:greeting@1.0.0 --as FOLDER').waitFor();
	});

	it('signs with the evidence that was chosen last, and nothing while it is read', async () => {
		const sha256 = await publish('evidence', 'Be kind.');
		const { page } = await console.signIn(scopes, `inbox/draft/${sha256}`);
		const sign = page.getByRole('button', { name: 'Sign and approve' });
		const payload = page.locator('pre', { hasText: `"manifest":"${sha256}"` });
		await choose(page, pem(people.keys.approver.privateKey));
		await payload.waitFor();
		await page.evaluate(
			'globalThis.read = []; Blob.prototype.text = function () { return new Promise((end) => read.push(() => end(names[this.size]))); }; ' +
				`globalThis.names = ${JSON.stringify({ 1: report('process'), 2: report('container') })}`,
		);
		const evidence = page.getByLabel('Signed report and results');
		const rest = { mimeType: 'application/json' };
		await evidence.setInputFiles({ name: 'first.jwt', ...rest, buffer: Buffer.alloc(1) });
		await payload.waitFor({ state: 'detached' });
		expect(await sign.isDisabled()).toBe(true);
		await evidence.setInputFiles({ name: 'last.jwt', ...rest, buffer: Buffer.alloc(2) });
		await page.evaluate('read[1]()');
		await page.getByText('report: container').waitFor();
		await page.evaluate('read[0]()');
		await payload.waitFor();
		expect(await page.getByText('report: process').count()).toBe(0);
		await page.evaluate("Blob.prototype.text = () => Promise.reject(new Error('The file is gone.'))");
		await evidence.setInputFiles({ name: 'gone.jwt', ...rest, buffer: Buffer.alloc(2) });
		await page.getByRole('alert').getByText('gone.jwt could not be read. Choose it again. The file is gone.').waitFor();
		expect(await page.getByText('report: container').count()).toBe(0);
	});

	it('keeps no passphrase of a key that cannot approve, and says that a file cannot be read', async () => {
		const sha256 = await publish('unreadable', 'Be kind.');
		const { page } = await console.signIn(scopes, `inbox/draft/${sha256}`);
		const main = page.locator('main');
		const passphrase = page.getByLabel('Passphrase of the key');
		const unlock = async (file: string, phrase: string) => {
			await choose(page, file);
			await passphrase.fill(phrase);
			await page.keyboard.press('Enter');
		};
		await unlock(encryptedPem(people.keys.author.privateKey, 'três ipês'), 'três ipês');
		await main.getByText('The root names no approver with this key').waitFor();
		expect(await passphrase.count()).toBe(0);
		await choose(page, encryptedPem(people.keys.approver.privateKey, 'três ipês'));
		expect(await passphrase.inputValue()).toBe('');
		await page.evaluate("Blob.prototype.text = () => Promise.reject(new Error('The file is gone.'))");
		await choose(page, pem(people.keys.approver.privateKey));
		await main.getByText('Your key could not be read. Choose it again. The file is gone.').waitFor();
		expect([await passphrase.count(), await page.getByText('The key is opened.').count()]).toEqual([0, 0]);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const sha256 = await publish(`look-${language}`);
		const { page } = await console.signIn(scopes, `inbox/draft/${sha256}`, { language, theme, width });
		await page
			.locator('input[type=file]')
			.first()
			.setInputFiles({ name: 'approver.pem', mimeType: 'text/plain', buffer: Buffer.from(pem(people.keys.approver.privateKey)) });
		await page.locator('pre', { hasText: sha256 }).waitFor();
		await page.locator('main summary').first().click();
		if (process.env.CONSOLE_PICTURES)
			await page.screenshot({ path: join(process.env.CONSOLE_PICTURES, `draft-${language}.png`), fullPage: true });
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});

	it('is refused where the registry refuses: to the author, and once another person rejected it', async () => {
		const owners = { ...people.rootDocument.owners, [people.keys.second.keyId]: ada.subject };
		const sha256 = await publish('refused', 'Be kind.');
		const { page } = await console.signIn(scopes, `inbox/draft/${sha256}`);
		const sign = page.getByRole('button', { name: 'Sign and approve' });
		await registry.addRoot(ada, people.edition({ ver: 2, owners }));
		await page.reload();
		await choose(page, pem(people.keys.second.privateKey));
		await page.locator('main').getByText(`${people.keys.second.keyId} of ada@example.com`).waitFor();
		await sign.click();
		await page.getByRole('alert').getByText('refused 1.0.0 cannot be approved by its author or publisher').waitFor();
		await choose(page, pem(people.keys.approver.privateKey));
		await page.locator('main').getByText(`${people.keys.approver.keyId} of bob@example.com`).waitFor();
		await registry.reject(carol, sha256, { reason: 'Not kind enough.' });
		await sign.click();
		await page.locator('.notice', { hasText: 'This waits no more.' }).waitFor();
		expect(await stateOf(sha256)).toBe('rejected');
	});
});

/** Writes a signed report, as far as the page reads it. */
function report(reached: string): string {
	const [header, facts] = [{ typ: 'troupe-sandbox-report+jwt' }, { level: { reached } }].map((part) =>
		Buffer.from(JSON.stringify(part)).toString('base64url'),
	);
	return `${header}.${facts}.AAAA`;
}
