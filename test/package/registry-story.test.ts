/** The first day of an ops team with a registry, command by command, as docs/manifests/index.md and examples/registry tell it. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../support/test-terminal';
import { parseAgentDefinition } from '../../core/agents/definition/parse-agent-definition';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { readSigningKey } from '../../manifests/keys/create-keys';
import { AccessTokens } from '../../manifests/registry/access/access-tokens';
import { snapshotSigner } from '../../manifests/registry/changes/snapshot-signer';
import { openTestRegistryService, type TestRegistryService } from '../support/registry/registry-service';
import type { Registry } from '../../manifests/registry/registry';
import { SeenFiles } from '../../manifests/tree/seen-files';
import { TrustStore } from '../../manifests/trust/trust-store';
import { openAuditedRegistry } from '../support/registry/audited-registry';

const passphrase = 'correct horse battery staple';
const examples = resolve(__dirname, '../../examples/registry');
let folder: string;
let registry: Registry;
let service: TestRegistryService;
/** Whose clients of the registry go on until the process ends. */
const followers: NodeJS.ProcessEnv[] = [];
/** What a newcomer typed, up to the first approved agent. */
const typed: string[][] = [];

async function troupe(args: string[], environment: NodeJS.ProcessEnv = {}, answer?: string) {
	const terminal = testTerminal({ TROUPE_HOME: join(folder, 'home'), TROUPE_KEY_PASSPHRASE: passphrase, ...environment });
	if (answer !== undefined) terminal.ask = (question) => (terminal.noted.push(question), Promise.resolve(answer));
	const exitCode = await runTroupe(args, terminal);
	return { exitCode, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n'), lines: terminal.printed };
}
const manifest = (...args: string[]) => troupe(['manifest', ...args]);
const at = (who: string) => join(folder, 'registry', who);
const [ada, grace, admin, machines] = ['people/ada@example.com', 'people/grace@example.com', 'admin', 'machines'];
const as = (who: string) => ['--as', at(who)];
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;
const example = (name: string) => join(examples, name);

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-story-'));
});
afterAll(async () => {
	for (const follower of followers) defaultTrust(follower).client?.stop();
	await service?.close();
	await registry?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Stands in for `troupe serve`: the same registry, routes and access, from the folder that `init` made for it. */
async function serve(): Promise<void> {
	const keys = join(at('server'), 'registry');
	registry = await openAuditedRegistry({
		database: join(at('server'), 'registry.db'),
		root: readFileSync(join(keys, 'root.jwt'), 'utf8'),
		keys: [snapshotSigner(readSigningKey(keys, 'snapshot', passphrase))],
		checkContent: async (_kind, definition, where) => (await parseAgentDefinition(definition, where), []),
	});
	service = await openTestRegistryService(registry, new AccessTokens({ keysFile: join(keys, 'access-keys.json') }));
	for (const who of [ada, grace, admin, machines]) writeFileSync(join(at(who), 'registry.json'), JSON.stringify({ url: service.url }));
}

it('begins with one command: a folder for each, which its owner alone may look into', async () => {
	typed.push(['manifest', 'init', at(''), '--author', 'ada@example.com', '--approver', 'grace@example.com']);
	const { exitCode, printed, noted } = await troupe(typed[0]!);
	expect({ exitCode, noted }).toEqual({ exitCode: 0, noted: '' });
	expect(printed).toMatch(
		/What goes where:[\s\S]*root\/1 +offline[\s\S]*Next:[\s\S]*troupe serve[\s\S]*--as-installed[\s\S]*package:n8n-nodes-troupe@\d/,
	);
	expect(readdirSync(at('')).sort()).toEqual(['README.txt', 'admin', 'machines', 'people', 'root', 'server']);
	expect(readdirSync(at(ada)).sort()).toEqual(['author.pem', 'registry.json', 'root.jwt', 'token']);
	expect(readdirSync(at(grace)).sort()).toEqual(['approver.pem', 'registry.json', 'root.jwt', 'token']);
	for (const secret of [`${ada}/author.pem`, `${grace}/token`, 'server/registry/snapshot.pem', 'admin/access.pem', 'root/1/root.pem'])
		expect([secret, statSync(at(secret)).mode & 0o777]).toEqual([secret, 0o600]);
	expect(readFileSync(at(`${ada}/author.pem`), 'utf8')).toContain('ENCRYPTED');
	expect(await troupe(typed[0]!)).toMatchObject({ exitCode: 2, noted: expect.stringContaining('is not empty') });
	typed.push(['serve']);
	await serve();
});

it('has an agent published by Ada and approved by Grace, in four commands from nothing', async () => {
	typed.push(['manifest', 'publish', example('agents/returns-1.0.0.json'), ...as(ada)]);
	expect(await troupe(typed.at(-1)!)).toMatchObject({ exitCode: 0, noted: expect.stringContaining('draft, 0 of 1 approvals') });
	expect((await manifest('resolve', 'returns', ...as(machines))).exitCode).toBe(1);

	typed.push(['manifest', 'approve', 'returns@1.0.0', ...as(grace)]);
	const approved = await troupe(typed.at(-1)!, {}, 'y');
	expect(approved).toMatchObject({
		exitCode: 0,
		noted: expect.stringContaining('get_order (http): GET http://127.0.0.1:8765/orders/{order}'),
	});
	expect(approved.noted).toContain('It is the first version with this name');
	expect(approved.noted).toContain('agent returns 1.0.0: approved');
	expect(typed.length).toBeLessThanOrEqual(6);

	const resolved = await manifest('resolve', 'returns@^1', '--json', ...as(machines));
	expect(json(resolved.printed)).toMatchObject({ score: 1, manifest: { name: 'returns', version: '1.0.0', author: 'ada@example.com' } });
});

it('lets nobody approve their own work, with a key of somebody else, or without looking', async () => {
	await manifest('publish', example('agents/returns-1.1.0.json'), ...as(ada));
	expect(await manifest('approve', 'returns@1.1.0', ...as(grace))).toMatchObject({ exitCode: 2, noted: expect.stringContaining('--yes') });
	expect(await manifest('approve', 'returns@1.1.0', '--yes', ...as(ada))).toMatchObject({
		exitCode: 2,
		noted: expect.stringContaining('No approver key exists'),
	});
	const said = await troupe(['manifest', 'approve', 'returns@1.1.0', ...as(grace)], {}, 'no');
	expect(said).toMatchObject({ exitCode: 1, noted: expect.stringContaining('Nothing was approved.') });
	// Ada's token lets her publish, not approve.
	const withAdasToken = await manifest('approve', 'returns@1.1.0', '--yes', ...as(grace), '--token-file', join(at(ada), 'token'));
	expect(withAdasToken).toMatchObject({ exitCode: 1, noted: expect.stringContaining('registry:approve') });
});

it('shows the approver what a new version adds, and what that asks of its number', async () => {
	const { exitCode, noted } = await manifest('approve', 'returns@1.1.0', '--yes', ...as(grace));
	expect(exitCode).toBe(0);
	expect(noted).toContain('Against 1.0.0, which is approved:');
	expect(noted).toMatch(/\+ \/tools\/define\/\S*/);
	expect(noted).toContain('The change asks for a minor version:');
	const diff = await manifest('diff', 'returns@1.0.0', '1.1.0', '--json', ...as(machines));
	expect(json(diff.printed)).toMatchObject({ requiredBump: 'minor' });
	const list = await manifest('list', '--kind', 'agent', ...as(machines));
	expect(list.printed).toContain('returns@1.1.0');
	const show = await manifest('show', 'returns@1.1.0', ...as(machines));
	expect(show.printed).toMatch(/approvals: 1 of 1[\s\S]*grace@example.com/);
	expect(show.printed).toContain('make_label: ask');
});

it('publishes prompts too, and says at which field a file is wrong', async () => {
	expect(await manifest('publish', example('prompts/house-tone-1.0.0.md'), ...as(ada))).toMatchObject({ exitCode: 0 });
	expect(await manifest('approve', 'prompt:house-tone@1.0.0', '--yes', ...as(grace))).toMatchObject({ exitCode: 0 });
	const broken = join(folder, 'broken.json');
	const definition = json(readFileSync(example('agents/returns-1.0.0.json'), 'utf8'));
	writeFileSync(broken, JSON.stringify({ ...definition, limits: { ...(definition.limits as object), tokens: 'many' } }));
	const refused = await manifest('publish', broken, ...as(ada));
	expect(refused).toMatchObject({ exitCode: 1, noted: expect.stringContaining('limits') });
	// The same number once more, with another text.
	writeFileSync(broken, JSON.stringify({ ...definition, purpose: 'Something else.' }));
	expect(await manifest('publish', broken, ...as(ada))).toMatchObject({ exitCode: 1, noted: expect.stringContaining('fix:') });
	writeFileSync(join(folder, 'tone.md'), 'No head.');
	expect(await manifest('publish', join(folder, 'tone.md'), ...as(ada))).toMatchObject({
		exitCode: 2,
		noted: expect.stringContaining('it has no head'),
	});
});

it('goes from a rejected draft to a corrected one of the same version, and tells what changed', async () => {
	const tone = join(folder, 'thanks.md');
	const publish = (text: string) => {
		writeFileSync(tone, `---\nname: thanks\nversion: 1.0.0\npurpose: Says thanks\n---\n${text}`);
		return manifest('publish', tone, '--notes', 'Thanks in two lines.', ...as(ada));
	};
	expect(await publish('Thanks!')).toMatchObject({ exitCode: 0 });
	const rejected = await manifest('reject', 'thanks@1.0.0', '--reason', 'Thank whom?', ...as(grace));
	expect(rejected).toMatchObject({ exitCode: 0, noted: expect.stringContaining('thanks 1.0.0: rejected') });
	const shown = await manifest('show', 'thanks@1.0.0', ...as(ada));
	expect(shown.printed).toMatch(/rejected \(Thank [\s\S]*rejected by grace@example\.com[\s\S]*notes +Thanks in two lines\./);
	expect(await manifest('approve', 'thanks@1.0.0', '--yes', ...as(grace))).toMatchObject({
		exitCode: 1,
		noted: expect.stringContaining('was rejected by grace@example.com'),
	});
	expect(await publish('Thanks a lot!')).toMatchObject({ exitCode: 0, noted: expect.stringContaining('0 of 1 approvals') });
	const asked = await manifest('withdraw', 'thanks@1.0.0', ...as(grace));
	expect(asked).toMatchObject({ exitCode: 1, noted: expect.stringContaining('registry:publish') });
	expect(await manifest('withdraw', 'thanks@1.0.0', ...as(ada))).toMatchObject({ exitCode: 0 });
	expect(await manifest('show', 'thanks@1.0.0', ...as(ada))).toMatchObject({ exitCode: 1 });
});

it('finds by capability and by question', async () => {
	const byCapability = await manifest('resolve', '--capability', 'labels.write', '--json', ...as(machines));
	expect(json(byCapability.lines[0]!)).toMatchObject({ manifest: { version: '1.1.0' } });
	const byQuestion = await manifest('resolve', 'who can read orders?', ...as(machines));
	expect(byQuestion).toMatchObject({ exitCode: 0, printed: expect.stringContaining('returns@') });
});

it('carries everything to a site without a network, which verifies it by itself', async () => {
	const file = join(folder, 'site.bundle');
	expect(await manifest('policy', 'set', '--yes', '--offline-days', '30', ...as(admin))).toMatchObject({ exitCode: 0 });
	expect(await manifest('bundle', 'export', '--valid-for', '30d', '--output', file, ...as(admin))).toMatchObject({
		exitCode: 0,
		noted: expect.stringContaining('A site lives by it until'),
	});
	const trust = join(folder, 'site', 'trust');
	expect(await manifest('bundle', 'import', file, '--into', trust)).toMatchObject({
		exitCode: 1,
		noted: expect.stringContaining('--root'),
	});
	const imported = await manifest('bundle', 'import', file, '--into', trust, '--root', at('root/root.jwt'), '--json');
	expect(imported).toMatchObject({ exitCode: 0 });
	expect(json(imported.printed)).toMatchObject({ tenant: 'default', manifests: 3, approvals: 3, offline: { requestedBy: 'admin' } });
	expect((await manifest('trust', 'show', '--trust', trust)).printed).toMatch(
		/lives until .*, 29 days left; a bundle that admin asked for/,
	);
	const store = new TrustStore({ pinned: trust, named: true }, new SeenFiles(), Date.now());
	const entries = store.snapshot().document.manifests;
	expect(entries.map((entry) => store.findManifest(entry)?.document.package.version).sort()).toEqual(['1.0.0', '1.0.0', '1.1.0']);

	const bundle = json(readFileSync(file, 'utf8'));
	writeFileSync(file, JSON.stringify({ ...bundle, approvals: [] }));
	expect(await manifest('bundle', 'import', file, '--into', trust)).toMatchObject({
		exitCode: 1,
		noted: expect.stringContaining('0 of 1 approvals'),
	});
});

it('deprecates, rolls back, turns off and revokes; all of it is in the audit', async () => {
	const deprecated = await manifest('deprecate', 'returns@1.0.0', '--successor', '1.1.0', '--reason', 'prints no labels', ...as(grace));
	expect(deprecated).toMatchObject({ exitCode: 0, noted: expect.stringContaining('deprecated') });
	const resolved = await manifest('resolve', 'returns@1.0.0', ...as(machines));
	expect(resolved.printed).toContain('1.1.0');
	const rolledBack = await manifest('rollback', 'agent', 'returns', '--to', '1.0.0', '--reason', 'labels of others', ...as(grace));
	expect([rolledBack.exitCode, rolledBack.noted]).toEqual([expect.any(Number), expect.stringMatching(/returns 1\.0\.0|1\.0\.0/)]);

	expect(await manifest('policy', 'set', '--yes', '--unknown-packages', 'deny', ...as(grace))).toMatchObject({ exitCode: 0 });
	expect((await manifest('policy', 'show', ...as(machines))).printed).toMatch(/unknown packages +deny/);

	expect(await manifest('revoke', 'returns@1.1.0', '--yes', '--reason', 'leaks addresses', ...as(grace))).toMatchObject({ exitCode: 0 });
	expect(await manifest('approve', 'returns@1.1.0', '--yes', ...as(grace))).toMatchObject({
		exitCode: 1,
		noted: expect.stringContaining('revoked'),
	});
	const audit = await manifest('audit', '--json', ...as(grace));
	const actions = audit.lines.map((line) => json(line).action);
	expect(actions).toEqual(expect.arrayContaining(['manifest.published', 'manifest.approved', 'manifest.revoked']));
	const events = await manifest('events', '--json', ...as(machines));
	expect(events.lines.map((line) => json(line).type)).toEqual(expect.arrayContaining(['manifest.published', 'manifest.revoked']));
});

it('decides about a community package by what was approved of it, to the byte', async () => {
	const user = join(folder, 'n8n');
	const installed = join(user, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-acme');
	mkdirSync(join(installed, 'dist'), { recursive: true });
	const nodeFile = 'dist/Acme.node.js';
	writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'n8n-nodes-acme', version: '2.0.0', n8n: { nodes: [nodeFile] } }));
	writeFileSync(join(installed, nodeFile), 'exports.Acme = class { constructor() { this.description = { name: "acme", version: 1 }; } };');
	const environment = {
		TROUPE_HOME: join(folder, 'n8n-home'),
		TROUPE_REGISTRY_URL: service.url,
		TROUPE_REGISTRY_TOKEN: readFileSync(join(at(machines), 'token'), 'utf8').trim(),
	};
	cpSync(join(at(machines), 'trust'), join(folder, 'n8n-home', 'trust'), { recursive: true });
	followers.push({ ...environment });
	const scan = () => troupe(['manifest', 'scan', user, '--json'], environment);
	const stateOf = async () => {
		const { exitCode, printed } = await scan();
		const { packages } = json(printed) as { packages: Array<{ name: string; state: string; mayRun: boolean }> };
		const acme = packages.find(({ name }) => name === 'n8n-nodes-acme');
		return { exitCode, state: acme?.state, mayRun: acme?.mayRun };
	};
	expect(await stateOf()).toEqual({ exitCode: 1, state: 'unknown', mayRun: false });
	expect(await manifest('publish', installed, '--as-installed', ...as(ada))).toMatchObject({ exitCode: 0 });
	expect(await manifest('approve', 'package:n8n-nodes-acme@2.0.0', '--yes', ...as(grace))).toMatchObject({ exitCode: 0 });
	// Another machine: this one is good for its 300 seconds.
	environment.TROUPE_HOME = join(folder, 'n8n-home-2');
	followers.push({ ...environment });
	cpSync(join(at(machines), 'trust'), join(environment.TROUPE_HOME, 'trust'), { recursive: true });
	expect(await stateOf()).toEqual({ exitCode: 0, state: 'approved', mayRun: true });
	expect(await troupe(['manifest', 'verify', installed], environment)).toMatchObject({ exitCode: 0 });
	writeFileSync(join(installed, nodeFile), 'exports.Acme = class { /* a line more */ };');
	expect(await stateOf()).toEqual({ exitCode: 1, state: 'tampered', mayRun: false });
	expect(await troupe(['manifest', 'verify', installed], environment)).toMatchObject({
		exitCode: 1,
		noted: expect.stringContaining(nodeFile),
	});
});

it('rolls a version out by stages, and stops, goes on and takes back when a person says so', async () => {
	for (const version of ['1.0.0', '1.1.0']) {
		const file = join(folder, `courier-${version}.json`);
		writeFileSync(file, JSON.stringify({ ...json(readFileSync(example(`agents/returns-${version}.json`), 'utf8')), id: 'courier' }));
		expect(await manifest('publish', file, ...as(ada))).toMatchObject({ exitCode: 0 });
		expect(await manifest('approve', `courier@${version}`, '--yes', ...as(grace))).toMatchObject({ exitCode: 0 });
	}
	const start = ['rollout', 'start', 'courier', '--from', '1.0.0', '--to', '1.1.0', '--stages', '5:30,100:0', '--json'];
	const started = json((await manifest(...start, ...as(grace))).printed);
	expect(started).toMatchObject({ package: 'courier', from: '1.0.0', to: '1.1.0', stage: 0, state: 'running' });
	const id = String(started.id);
	const steer = async (step: string) => json((await manifest('rollout', step, id, '--json', ...as(grace))).printed);
	expect(await steer('pause')).toMatchObject({ id, state: 'paused' });
	expect(await manifest('rollout', 'list', ...as(machines))).toMatchObject({ exitCode: 0, printed: expect.stringContaining('paused') });
	expect(await manifest('rollout', 'pause', id, ...as(machines))).toMatchObject({
		exitCode: 1,
		noted: expect.stringContaining('registry:rollout'),
	});
	expect(await steer('resume')).toMatchObject({ id, state: 'running' });
	expect(await steer('advance')).toMatchObject({ id, stage: 1 });
	expect(await steer('abort')).toMatchObject({ id, state: 'aborted' });
});

it('takes up the next edition of the root, tells what that ends, and lets an approver go on with the root that she has', async () => {
	const own = join(folder, 'ada-2');
	const next = join(folder, '2.jwt');
	const first = at('root/root.jwt');
	await manifest('keys', 'create', '--role', 'author', '--owner', 'ada@example.com', '--into', own);
	const [old] = Object.entries(json((await manifest('keys', 'show', first, '--json')).printed).owners as Record<string, string>).find(
		([keyId]) => keyId.startsWith('author'),
	)!;
	const [added] = readdirSync(own).filter((file) => file.endsWith('.public.json'));
	await manifest('keys', 'rotate', '--root', first, '--output', next, '--add', join(own, added!), '--remove', old);
	expect(await manifest('keys', 'publish', next, ...as(admin))).toMatchObject({ exitCode: 1 });
	expect(await manifest('keys', 'sign-root', next, '--keys', at('root/1'), '--previous', first)).toMatchObject({ exitCode: 0 });
	expect(await manifest('keys', 'publish', next, ...as(admin))).toMatchObject({ exitCode: 2 });
	const published = await manifest('keys', 'publish', next, '--yes', ...as(admin));
	expect(published).toMatchObject({ exitCode: 0, noted: expect.stringContaining('has edition 2 of the root') });
	expect(published.noted).toContain(`agent:courier@1.0.0: the root does not contain its author's key ${old}`);

	const file = join(folder, 'courier-1.2.0.json');
	writeFileSync(file, readFileSync(join(folder, 'courier-1.1.0.json'), 'utf8').replace('"1.1.0"', '"1.2.0"'));
	expect(await manifest('publish', file, ...as(ada))).toMatchObject({ exitCode: 1, noted: expect.stringContaining(old) });
	expect(await manifest('publish', file, ...as(ada), '--keys', own)).toMatchObject({ exitCode: 0 });
	expect(await manifest('approve', 'courier@1.2.0', '--yes', ...as(grace))).toMatchObject({ exitCode: 0 });
});

it('shows what a machine trusts, and forgets what it accepted when people say so', async () => {
	const environment = { TROUPE_HOME: join(folder, 'n8n-home-2') };
	const shown = await troupe(['manifest', 'trust', 'show'], environment);
	expect(shown).toMatchObject({ exitCode: 0, printed: expect.stringContaining('grace@example.com') });
	expect(await troupe(['manifest', 'trust', 'reset'], environment, 'n')).toMatchObject({ exitCode: 1 });
	expect(await troupe(['manifest', 'trust', 'reset', '--yes', '--json'], environment)).toMatchObject({ exitCode: 0 });
	expect(json((await troupe(['manifest', 'trust', 'show', '--json'], environment)).printed)).toMatchObject({
		sources: [],
		lastSeen: expect.any(Number),
	});
});
