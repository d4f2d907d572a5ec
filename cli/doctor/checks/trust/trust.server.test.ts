import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTestRegistry, type FoundedTestRegistry } from '../../../../test/support/registry/created-registry';
import { freePort } from '../../../../scripts/lib/free-port.mjs';
import { createSignedPackage, type SignedPackage } from '../../../../test/support/signed-package';
import { createTestMachine, type TestMachine } from '../../../../test/support/test-machine';
import { clockCheck } from '../network/clock';
import { approvalCheck } from './approval';
import { openMachineTrust } from './machine-trust';
import { registryCheck } from './registry';
import { rootCheck } from './root';

const dayMs = 86_400_000;
let signed: SignedPackage;
let machine: TestMachine;
beforeAll(async () => (signed = await createSignedPackage()));
afterAll(() => signed.remove());
beforeEach(() => (machine = createTestMachine({}, signed.packageFolder)));
afterEach(() => machine.remove());

const pin = () => cpSync(signed.trust, machine.at('trust'), { recursive: true });

describe('root', () => {
	it('is well when it is pinned, and nothing is written', async () => {
		mkdirSync(machine.home);
		machine.environment.TROUPE_TRUST = signed.trust;
		expect(await machine.look(rootCheck)).toEqual([expect.stringMatching(/^ok Edition 1, pinned, until \d{4}-\d\d-\d\d$/)]);
		expect(await machine.look(approvalCheck)).toEqual([expect.stringMatching(/^ok n8n-nodes-troupe 1\.2\.3 is approved by /)]);
		expect(existsSync(machine.at('high-water.json'))).toBe(false);
		expect(existsSync(machine.at('instance-id'))).toBe(false);
	});

	it('that came with the package, or is missing where one is named, is reported', async () => {
		expect(await machine.look(rootCheck)).toEqual([expect.stringMatching(/^warn The root \(edition 1\) came with the package/)]);
		machine.environment.TROUPE_TRUST = machine.at('nowhere');
		await expect(machine.look(rootCheck)).rejects.toMatchObject({ code: 'TRUST_ROOT_MISSING' });
	});

	it('of a development machine is reported, and refused where a real one is required', async () => {
		const development = await createSignedPackage(true);
		machine.packageFolder = development.packageFolder;
		expect(await machine.look(rootCheck)).toEqual([expect.stringMatching(/^warn The root \(edition 1, bundled\) is a development root/)]);
		machine.environment.TROUPE_REQUIRE_ROOT = 'real';
		await expect(machine.look(rootCheck)).rejects.toMatchObject({ code: 'TRUST_ROOT_REFUSED' });
		development.remove();
	});

	it('that expires soon is reported, and one that has expired is refused', async () => {
		pin();
		const endMs = openMachineTrust(machine).root.document.exp * 1000;
		machine.nowMs = endMs - 10 * dayMs;
		expect(await machine.look(rootCheck)).toEqual([
			expect.stringMatching(/^warn The root of trust expires at .*, in 10 days; after that nothing runs\.$/),
		]);
		machine.nowMs = endMs + dayMs;
		await expect(machine.look(rootCheck)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
	});
});

it('approval: a changed file fails, by its name', async () => {
	const copy = signed.copy();
	copy.write('bin/troupe', 'changed');
	machine.packageFolder = copy.packageFolder;
	await expect(machine.look(approvalCheck)).rejects.toMatchObject({
		code: 'MANIFEST_TAMPERED',
		message: expect.stringContaining('bin/troupe'),
	});
	copy.remove();
});

describe('registry', () => {
	let folder: string;
	let site: FoundedTestRegistry;
	let url: string;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-doctor-registry-'));
		site = await buildTestRegistry(join(folder, 'site'), { machines: ['n8n-1'] });
		({ url } = JSON.parse(readText('machines/n8n-1/registry.json')) as { url: string });
	});
	afterAll(async () => {
		await site.close();
		rmSync(folder, { recursive: true });
	});
	const readText = (path: string) => readFileSync(join(folder, 'site', path), 'utf8');
	const follow = (environment: Record<string, string> = {}) =>
		Object.assign(machine.environment, {
			TROUPE_REGISTRY_URL: url,
			TROUPE_REGISTRY_TOKEN_FILE: join(folder, 'site/machines/n8n-1/token'),
			TROUPE_TRUST: join(folder, 'site/machines/n8n-1/trust'),
			...environment,
		});

	it('is skipped where none is set', async () => expect(await machine.look(registryCheck)).toEqual([expect.stringMatching(/^skipped/)]));

	it('answers a machine that has not asked before, and nothing is written', async () => {
		follow();
		expect(await machine.look(registryCheck)).toEqual([
			expect.stringMatching(/^ok http:\/\/127\.0\.0\.1:\d+\/ answers with snapshot \d+, issued 0 minutes ago\.$/),
			expect.stringMatching(/^warn The snapshot has no grace period: when the registry stops for 15 minutes, nothing runs/),
			expect.stringMatching(/^ok The access token is valid for (89|90) days\.$/),
		]);
		expect(await machine.look(approvalCheck)).toEqual([
			expect.stringMatching(/^skipped This machine has no fresh snapshot of the registry/),
		]);
		expect(existsSync(machine.home)).toBe(false);
		follow({ TROUPE_STALE_POLICY: 'allow-last-approved' });
		expect((await machine.look(registryCheck)).filter((line) => !line.startsWith('ok'))).toEqual([]);
	});

	it('a token that is refused, is missing, or ends soon is reported, and never printed', async () => {
		const token = readText('machines/n8n-1/token').trim();
		follow({ TROUPE_REGISTRY_TOKEN: `${token.slice(0, -8)}AAAAAAAA` });
		const lines = await machine.look(registryCheck);
		expect(lines[0]).toMatch(/^fail The registry does not allow this machine to read .* \(401\)$/);
		expect(lines.join()).not.toContain(token.slice(0, 30));
		follow({ TROUPE_REGISTRY_TOKEN: token });
		machine.nowMs += 85 * dayMs;
		expect(await machine.look(registryCheck)).toContainEqual(
			expect.stringMatching(/^warn This machine's access token ends in [45] days\.$/),
		);
		machine.nowMs += 20 * dayMs;
		expect(await machine.look(registryCheck)).toContainEqual(expect.stringMatching(/^fail This machine's access token expired at /));
	});

	it('that does not answer fails, and so does what needs it', async () => {
		follow({ TROUPE_REGISTRY_URL: `http://127.0.0.1:${await freePort()}` });
		expect((await machine.look(registryCheck)).slice(0, 2)).toEqual([
			expect.stringMatching(/^fail Reading tenants\/default\/snapshot from the registry failed: it did not respond/),
			expect.stringMatching(/^fail Until the registry answers, nothing runs on this machine: /),
		]);
	});

	it('that stops is survived by the last snapshot for a while', async () => {
		follow();
		const { defaultTrust } = await import('../../../../manifests/gate/default-gate');
		const { client } = defaultTrust(machine.environment);
		await client!.refresh();
		client!.stop();
		follow({ TROUPE_REGISTRY_URL: `http://127.0.0.1:${await freePort()}` });
		expect((await machine.look(registryCheck))[1]).toMatch(
			/^warn Until the registry answers, snapshot \d+, issued 0 minutes ago, decides on this machine, until /,
		);
		expect(await machine.find(approvalCheck).catch((error: { code: string }) => error.code)).toBe('TOKEN_INVALID');
	});

	it('its clock is compared', async () => {
		follow();
		expect(await machine.look(clockCheck)).toEqual([
			expect.stringMatching(/^ok This machine's clock is \d s (ahead of|behind) that of the registry\.$/),
		]);
	});
});

it('clock: a time that was seen here before and is still to come fails', async () => {
	mkdirSync(machine.home);
	writeFileSync(machine.at('high-water.json'), JSON.stringify({ version: 1, lastSeen: machine.nowMs + dayMs, sources: {} }));
	expect(await machine.look(clockCheck)).toEqual([
		expect.stringMatching(/^fail A decision was made here at .* in the future of this clock/),
	]);
});
