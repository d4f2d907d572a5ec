import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestDocument } from '../../../manifests/documents/documents';
import type { PackageManifest } from '../../../manifests/documents/package-manifest';
import { judgeReport } from '../../../manifests/evidence/judge-report';
import type { SandboxReportFacts } from '../../../manifests/evidence/sandbox-report';
import { parseToken } from '../../../manifests/token/read-token';
import { createInstallation, type Installation } from '../../../test/support/installation';
import { describePackage } from './package-subject';
import { slowTest } from '../../../test/support/slow-tests';

let original: Installation & { signed: { token: string } };
let n8n: Installation;
beforeAll(async () => {
	original = await createInstallation();
});
afterAll(() => original.remove());
beforeEach(() => {
	n8n = original.copy();
});
afterEach(() => n8n.remove());

const describeInstalled = () => describePackage(n8n.packageFolder, 'n8n-nodes-weather@1.0.0');

/** What a report of the package, as it is installed now, has against the manifest that was signed. */
async function judge(): Promise<string[]> {
	const manifest = parseToken('it', 'troupe-manifest+jwt', Buffer.from(original.signed.token)).claimed as PackageManifest;
	const subject = (await describeInstalled()) as SandboxReportFacts['subject'];
	const facts = { version: 1, subject, outcome: { kind: 'completed' }, level: { reached: 'L1' }, probes: [{ id: 'tcp', stopped: true }] };
	const report = { facts: { ...facts, notStopped: [], startedAt: new Date().toISOString() } as SandboxReportFacts, keyId: 'bob' };
	const version = { manifest: manifest as ManifestDocument, sha256: 'b'.repeat(64), authorKeyId: 'ada' };
	const root = { owners: {} } as Parameters<typeof judgeReport>[2];
	return judgeReport({ ...report, sha256: '', token: '' }, version, root, undefined, Date.now()).map(({ text }) => text);
}

it('is the hash that a manifest has, also after n8n wrote package.json in its own way', async () => {
	expect(await judge()).toEqual([]);
	const path = join(n8n.packageFolder, 'package.json');
	const fields = JSON.parse(readFileSync(path, 'utf8')) as object;
	writeFileSync(path, JSON.stringify({ ...fields, devDependencies: { jest: '*' } }, null, 2));
	expect(await judge()).toEqual([]);
});

it('names the packages outside the folder that the code loads, not those in it', async () => {
	const { dependencies } = await describeInstalled();
	expect(dependencies).toMatchObject([
		{ name: 'cycle', version: '0.1.0' },
		{ name: 'left-pad', version: '1.3.0' },
	]);
});

it.each([
	['a file of its own', 'node_modules/n8n-nodes-weather/dist/nodes/Weather/Weather.node.js', /not about these bytes/],
	['a file of a package in its folder', 'node_modules/n8n-nodes-weather/node_modules/is-sunny/index.js', /not about these bytes/],
	['a file of a package beside it', 'node_modules/left-pad/index.js', /ran with another dependency left-pad/],
	['a file of a package that another one loads', 'node_modules/cycle/index.js', /ran with another dependency cycle/],
])('is another one after a change of %s', async (_case, path, text) => {
	expect(existsSync(join(n8n.nodes, path))).toBe(true);
	n8n.write(path, 'module.exports = "changed";\n');
	expect(await judge()).toEqual([expect.stringMatching(text)]);
});

slowTest('has no dependencies where no manifest can list the package', async () => {
	const before = await describeInstalled();
	symlinkSync('/etc/hostname', join(n8n.packageFolder, 'link'));
	const subject = await describeInstalled();
	expect(subject.dependencies).toBeUndefined();
	expect(subject.sha256).not.toBe(before.sha256);
	expect(await judge()).toHaveLength(1);
});
