import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTypedPage, type TypedPage } from '../support/typed-page';

jest.setTimeout(240_000);

/** The commands of the page, in order. */
let page: TypedPage;
beforeAll(async () => void (page = await openTypedPage('docs/manifests/templates.md')));
afterAll(() => page?.close());

it('starts a registry', async () => {
	expect(await page.block('1. Start a registry')).toContain('people/grace@example.com');
	await page.printed('troupe serve is ready');
});

it('writes, publishes and approves a template', async () => {
	expect(await page.block('2. Write, publish, approve')).toContain('greeter 1.0.0: draft, 0 of 1 approvals');
	expect(await page.block('2. Write, publish, approve', 1)).toMatch(/template greeter 1\.0\.0: approved[^]*exit 0/);
});

it('approves Troupe itself', async () => {
	expect(await page.block('3. Approve Troupe itself')).toMatch(/package n8n-nodes-troupe \S+: approved[^]*exit 0/);
});

it('installs on a machine that has nothing but the root and a token', async () => {
	expect(await page.block('4. Set up a machine')).toMatch(/\(pinned root\)[^]*exit 0/);
	const installed = await page.block('5. Install');
	expect(installed).toMatch(/greeter +1\.0\.0 +registry/);
	expect(installed).toContain('Loja da Ada is open from Monday to Friday, from 9 am to 6 pm.');
});

it('updates at once, and keeps what was changed on the machine', async () => {
	expect(await page.block('6. Update')).toMatch(/1\.0\.1: approved[^]*exit 0/);
	expect(await page.block('6. Update', 1)).toMatch(/1\.0\.1 is available[^]*the new one is beside it as \.new[^]*exit 1/);
	expect(await page.block('6. Update', 2)).toMatch(/8 am[^]*kept with your changes\n[^]*exit 0/);
	const file = join(page.folder, 'shop/agents/greeter-agent/handbook/opening-hours.md');
	expect(readFileSync(file, 'utf8')).toMatch(/8 am[^]*On Saturdays/);
	expect(existsSync(`${file}.new`)).toBe(false);
});

it('returns to the version before a revoked one, and says where the revoked one is installed', async () => {
	const revoked = await page.block('7. Revoke');
	expect(revoked).toMatch(/installed greeter 1\.0\.0 in \S+other\n/);
	expect(revoked).toMatch(
		/installed: greeter 1\.0\.1 in \S+shop; this version was withdrawn\. For 1\.0\.0: troupe template install greeter/,
	);
	expect(await page.type('troupe template install greeter@1.0.1 --into exact')).toMatch(
		/1\.0\.1 was revoked: wrong opening hours[^]*exit 1/,
	);
});

it.each([
	['troupe template install greeter --into x --set compny=a', /no parameter compny \(did you mean company\?\)[^]*exit 2/],
	['troupe template install greeter', /greeter has other files of the same names[^]*exit 2/],
	[
		'troupe manifest publish ./greeter --as registry/people/ada@example.com',
		/greeter 1\.0\.1 is already published[^]*fix: Publish it under the next version[^]*exit 1/,
	],
	['troupe template install greetre --into x', /did you mean greeter\?/],
])('refuses what is wrong: %s', async (command, said) => expect(await page.type(command)).toMatch(said));

it('names the registry as the reason where a machine was never let in', async () => {
	await page.type('mkdir -p stranger && cp -r registry/machines/trust stranger/ && echo not.a.token > wrong');
	const said = await page.type('TROUPE_HOME=$PWD/stranger TROUPE_REGISTRY_TOKEN_FILE=$PWD/wrong troupe template install greeter --into x');
	expect(said).toMatch(/^warning: The registry does not allow this machine to read \S+ \(401\)/m);
	expect(said).toMatch(/has sent no snapshot[^]*exit 1/);
	expect(said).not.toContain('trace-warnings');
});

it('brings the templates to a site without a network, and refuses a bundle in which a byte changed', async () => {
	expect(await page.block('A site without a network')).toContain('A site lives by it until');
	expect(await page.block('A site without a network', 1)).toMatch(/installed greeter 1\.0\.0 in \S+site-shop[^]*exit 0/);
	await page.type(`sed 's/eyJ/eyK/2' site.bundle > changed.bundle`);
	expect(await page.type('troupe manifest bundle import changed.bundle --into site2/trust --root registry/root/root.jwt')).toMatch(
		/is refused[^]*exit 1/,
	);
	expect(existsSync(join(page.folder, 'site2/trust/snapshot.jwt'))).toBe(false);
});
