import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ada, bob, carol, gatherPeople, type RegistryPeople, type SignedManifest } from '../support/registry/registry-people';
import { runExportBundle, runImportBundle, type ImportOptions } from '../../cli/manifest/package/bundle-run';
import { runShowTrust } from '../../cli/manifest/keys/trust-run';
import { testTerminal } from '../support/test-terminal';
import { TrustedAgents } from '../../manifests/client/trusted-agents';
import { HighWater } from '../../manifests/trust/high-water';
import type { Registry } from '../../manifests/registry/registry';
import { openRegistry } from '../../manifests/registry/open-registry';

/** From the two commands to the gate, with one clock for all: a registry, and a site that only people reach. */
const start = Math.floor(Date.now() / 1000) * 1000;
const day = 86_400_000;
let now: number;
let people: RegistryPeople;
let folder: string;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople({ nowMs: start });
});
beforeEach(async () => {
	now = start;
	folder = mkdtempSync(join(tmpdir(), 'troupe-offline-'));
	writeFileSync(join(folder, 'root.jwt'), people.root);
	registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers, clock: () => now });
	await registry.setPolicy(ada, { offlineSeconds: (90 * day) / 1000 });
});
afterEach(async () => {
	await registry.close();
	rmSync(folder, { recursive: true, force: true });
});

const at = (...path: string[]) => join(folder, ...path);
const iso = (days: number) => new Date(start + days * day).toISOString();
const terminalOf = (more: NodeJS.ProcessEnv = {}) => testTerminal({ TROUPE_HOME: at('home'), ...more });

async function approved(manifest: SignedManifest): Promise<SignedManifest> {
	await registry.publish(ada, { token: manifest.token });
	await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
	return manifest;
}

async function exported(name: string, validFor?: number): Promise<string[]> {
	const terminal = terminalOf();
	const open = async () => ({ api: registry, caller: carol, url: '' });
	await runExportBundle({ output: at(name), ...(validFor && { validFor: validFor * day }) }, terminal, open);
	return terminal.noted;
}

async function imported(name: string, options: ImportOptions = {}, environment: NodeJS.ProcessEnv = {}): Promise<string[]> {
	const terminal = terminalOf(environment);
	await runImportBundle(at(name), { into: at('trust'), root: at('root.jwt'), ...options }, terminal, undefined, () => now);
	return terminal.noted;
}

/** What nodes and workers of the site find: the prompt, or the refusal. */
const site = (more: { registry?: string; pinned?: string } = {}) =>
	new TrustedAgents({
		folders: { pinned: at('trust'), named: true, ...more },
		rules: { highWater: new HighWater(at('home')) },
		instance: 'site',
		clock: { now: () => now },
		scanIntervalMs: 0,
	});
const runs = async (version: string, gate = site()) => (await gate.find('prompt', 'tone', version))?.warnings;

describe('a site without a network', () => {
	it('lives for as long as was asked for, is warned before the end, and by the next bundle lives on', async () => {
		await approved(people.prompt('tone', '1.0.0'));
		expect(await exported('first', 90)).toEqual([
			expect.stringContaining('holds 1 manifest and 1 approval of the tenant default.'),
			`A site lives by it until ${iso(90)}: snapshot 3, asked for by ${carol.subject}.`,
		]);
		now += day;
		expect(await imported('first')).toEqual([
			'added: prompt tone 1.0.0',
			`${at('trust')} holds snapshot 3 of the tenant default: 1 manifest allowed to run, until ${iso(90)}, as ${carol.subject} asked for.`,
		]);
		const gate = site();
		expect(await runs('1.0.0', gate)).toEqual([]);
		now = start + 72 * day;
		expect(await runs('1.0.0', gate)).toEqual([expect.stringContaining(`ends at ${iso(90)}, in 18 days`)]);
		await exported('second', 90);
		expect(await imported('second')).toEqual([expect.stringContaining(`until ${iso(162)}`)]);
		expect(await runs('1.0.0', gate)).toEqual([]);
		now = start + 162 * day;
		await expect(runs('1.0.0', gate)).rejects.toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'expired' } });
	});

	it('is told what changes, also without changing it', async () => {
		const [old, tone] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.1.0')];
		await approved(old);
		await approved(tone);
		await exported('first', 30);
		await imported('first');
		await registry.revoke(bob, old.sha256, { reason: 'leaked' });
		await registry.deprecate(bob, tone.sha256, {});
		await approved(people.prompt('tone', '1.2.0'));
		await exported('second', 30);
		const news = ['added: prompt tone 1.2.0', 'deprecated: prompt tone 1.1.0', 'revoked: prompt tone 1.0.0'];
		expect(await imported('second', { dryRun: true })).toEqual([...news, expect.stringContaining('would hold snapshot')]);
		expect(await runs('1.0.0')).toEqual([]);
		expect(await imported('second')).toEqual([...news, expect.stringContaining('holds snapshot')]);
		await expect(runs('1.0.0')).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	});

	it('does not go back to an older bundle, which is refused with both dates, also when the folder was emptied', async () => {
		const old = await approved(people.prompt('tone', '1.0.0'));
		await exported('first', 90);
		now += 5 * day;
		await registry.revoke(bob, old.sha256, {});
		await exported('second', 30);
		await imported('second');
		const rolledBack = expect.objectContaining({
			code: 'MANIFEST_ROLLED_BACK',
			message: expect.stringMatching(new RegExp(`${iso(0)}.*${iso(5)}`)),
		});
		await expect(imported('first')).rejects.toEqual(rolledBack);
		rmSync(at('trust'), { recursive: true });
		await expect(imported('first')).rejects.toEqual(rolledBack);
		expect(existsSync(at('trust'))).toBe(false);
		// Laid there by hand, past the command.
		await imported('first', { into: at('elsewhere') });
		await imported('second');
		writeFileSync(at('trust', 'snapshot.jwt'), readFileSync(at('elsewhere', 'snapshot.jwt')));
		await expect(runs('1.0.0')).rejects.toMatchObject({ code: 'MANIFEST_ROLLED_BACK' });
	});

	it('takes no bundle of another tenant, nor of another root', async () => {
		await exported('first', 30);
		await imported('first');
		const acme = { tenant: 'acme', subject: carol.subject };
		await registry.setPolicy(acme, { offlineSeconds: (30 * day) / 1000 });
		const bundle = await registry.exportBundle(acme, { validForSeconds: (30 * day) / 1000 });
		writeFileSync(at('acme'), JSON.stringify(bundle));
		await expect(imported('acme')).rejects.toMatchObject({
			message: `the bundle is refused: it belongs to the tenant acme, but ${at('trust')} belongs to the tenant default`,
			details: { expected: 'default', actual: 'acme' },
		});
		expect((await imported('acme', { into: at('acme-trust') })).at(-1)).toBe('Machines that go by it need TROUPE_TENANT=acme.');
		writeFileSync(at('other.jwt'), people.edition({ owners: {} }));
		await expect(imported('first', { into: at('other'), root: at('other.jwt') })).rejects.toMatchObject({
			message: expect.stringContaining('its root is another one than the one that is trusted'),
		});
		expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([]);
	});

	it('runs on without what lapsed there, and is told what', async () => {
		await approved(people.prompt('tone', '1.0.0'));
		const tone = people.prompt('tone', '1.1.0');
		await approved(tone);
		await registry.approve(carol, tone.sha256, { token: people.approval(tone, people.keys.second) });
		const { roles } = people.rootDocument;
		const approver = { keyIds: [people.keys.second.keyId], threshold: 1 };
		const revokedKeyIds = [people.keys.approver.keyId];
		await registry.addRoot(ada, people.edition({ ver: 2, roles: { ...roles, approver }, revokedKeyIds }));
		await exported('first', 30);
		expect(await imported('first')).toEqual([
			'added: prompt tone 1.0.0, prompt tone 1.1.0',
			expect.stringMatching(/^does not run here: prompt tone 1\.0\.0 \(.*0 of 1 approvals; not counted: approvals\/[^;]*\)$/),
			expect.stringContaining('Have them approved again'),
			expect.stringContaining('1 manifest allowed to run'),
		]);
		expect(await runs('1.1.0')).toEqual([]);
		await expect(runs('1.0.0')).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
		const bundle = JSON.parse(readFileSync(at('first'), 'utf8')) as { approvals: string[] };
		writeFileSync(at('cut'), JSON.stringify({ ...bundle, approvals: bundle.approvals.slice(0, 1) }));
		await expect(imported('cut')).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
	});
});

it('a machine that follows a registry refuses the bundle, and the import says so', async () => {
	await approved(people.prompt('tone', '1.0.0'));
	await exported('first', 30);
	const notes = await imported('first', {}, { TROUPE_REGISTRY_URL: 'https://registry.example' });
	expect(notes).toContainEqual(expect.stringContaining('This machine follows a registry'));
	await expect(runs('1.0.0', site({ registry: at('registry-cache') }))).rejects.toMatchObject({ details: { reason: 'offline' } });
});

it('a machine that was cut off from its registry does not go back behind what that said', async () => {
	const old = await approved(people.prompt('tone', '1.0.0'));
	await exported('before', 30);
	await registry.revoke(bob, old.sha256, {});
	// What its client accepted, and noted.
	const cache = at('home', 'registry-cache', 'default');
	await exported('online');
	await imported('online', { into: cache });
	await imported('before', { into: at('followed') });
	rmSync(at('followed', 'snapshot.jwt'));
	await expect(runs('1.0.0', site({ registry: cache, pinned: at('followed') }))).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	await imported('before');
	await expect(runs('1.0.0')).rejects.toMatchObject({ code: 'MANIFEST_ROLLED_BACK', details: { reason: 'unrevoked' } });
	await exported('after', 30);
	await imported('after');
	await expect(runs('1.0.0')).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
});

it('a bundle for another registry says for how little its snapshot is good, and shortens the life of no site', async () => {
	await exported('first', 30);
	await imported('first');
	expect((await exported('online')).at(-1)).toMatch(/is good until .*: for another registry\. .*--valid-for 90d/);
	await expect(imported('online')).rejects.toMatchObject({
		details: { reason: 'claims', expected: iso(30) },
		fix: expect.stringContaining('--valid-for'),
	});
});

it('the trust of a machine is shown with its life', async () => {
	await exported('first', 30);
	await imported('first');
	const terminal = terminalOf();
	await runShowTrust({ trust: at('trust') }, terminal);
	expect(terminal.printed.join('\n')).toMatch(
		new RegExp(`lives until +${iso(30).replace('.', '\\.')}, .* left; a bundle that ${carol.subject.replace('.', '\\.')} asked for`),
	);
});
