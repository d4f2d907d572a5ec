/**
 * One version of a community package, installed twice by an npm that resolved other dependencies: from the commands that people type to the
 * hook that n8n runs before each workflow, over a real registry.
 */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../support/test-terminal';
import { denied } from '../../manifests/registry/access/access';
import { openTestRegistryService, type TestRegistryService } from '../support/registry/registry-service';
import { scopes, type ManifestSummary } from '../../manifests/registry/registry-api';
import { AttackedRegistry, type Machine } from '../support/machines/attacked-machine';
import { refusalOf } from '../support/registry/expect-refused';
import { communityNode, communityPackage, createInstallation, type Installation } from '../support/installation';
import { ada, bob } from '../support/registry/registry-people';
import { createSignedPackage, type SignedPackage } from '../support/signed-package';

const callers: Record<string, typeof ada> = { ada, bob };
const nameAtVersion = `package:${communityPackage}@1.0.0`;

let original: SignedPackage;
let world: AttackedRegistry;
/** What the commands talk to: it tells its people apart. */
let service: TestRegistryService;
let machine: Machine;
let first: Installation;
let second: Installation;
/** n8n's hook over each of them, from the first workflow to the last. */
let runsFirst: () => Promise<void>;
let runsSecond: () => Promise<void>;

beforeAll(async () => {
	original = await createSignedPackage();
	world = await AttackedRegistry.open(original);
	service = await openTestRegistryService(world.registry, {
		grantAccess: (token) => {
			const caller = callers[token];
			if (!caller) throw denied('invalid', 'The access token is refused: it expired.', 'Get another.');
			return { caller, scopes: new Set(scopes), expiresAt: Infinity };
		},
	});
	first = await createInstallation();
	const troupe = join(first.nodes, 'node_modules/n8n-nodes-troupe');
	cpSync(original.packageFolder, troupe, { recursive: true });
	// What came with the package is of its maintainers; this machine follows its own ops team.
	rmSync(join(troupe, 'trust', 'snapshot.jwt'));
	second = first.copy();
	second.write('node_modules/left-pad/package.json', JSON.stringify({ name: 'left-pad', version: '1.3.1', dependencies: { cycle: '*' } }));
	second.write('node_modules/left-pad/index.js', 'module.exports = (text) => `  ${text}`;\n');
	machine = await world.warm();
	[runsFirst, runsSecond] = [first, second].map(({ userFolder, nodes }) => {
		const ask = machine.hook({ userFolder, packageFolder: join(nodes, 'node_modules/n8n-nodes-troupe') });
		return () => ask(communityNode);
	}) as [typeof runsFirst, typeof runsSecond];
});
afterAll(async () => {
	await service.close();
	await world.close();
	for (const made of [first, second, original]) made.remove();
});

/** `troupe manifest …` as somebody, with its answer; the machine hears of what it changed. */
async function troupe(who: 'ada' | 'bob', ...args: string[]): Promise<{ documents: ManifestSummary[]; notes: string }> {
	const terminal = testTerminal({ TROUPE_REGISTRY_URL: service.url, TROUPE_REGISTRY_TOKEN: who });
	const exitCode = await runTroupe(['manifest', ...args, '--json'], terminal);
	const notes = terminal.noted.join('\n');
	expect({ exitCode, notes }).toEqual({ exitCode: 0, notes });
	await world.later(0);
	await machine.client.refresh();
	return { documents: terminal.printed.map((line) => JSON.parse(line) as ManifestSummary), notes };
}

/** Published by Ada, approved by Bob: as the command says what to type. */
async function letRun({ packageFolder, keysFolder }: Installation): Promise<string> {
	const { documents, notes } = await troupe('ada', 'publish', packageFolder, '--as-installed', '--keys', keysFolder);
	const named = /`troupe manifest approve (\S+) --as FOLDER`/.exec(notes)?.[1] ?? '';
	const { sha256 } = documents[0]!;
	expect(named).toBe(`${nameAtVersion}#${sha256.slice(0, 8)}`);
	const approved = await troupe('bob', 'approve', named, '--yes', '--keys', keysFolder, '--trust', join(machine.home, 'trust'));
	expect(approved.documents).toMatchObject([{ sha256, state: 'approved' }]);
	return named;
}

const refused = async (asked: Promise<void>) => ((await refusalOf(asked)) as Error | undefined)?.cause;

it('both run once both are approved; one that is revoked by its hash is refused alone, and with the version all are', async () => {
	const firstNamed = await letRun(first);
	await expect(runsFirst()).resolves.toBeUndefined();
	// Every file of its own is as approved, what it loads is not.
	expect(await refused(runsSecond())).toMatchObject({ code: 'MANIFEST_TAMPERED' });
	const secondNamed = await letRun(second);
	expect(secondNamed).not.toBe(firstNamed);
	for (const runs of [runsFirst, runsSecond]) await expect(runs()).resolves.toBeUndefined();

	const shown = testTerminal({ TROUPE_REGISTRY_URL: service.url, TROUPE_REGISTRY_TOKEN: 'bob' });
	await runTroupe(['manifest', 'list', '--kind', 'package', '--name', communityPackage], shown);
	for (const named of [firstNamed, secondNamed]) expect(shown.printed.join('\n')).toContain(` ${named.replace('package:', '')} `);

	const { documents, notes } = await troupe('bob', 'revoke', firstNamed, '--reason', 'left-pad 1.3.0 leaks', '--yes');
	expect(documents).toMatchObject([{ state: 'revoked', scope: 'manifest' }]);
	expect(notes).toContain(`may still run: #${secondNamed.split('#')[1]}`);
	expect(await refused(runsFirst())).toMatchObject({ code: 'MANIFEST_TAMPERED' });
	await expect(runsSecond()).resolves.toBeUndefined();

	const all = await troupe('bob', 'revoke', nameAtVersion, '--reason', 'it leaks', '--yes');
	expect(all.documents.map(({ state, scope }) => [state, scope])).toEqual(Array(2).fill(['revoked', undefined]));
	for (const runs of [runsFirst, runsSecond])
		expect(await refused(runs())).toMatchObject({
			code: 'MANIFEST_REVOKED',
			message: expect.stringContaining(`${communityPackage} 1.0.0 was revoked`) as string,
		});
});
