import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editSnapshot } from '../../test/support/registry/edit-snapshot';
import { communityNode, communityPackage, createInstallation, type Installation } from '../../test/support/installation';
import { AuditLog } from '../trust/audit-log';
import { openNodePackageGate } from './node-package-gate';

let original: Installation;
let installation: Installation;
beforeAll(async () => {
	original = await createInstallation();
});
afterAll(() => original.remove());
beforeEach(() => {
	installation = original.copy();
});
afterEach(() => installation.remove());

function open() {
	const audit = new AuditLog({ home: installation.folder, tenant: 'default', warn: () => undefined });
	const gate = openNodePackageGate({ ...installation.request(), scanIntervalMs: 0, audit });
	const { packageFolder: folder } = installation;
	return (nodeType = communityNode, installed = { name: communityPackage, version: '1.0.0', folder }) => gate.admit(nodeType, installed);
}
const other = () => ({ name: 'n8n-nodes-other', version: '2.0.0', folder: join(installation.nodes, 'node_modules/n8n-nodes-other') });
const nodeFile = `node_modules/${communityPackage}/dist/nodes/Weather/Weather.node.js`;

it('admits a node of an approved package, with the manifest that allows it', async () => {
	const admit = open();
	const first = await admit();
	expect(first).toMatchObject({ manifest: { package: communityPackage, version: '1.0.0' } });
	expect((await admit()).stamp).toBe(first.stamp);
});

it('refuses a changed file before it is loaded, and names it', async () => {
	const admit = open();
	await admit();
	const bytes = readFileSync(join(installation.nodes, nodeFile));
	installation.write(nodeFile, `${bytes.toString()} `);
	await expect(admit()).rejects.toMatchObject({
		code: 'MANIFEST_TAMPERED',
		message: expect.stringContaining('dist/nodes/Weather/Weather.node.js') as string,
		fix: expect.any(String) as string,
		details: { package: communityPackage },
	});
});

it('refuses a node that the manifest does not list, and a revoked version', async () => {
	const admit = open();
	await expect(admit(`${communityPackage}.other`)).rejects.toMatchObject({ code: 'MANIFEST_NOT_LISTED' });
	await installation.revoke();
	await expect(admit()).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
});

it('admits what no manifest names only where the policy allows it', async () => {
	const admit = open();
	expect(await admit('n8n-nodes-other.thing', other())).toEqual({ stamp: expect.any(String) as string });
	editSnapshot(installation, { policy: { unknownPackages: 'deny' } });
	await expect(admit('n8n-nodes-other.thing', other())).rejects.toMatchObject({
		code: 'MANIFEST_UNKNOWN',
		message: expect.stringContaining('n8n-nodes-other') as string,
	});
});

it('asks for a review of n8n’s own packages too, by their own files', async () => {
	const folder = join(installation.nodes, 'node_modules/n8n-nodes-base');
	installation.write('node_modules/n8n-nodes-base/package.json', JSON.stringify({ name: 'n8n-nodes-base', version: '2.0.0' }));
	const base = { name: 'n8n-nodes-base', version: '2.0.0', folder };
	const admit = open();
	await expect(admit('n8n-nodes-base.set', base)).resolves.toMatchObject({ stamp: expect.any(String) as string });
	editSnapshot(installation, { policy: { unknownPackages: 'deny' } });
	await expect(admit('n8n-nodes-base.set', base)).rejects.toMatchObject({
		code: 'MANIFEST_UNKNOWN',
		details: { package: 'n8n-nodes-base' },
	});
});
