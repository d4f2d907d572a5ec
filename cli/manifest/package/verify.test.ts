import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { communityPackage, createInstallation } from '../../../test/support/installation';
import { createSignedPackage, packageVersion } from '../../../test/support/signed-package';
import { testTerminal } from '../../../test/support/test-terminal';
import { showAction, verifyAction } from './actions';

const leftPad = 'node_modules/left-pad/index.js';

let installation: Awaited<ReturnType<typeof createInstallation>>;
let first: string;
let second: string;
beforeAll(async () => {
	installation = await createInstallation();
	first = installation.signed.sha256;
	installation.write(leftPad, 'module.exports = (text) => `  ${text}`;\n');
	second = (await installation.sign()).sha256;
	await installation.approve();
});
afterAll(() => installation.remove());

/** Runs `troupe manifest verify --json` on the second installation. */
async function verify(manifest?: string): Promise<Record<string, unknown>> {
	const terminal = testTerminal();
	const exitCode = await verifyAction(installation.packageFolder, { trust: installation.trust, json: true, manifest }, terminal);
	return { exitCode, ...(JSON.parse(terminal.printed[0] ?? '') as object) };
}
const is = (sha256: string) => `${communityPackage}@1.0.0#${sha256.slice(0, 8)}`;

it('says yes to any manifest that is approved, and to the one that is named', async () => {
	for (const named of [undefined, `${communityPackage}@1.0.0`, is(second), `package:${is(second)}`, second])
		expect(await verify(named)).toMatchObject({ exitCode: 0, ok: true, manifest: { sha256: second } });
});

it('says no where another is named: how it differs from it, or which exist', async () => {
	expect(await verify(is(first))).toMatchObject({ exitCode: 1, ok: false, code: 'MANIFEST_TAMPERED', details: { manifest: first } });
	const unknown = await verify(`${communityPackage}@1.0.0#${'0'.repeat(60)}`);
	expect(unknown).toMatchObject({ exitCode: 1, code: 'MANIFEST_NOT_APPROVED' });
	for (const sha256 of [first, second]) expect(unknown.message).toContain(sha256.slice(0, 12));
	const message = `The folder contains ${communityPackage}@1.0.0, not ${communityPackage}@1.0.1`;
	expect(await verify(`${communityPackage}@1.0.1#abcd`)).toMatchObject({ exitCode: 1, code: 'MANIFEST_NOT_APPROVED', message });
});

it('follows the link to a package that pnpm, or npm from a folder, makes', async () => {
	const own = await createSignedPackage();
	const folder = mkdtempSync(join(tmpdir(), 'troupe-link-'));
	const link = join(folder, 'n8n-nodes-troupe');
	symlinkSync(own.packageFolder, link);
	try {
		expect(await verifyAction(link, { trust: own.trust }, testTerminal())).toBe(0);
		expect(await showAction(link, { trust: own.trust }, testTerminal())).toBe(0);
	} finally {
		rmSync(folder, { recursive: true });
		own.remove();
	}
});

it.each([`${communityPackage}@1.0.0#abc`, communityPackage, `agent:${communityPackage}@1.0.0#abcd`])(
	'is used wrongly with %s: no answer',
	async (named) => {
		await expect(verify(named)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	},
);

it('holds a package with one manifest a version to it too', async () => {
	const own = await createSignedPackage();
	const answer = (manifest: string) => verifyAction(own.packageFolder, { trust: own.trust, manifest }, testTerminal());
	const nameAtVersion = `n8n-nodes-troupe@${packageVersion}`;
	expect(await answer(nameAtVersion)).toBe(0);
	await expect(answer(`${nameAtVersion}#${'0'.repeat(60)}`)).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
	own.remove();
});
