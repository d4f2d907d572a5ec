/** What insiders sign and approve, or people who were deceived: a package's manifest from a registry that hands it on, to the gate that n8n's hook asks. */
import { describeInstalled } from '../../../manifests/scan/describe-installed';
import { guardedInstallation } from '../../../manifests/gate/guarded-gate';
import { openInstallationGate } from '../../../manifests/gate/installation-gate';
import { registryCacheFolder } from '../../../manifests/client/registry-settings';
import type { ManifestFile } from '../../../manifests/documents/package-manifest';
import type { RootDocument } from '../../../manifests/documents/root-document';
import { signToken } from '../../../manifests/token/sign-token';
import { AuditLog } from '../../../manifests/trust/audit-log';
import { HighWater } from '../../../manifests/trust/high-water';
import { expectRefused, refusalOf, type Refusal } from '../../support/registry/expect-refused';
import { hash, HostileRegistry } from '../../support/registry/hostile-registry';
import { communityNode, communityPackage, createInstallation, type Installation } from '../../support/installation';
import { testKey } from '../../support/test-keys';

let registry: HostileRegistry;
let n8n: Installation;
beforeAll(async () => {
	n8n = await createInstallation();
});
afterAll(() => n8n.remove());
beforeEach(async () => {
	registry = await HostileRegistry.start();
});
afterEach(() => registry.stop());

const version = '1.0.0';

/** The package as it is installed, with more files in its list, approved by these keys; says its hash. */
async function serve({ files = [], approvers = ['approver-1'] }: { files?: ManifestFile[]; approvers?: string[] } = {}): Promise<string> {
	const found = await describeInstalled(n8n.packageFolder);
	const { contents, dependencies } = found;
	const document = {
		...{ ver: 1, package: { name: communityPackage, version }, unlistedAgents: 'deny' as const, covers: ['.'] },
		...{ ...contents, files: [...found.files, ...files], dependencies },
	};
	const token = signToken('troupe-manifest+jwt', document, testKey('author-1'), { nowMs: registry.nowMs - 60_000, days: 30 });
	const sha256 = hash(token);
	const entry = { sha256, package: communityPackage, version, state: 'approved' as const };
	const approvals = approvers.map((keyId) => registry.approval(sha256, communityPackage, version, testKey(keyId)));
	registry.serve(registry.snapshot(1, [entry]), [{ token, sha256, entry, approvals }]);
	return sha256;
}

function owned(owners: Record<string, string>, threshold = 1): void {
	const of = (keyId: string) => ({ keyIds: [keyId], threshold: 1 });
	const approver = { keyIds: ['approver-1', 'approver-2'], threshold };
	const roles: RootDocument['roles'] = { root: of('root-1'), author: of('author-1'), approver, snapshot: of('snapshot-1') };
	registry.pin(registry.root({ owners, roles }));
}

/** n8n asks, on a machine that follows that registry. */
async function admit(): Promise<unknown> {
	const clock = { now: () => registry.nowMs };
	const client = registry.client();
	const gate = openInstallationGate({
		...{ packageFolder: n8n.folder, userFolder: n8n.userFolder, pinnedTrust: registry.pinned },
		...{ registryTrust: registryCacheFolder(registry.home, 'default'), trustRules: { highWater: new HighWater(registry.home) }, clock },
	});
	const audit = new AuditLog({ home: registry.home, tenant: 'default', clock });
	await client.refresh();
	return refusalOf(guardedInstallation(gate, audit, client).admit(communityNode));
}

const expectNotRun = async (refusal: Refusal) => expectRefused(await admit(), refusal, { home: registry.home, by: 'gate' });

it('runs with what an honest author signed and another person approved', async () => {
	await serve();
	expect(await admit()).toBeUndefined();
});

describe('attack: a signed list with a name that no file may have', () => {
	const plain = 'plain paths that stay in the folder';
	it.each([
		['a NUL', 'dist/a.js\0.txt', plain, '"dist/a.js\\u0000.txt"'],
		['a line of its own', 'dist/a.js\nok', plain, '"dist/a.js\\nok"'],
		['a way out of the folder', '../other/index.js', plain, '"../other/index.js"'],
		['a path from the root', '/etc/cron.d/x', plain, '"/etc/cron.d/x"'],
		['a twin by case', 'PACKAGE.json', 'names that differ on every file system', '"package.json" and "PACKAGE.json"'],
	])('%s is refused, and shown escaped', async (_what, path, expected, actual) => {
		await serve({ files: [{ path, size: 1, sha256: '0'.repeat(64) }] });
		await expectNotRun({ code: 'TOKEN_INVALID', document: 'troupe.manifest.jwt', reason: 'schema', expected, actual });
	});

	it('a twin by composition is refused', async () => {
		await serve({ files: ['dist/e\u0301.js', 'dist/\u00e9.js'].map((path) => ({ path, size: 1, sha256: '0'.repeat(64) })) });
		await expectNotRun({
			...{ code: 'TOKEN_INVALID', document: 'troupe.manifest.jwt', reason: 'schema' },
			...{ expected: 'names that differ on every file system', actual: '"dist/e\u0301.js" and "dist/\u00e9.js"' },
		});
	});
});

describe('attack: approvals that do not count', () => {
	const tooFew = (expected: number, actual: number): Refusal => ({
		...{ code: 'MANIFEST_NOT_APPROVED', document: `${communityPackage} ${version}`, reason: 'approvals', expected, actual },
	});

	it('self-approval: by another key of the author', async () => {
		owned({ 'author-1': 'ada@example.com', 'approver-1': 'Ada@Example.com ' });
		await serve();
		await expectNotRun(tooFew(1, 0));
	});

	it('self-approval: by the key of the author', async () => {
		await serve({ approvers: ['author-1'] });
		await expectNotRun(tooFew(1, 0));
		expect(registry.auditLines).toContainEqual(expect.objectContaining({ by: 'client', reason: 'key', actual: 'author-1' }));
	});

	it('one person with two keys is counted once', async () => {
		owned({ 'author-1': 'ada@example.com', 'approver-1': 'bob@example.com', 'approver-2': 'bob@example.com' }, 2);
		await serve({ approvers: ['approver-1', 'approver-2'] });
		await expectNotRun(tooFew(2, 1));
	});

	it('one key that approves twice is counted once', async () => {
		owned({}, 2);
		await serve({ approvers: ['approver-1', 'approver-1'] });
		await expectNotRun(tooFew(2, 1));
	});

	it('the registry cannot approve, with the key of the snapshot', async () => {
		await serve({ approvers: ['snapshot-1'] });
		await expectNotRun(tooFew(1, 0));
	});
});
