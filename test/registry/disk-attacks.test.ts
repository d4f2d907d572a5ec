/**
 * Attacks on the disk of a machine after the installation: packages that were published and approved in the real registry, in an n8n folder,
 * on a machine whose client fetched the trust; asked through the hook that n8n runs before each workflow.
 */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { AttackedRegistry, type Machine } from '../support/machines/attacked-machine';
import { expectRefused, refusalOf, type Refusal } from '../support/registry/expect-refused';
import { communityNode, communityPackage, createInstallation, type Installation } from '../support/installation';
import { createSignedPackage, nodeName, type SignedPackage } from '../support/signed-package';
import { hashTree } from '../../manifests/tree/hash-tree';
import type { TreeHasher } from '../../manifests/tree/tree-cache';

let original: SignedPackage;
let world: AttackedRegistry;
let machine: Machine;
let reviewed: Installation;
let n8n: Installation;
beforeAll(async () => {
	original = await createSignedPackage();
	world = await AttackedRegistry.open(original);
	reviewed = await createInstallation();
	cpSync(original.packageFolder, join(reviewed.nodes, troupe), { recursive: true });
	// What came with the package is of its maintainers; this machine follows its own ops team.
	rmSync(join(reviewed.nodes, troupe, 'trust', 'snapshot.jwt'));
	const { token, sha256 } = await reviewed.sign();
	await world.publish({ token, sha256, name: communityPackage, version: '1.0.0' });
	machine = await world.warm();
});
afterAll(async () => {
	await world.close();
	reviewed.remove();
	original.remove();
});
beforeEach(() => {
	n8n = reviewed.copy();
});
afterEach(() => n8n.remove());

const own = `node_modules/${communityPackage}`;
const troupe = 'node_modules/n8n-nodes-troupe';
const nodeFile = 'dist/nodes/Weather/Weather.node.js';
const troupeFile = 'dist/nodes/troupe-agent/TroupeAgent.node.js';
const at = (path: string) => join(n8n.nodes, path);
const sha256Of = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const hook = (hash?: TreeHasher) => machine.hook({ userFolder: n8n.userFolder, packageFolder: at(troupe), ...(hash && { hash }) });

/** n8n is told of it in one text; the message of the gate is in its cause. */
async function expectNodeRefused(ask: (type: string) => Promise<void>, type: string, told: Omit<Refusal, 'code'>): Promise<void> {
	const error = await refusalOf(ask(type));
	if (!(error instanceof Error)) throw new Error('n8n would run it');
	expectRefused(error.cause, { code: 'MANIFEST_TAMPERED', ...told }, { home: machine.home, by: 'gate' });
	const { message, fix } = error.cause as { message: string; fix: string };
	expect(error.message).toBe(`The node "A node" may not run. ${message}. ${fix}`);
}

function flip(path: string): Pick<Refusal, 'expected' | 'actual'> {
	const bytes = readFileSync(at(path));
	const expected = sha256Of(bytes);
	bytes[0]! ^= 1;
	n8n.write(path, bytes);
	return { expected, actual: sha256Of(bytes) };
}
/** To the same bytes. */
function link(path: string): Pick<Refusal, 'expected' | 'actual'> {
	const aside = join(n8n.folder, 'aside');
	renameSync(at(path), aside);
	symlinkSync(aside, at(path));
	return { expected: 'a plain file or folder', actual: 'a symbolic link' };
}
function remove(path: string): Pick<Refusal, 'expected' | 'actual'> {
	const expected = sha256Of(readFileSync(at(path)));
	rmSync(at(path));
	return { expected, actual: 'nothing' };
}
function add(path: string, content = ''): Pick<Refusal, 'expected' | 'actual'> {
	n8n.write(path, content);
	return { expected: 'no file of that name', actual: sha256Of(content) };
}
const twins = { expected: 'names that differ on every file system' };
const hashed = expect.stringMatching(/^[0-9a-f]{64}( \(.+\))?$/) as unknown;

type Attack = [attack: string, document: string | RegExp, reason: string, act: () => Pick<Refusal, 'expected' | 'actual'>];

it('runs as it was installed', async () => {
	for (const type of [communityNode, `${nodeName}`]) await expect(hook()(type)).resolves.toBeUndefined();
});

describe('attack on the files of a community package', () => {
	it.each<Attack>([
		['a flipped byte', nodeFile, 'changed', () => flip(`${own}/${nodeFile}`)],
		['an extra file', 'dist/extra.js', 'extra', () => add(`${own}/dist/extra.js`)],
		['a missing file', nodeFile, 'missing', () => remove(`${own}/${nodeFile}`)],
		['a file that became a symbolic link to the same bytes', nodeFile, 'not-a-file', () => link(`${own}/${nodeFile}`)],
		['a folder that became a symbolic link', 'dist/nodes', 'not-a-file', () => link(`${own}/dist/nodes`)],
		[
			'a name that steps aside',
			'"dist/..\\\\x.js"',
			'unsafe-name',
			() => {
				add(`${own}/dist/..\\x.js`);
				return { expected: 'a plain name', actual: 'it contains a control character or a backslash' };
			},
		],
		[
			'a twin by case',
			'package.json',
			'twin',
			() => {
				add(`${own}/package.JSON`, '{}');
				return { ...twins, actual: 'package.JSON' };
			},
		],
		[
			'a twin by composition',
			'dist/é.js',
			'twin',
			() => {
				for (const name of ['e\u0301', '\u00e9']) add(`${own}/dist/${name}.js`);
				return { ...twins, actual: 'dist/e\u0301.js' };
			},
		],
		['a swapped nested dependency', 'node_modules/is-sunny/index.js', 'changed', () => flip(`${own}/node_modules/is-sunny/index.js`)],
		[
			'a dependency put inside, which shadows the hoisted one',
			'node_modules/left-pad/index.js',
			'extra',
			() => add(`${own}/node_modules/left-pad/index.js`),
		],
		['a loose file inside, which shadows a package', 'node_modules/left-pad.js', 'extra', () => add(`${own}/node_modules/left-pad.js`)],
	])('%s is refused', async (_attack, document, reason, act) => {
		const ask = hook();
		await ask(communityNode);
		await expectNodeRefused(ask, communityNode, { document, reason, ...act() });
		// Nor by a process that starts now.
		await expect(hook()(communityNode)).rejects.toThrow('may not run');
	});
});

describe('attack on what a community package loads from beside it', () => {
	const folder = (name: string) => `node_modules/${name}`;
	it.each<[attack: string, document: string | RegExp, reason: string, told: Pick<Refusal, 'expected' | 'actual'>, act: () => void]>([
		[
			'a swapped hoisted dependency',
			folder('left-pad'),
			'changed',
			{ expected: hashed, actual: hashed },
			() => flip('node_modules/left-pad/index.js'),
		],
		[
			'a swapped dependency of a dependency',
			folder('cycle'),
			'changed',
			{ expected: hashed, actual: hashed },
			() => flip('node_modules/cycle/index.js'),
		],
		[
			'an extra file in it',
			folder('left-pad'),
			'changed',
			{ expected: hashed, actual: hashed },
			() => add('node_modules/left-pad/more.js'),
		],
		[
			'a removed one',
			folder('cycle'),
			'missing',
			{ expected: hashed, actual: 'nothing' },
			() => rmSync(at('node_modules/cycle'), { recursive: true }),
		],
		[
			'a package put beside, in place of one that n8n gives',
			folder('n8n-workflow'),
			'extra',
			{ expected: 'no file of that name', actual: hashed },
			() => add('node_modules/n8n-workflow/package.json', '{"version":"1.0.0"}'),
		],
		[
			'a package put beside that only the code names',
			folder('pg-native'),
			'extra',
			{ expected: 'no file of that name', actual: hashed },
			() => add('node_modules/pg-native/package.json', '{"version":"1.0.0"}'),
		],
		[
			'a package put into a folder further up',
			folder('n8n-workflow'),
			'extra',
			{ expected: 'no file of that name', actual: hashed },
			() => add('../../node_modules/n8n-workflow/package.json', '{"version":"1.0.0"}'),
		],
		[
			'one that became a symbolic link',
			/node_modules.left-pad$/,
			'not-a-file',
			{ expected: 'a plain folder, or nothing', actual: 'a symbolic link' },
			() => link('node_modules/left-pad'),
		],
	])('%s is refused', async (_attack, document, reason, told, act) => {
		const ask = hook();
		await ask(communityNode);
		act();
		await expectNodeRefused(ask, communityNode, { document, reason, ...told });
	});
});

it('attack: a loose file beside, which shadows a hoisted package, is refused', async () => {
	add('node_modules/left-pad.js');
	const told = { expected: 'a plain folder, or nothing', actual: 'a file in the place of a package' };
	await expectNodeRefused(hook(), communityNode, { document: /left-pad\.js$/, reason: 'not-a-file', ...told });
});

it('attack: a package that became a symbolic link is refused', async () => {
	link(own);
	const told = { expected: `the package ${communityPackage}`, actual: expect.stringContaining('symbolic link') as unknown };
	await expectNodeRefused(hook(), communityNode, { document: communityPackage, reason: 'changed', ...told });
});

describe("attack on the files of Troupe's own package", () => {
	it.each<Attack>([
		['a flipped byte', troupeFile, 'changed', () => flip(`${troupe}/${troupeFile}`)],
		['an extra file', 'node_modules/evil/index.js', 'extra', () => add(`${troupe}/node_modules/evil/index.js`)],
		['a missing file', troupeFile, 'missing', () => remove(`${troupe}/${troupeFile}`)],
		['a file that became a symbolic link', troupeFile, 'not-a-file', () => link(`${troupe}/${troupeFile}`)],
		['a file among its signed documents', 'trust/code.js', 'extra', () => add(`${troupe}/trust/code.js`)],
		[
			'code in a folder that is named like a signed document',
			'trust/manifests/a.jwt/Evil.node.js',
			'extra',
			() => add(`${troupe}/trust/manifests/a.jwt/Evil.node.js`),
		],
	])('%s is refused, and takes nothing from others', async (_attack, document, reason, act) => {
		const ask = hook();
		await ask(nodeName);
		await expectNodeRefused(ask, nodeName, { document, reason, ...act() });
		await expect(ask(communityNode)).resolves.toBeUndefined();
	});
});

describe('attack: swap after hash', () => {
	it('a file that is swapped while its package is hashed', async () => {
		const swap: TreeHasher = async (...tree) => {
			const files = await hashTree(...tree);
			n8n.write(`${own}/${nodeFile}`, 'swapped');
			return files;
		};
		await expectNodeRefused(hook(swap), communityNode, {
			...{ document: at(own), reason: 'unstable' },
			...{ expected: 'a file that does not change while it is read', actual: 'a file that changed' },
		});
	});

	it('a file that is swapped once it was admitted, with its size and its times put back', async () => {
		const ask = hook();
		await ask(communityNode);
		const { atime, mtime } = statSync(at(`${own}/${nodeFile}`));
		const told = flip(`${own}/${nodeFile}`);
		utimesSync(at(`${own}/${nodeFile}`), atime, mtime);
		await expectNodeRefused(ask, communityNode, { document: nodeFile, reason: 'changed', ...told });
	});
});
