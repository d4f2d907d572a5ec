import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { communityNode, communityPackage, createInstallation, type Installation } from '../../test/support/installation';
import { editSnapshot } from '../../test/support/registry/edit-snapshot';
import { openInstallationGate } from './installation-gate';

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

const open = (options: object = {}) =>
	openInstallationGate({ ...installation.request(), userFolder: installation.userFolder, scanIntervalMs: 0, ...options });
const nodeFile = `node_modules/${communityPackage}/dist/nodes/Weather/Weather.node.js`;

describe('the gate of an installation', () => {
	it('lets nodes of approved packages run, as tools too, and no others of theirs', async () => {
		const gate = open();
		await expect(gate.admit(communityNode)).resolves.toMatchObject([{ state: 'approved' }]);
		await expect(gate.admit(`${communityNode}Tool`)).resolves.toMatchObject([{ name: communityPackage, state: 'approved', mayRun: true }]);
		await expect(gate.admit(`${communityPackage}.other`)).rejects.toMatchObject({ code: 'MANIFEST_NOT_LISTED' });
	});

	it('takes a type apart as n8n does: nothing after a second dot hides what is loaded', async () => {
		editSnapshot(installation, { policy: { unknownPackages: 'deny' } });
		for (const type of ['n8n-nodes-other.n8n-nodes-base.set', 'n8n-nodes-other', ''])
			await expect(open().admit(type)).rejects.toMatchObject({ code: 'MANIFEST_UNKNOWN' });
		await installation.revoke();
		await expect(open().admit(`${communityNode}.x`)).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	});

	it('sees a file change, and change back', async () => {
		const gate = open();
		await gate.admit(communityNode);
		const bytes = readFileSync(join(installation.nodes, nodeFile));
		installation.write(nodeFile, `${bytes.toString()} `);
		await expect(gate.admit(communityNode)).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
		installation.write(nodeFile, bytes);
		await expect(gate.admit(communityNode)).resolves.toMatchObject([{ name: communityPackage, state: 'approved', mayRun: true }]);
	});

	it('sees a revocation in every process that shares the trust folder', async () => {
		const gates = [open(), open()];
		for (const gate of gates) await gate.admit(communityNode);
		await installation.revoke();
		for (const gate of gates) await expect(gate.admit(communityNode)).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	});

	it('denies what no manifest names where the policy says so, installed or not', async () => {
		const gate = open();
		await expect(gate.admit('n8n-nodes-other.thing')).resolves.toMatchObject([{ state: 'unknown', mayRun: true }]);
		await expect(gate.admit('n8n-nodes-gone.thing')).resolves.toMatchObject([{ state: 'unknown' }]);
		editSnapshot(installation, { policy: { unknownPackages: 'deny' } });
		for (const type of ['n8n-nodes-other.thing', 'n8n-nodes-gone.thing', 'CUSTOM.thing'])
			await expect(gate.admit(type)).rejects.toMatchObject({ code: 'MANIFEST_UNKNOWN' });
		await expect(gate.admit(communityNode)).resolves.toMatchObject([{ name: communityPackage, state: 'approved', mayRun: true }]);
	});

	it('takes an approved package that is gone from the disk for tampered with', async () => {
		rmSync(installation.packageFolder, { recursive: true });
		await expect(open().admit(communityNode)).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
	});

	it('lets every node of a custom folder run, or none: n8n does not say from which one it comes', async () => {
		const gate = open({ customExtensions: join(installation.nodes, 'node_modules', 'n8n-nodes-other') });
		await expect(gate.admit('CUSTOM.thing')).resolves.toMatchObject([{ state: 'unknown', from: 'custom' }]);
		installation.write('node_modules/n8n-nodes-other/package.json', JSON.stringify({ name: communityPackage, version: '1.0.0' }));
		await expect(gate.admit('CUSTOM.thing')).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
	});
});
