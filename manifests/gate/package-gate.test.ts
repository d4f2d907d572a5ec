import { createHash } from 'node:crypto';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GateSubject } from '../../core/ports/manifests';
import { agentSha256, createSignedPackage, nodeName, packageVersion, type SignedPackage } from '../../test/support/signed-package';
import { revokeVersion } from '../approval/revoke-version';
import { signPackage } from '../package/sign-package';
import { openPackageGate, type PackageGate } from './package-gate';

const nodeFile = 'dist/nodes/troupe-agent/TroupeAgent.node.js';
const node: GateSubject = { kind: 'node', name: nodeName, version: 1 };

let original: SignedPackage;
let signed: SignedPackage;
beforeAll(async () => {
	original = await createSignedPackage(true);
});
afterAll(() => original.remove());
beforeEach(() => {
	signed = original.copy();
});
let clock: jest.SpyInstance<number> | undefined;
afterEach(() => {
	clock?.mockRestore();
	signed.remove();
});

const open = (options: { scanIntervalMs?: number; clock?: { now(): number }; elapsed?: () => number } = {}): PackageGate =>
	openPackageGate({ packageFolder: signed.packageFolder, scanIntervalMs: 0, ...options });

describe('the gate lets run what the manifest lists', () => {
	it.each<GateSubject>([
		node,
		{ kind: 'node', name: `${nodeName}Tool`, version: 1 },
		{ kind: 'job-type', name: 'troupe:agent' },
		{ kind: 'agent', id: 'support', version: '1.0.0', sha256: agentSha256 },
		{ kind: 'agent', id: 'written-here', version: '0.0.1', sha256: 'b'.repeat(64) },
		{ kind: 'command', name: 'agent run' },
	])('%j', async (subject) => {
		await expect(open().admit(subject)).resolves.toMatchObject({ version: packageVersion, root: 'bundled', development: true });
	});
});

describe('the gate refuses what the manifest does not list', () => {
	it.each<GateSubject>([
		{ ...node, version: 2 },
		{ kind: 'node', name: 'n8n-nodes-troupe.other', version: 1 },
		{ kind: 'job-type', name: 'troupe:other' },
		{ kind: 'agent', id: 'support', version: '1.0.0', sha256: 'b'.repeat(64) },
		{ kind: 'agent', id: 'support', version: '2.0.0', sha256: agentSha256 },
		{ kind: 'command', name: 'serve' },
	])('%j', async (subject) => {
		await expect(open().admit(subject)).rejects.toMatchObject({ code: 'MANIFEST_NOT_LISTED', fix: expect.stringContaining('manifest') });
	});
});

it('refuses every agent that is not listed, where the manifest says so', async () => {
	const { packageFolder, keysFolder, nowMs } = signed;
	await signPackage({ packageFolder, keysFolder, nowMs, days: 1, covers: ['.'], unlistedAgents: 'deny' });
	await signed.approve();
	await expect(open().admit({ kind: 'agent', id: 'support', version: '1.0.0', sha256: agentSha256 })).resolves.toMatchObject({
		package: 'n8n-nodes-troupe',
		version: packageVersion,
	});
	await expect(open().admit({ kind: 'agent', id: 'written-here', version: '0.0.1', sha256: 'b'.repeat(64) })).rejects.toMatchObject({
		code: 'MANIFEST_NOT_LISTED',
		message: expect.stringContaining('allows no other agents'),
	});
});

describe('the gate compares the code that this process has loaded with the manifest', () => {
	const sha256 = createHash('sha256').update('exports.TroupeAgent = class {};\n').digest('hex');
	const openWith = (...loaded: Array<[file: string, ...hashes: string[]]>) =>
		openPackageGate({
			packageFolder: signed.packageFolder,
			loaded: new Map(loaded.map(([file, ...hashes]) => [join(signed.packageFolder, file), new Set(hashes)])),
		});

	it('and lets it run when they are the same', async () => {
		await expect(openWith([nodeFile, sha256]).admit(node)).resolves.toMatchObject({ version: packageVersion });
	});

	it.each<[what: string, file: string, hashes: string[], expected: string]>([
		['other code', nodeFile, ['b'.repeat(64)], sha256],
		['two codes, of which one is approved', nodeFile, [sha256, 'b'.repeat(64)], sha256],
		['code that nobody can tell', nodeFile, ['unknown'], sha256],
		['a file that the installed version does not have', 'dist/old.js', ['c'.repeat(64)], 'no file of that name'],
	])('and refuses %s until a restart', async (_what, file, hashes, expected) => {
		await expect(openWith([file, ...hashes]).verify()).rejects.toMatchObject({
			code: 'MANIFEST_TAMPERED',
			message: expect.stringContaining(`This process has loaded another ${file} than the installed one`),
			fix: `Restart n8n, the worker or the service: it then loads the installed n8n-nodes-troupe ${packageVersion}.`,
			details: { document: file, reason: 'in-memory', expected, actual: hashes.at(-1), version: packageVersion },
		});
	});

	it('and leaves alone what the manifest does not cover', async () => {
		const { packageFolder, keysFolder, nowMs } = signed;
		await signPackage({ packageFolder, keysFolder, nowMs, days: 1, covers: ['dist', 'package.json'], unlistedAgents: 'allow' });
		await signed.approve();
		await expect(openWith(['scripts/start.js', 'b'.repeat(64)]).verify()).resolves.toMatchObject({ version: packageVersion });
	});
});

describe('a decision', () => {
	it('changes with a byte on the disk, and back', async () => {
		const gate = open();
		await gate.admit(node);
		const bytes = readFileSync(join(signed.packageFolder, nodeFile));
		signed.write(nodeFile, Buffer.concat([bytes, Buffer.from(' ')]));
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
		await expect(gate.verify()).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
		signed.write(nodeFile, bytes);
		await expect(gate.admit(node)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
	});

	it('changes with a byte whose file kept its size and was given its old time', async () => {
		const gate = open();
		await gate.admit(node);
		const path = join(signed.packageFolder, nodeFile);
		writeFileSync(path, readFileSync(path, 'utf8').replace('class', 'klass'));
		utimesSync(path, new Date(0), new Date(0));
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
	});

	it('changes with an extra and with a missing file, without the file that was there before being touched', async () => {
		const gate = open();
		await gate.admit(node);
		signed.write('dist/extra.js', '');
		await expect(gate.admit(node)).rejects.toMatchObject({ details: { file: 'dist/extra.js', problem: 'extra' } });
		rmSync(join(signed.packageFolder, 'dist/extra.js'));
		await gate.admit(node);
		rmSync(join(signed.packageFolder, nodeFile));
		await expect(gate.admit(node)).rejects.toMatchObject({ details: { file: nodeFile, problem: 'missing' } });
	});

	it('changes with a revocation', async () => {
		const gate = open();
		await gate.admit(node);
		await revokeVersion({
			keysFolder: signed.keysFolder,
			into: signed.trust,
			days: 1,
			nowMs: Date.now(),
			package: 'n8n-nodes-troupe',
			version: packageVersion,
		});
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	});

	it('changes with a revocation at the next look, though the machine takes half a second for each', async () => {
		const nowMs = Date.now();
		clock = jest.spyOn(Date, 'now').mockReturnValue(nowMs + 600_000);
		let elapsedMs = 0;
		const gate = open({ scanIntervalMs: 250, elapsed: () => (elapsedMs += 500) });
		const verified = await gate.admit(node);
		expect(await gate.admit(node)).toBe(verified);
		await revokeVersion({
			...{ keysFolder: signed.keysFolder, into: signed.trust, days: 1, nowMs },
			...{ package: 'n8n-nodes-troupe', version: packageVersion },
		});
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	});

	it('ends when the snapshot expires, though no file changes', async () => {
		let now = Date.now();
		const gate = open({ clock: { now: () => now }, scanIntervalMs: 60_000 });
		await gate.admit(node);
		now += 31 * 24 * 60 * 60 * 1000;
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'expired' } });
	});

	it('that is a refusal heals when the clock is put right', async () => {
		let now = 0;
		const gate = open({ clock: { now: () => now }, scanIntervalMs: 60_000 });
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
		now = Date.now();
		await expect(gate.admit(node)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
	});

	it('that is a refusal heals when trust appears', async () => {
		const root = readFileSync(join(signed.trust, 'root.jwt'));
		rmSync(join(signed.trust, 'root.jwt'));
		const gate = open();
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'TRUST_ROOT_MISSING' });
		writeFileSync(join(signed.trust, 'root.jwt'), root);
		await expect(gate.admit(node)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
	});

	it('is kept between two looks at the disk', async () => {
		const gate = open({ scanIntervalMs: 60_000 });
		await gate.admit(node);
		signed.write(nodeFile, 'spoilt');
		await expect(gate.admit(node)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
	});

	it('is made once for all who ask meanwhile, each with an error of his own', async () => {
		signed.write(nodeFile, 'spoilt');
		const gate = open({ scanIntervalMs: 60_000 });
		const errors = await Promise.all([1, 2].map(() => gate.admit(node).catch((error: unknown) => error)));
		expect(errors[0]).toEqual(errors[1]);
		expect(errors[0]).not.toBe(errors[1]);
	});

	it('rests on a look at the files, once they are old enough for a change to show', async () => {
		const gate = open();
		// However long it takes to look: the clock stands still at a change of a file.
		const changedMs = Date.now();
		signed.write(nodeFile, readFileSync(join(signed.packageFolder, nodeFile), 'utf8'));
		clock = jest.spyOn(Date, 'now').mockReturnValue(changedMs);
		const young = await gate.admit(node);
		expect(await gate.admit(node)).not.toBe(young);
		clock.mockReturnValue(changedMs + 600_000);
		const verified = await gate.admit(node);
		expect(await gate.admit(node)).toBe(verified);
		signed.write(nodeFile, 'spoilt');
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
	});
});
