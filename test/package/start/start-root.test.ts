import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from '../../../manifests/keys/create-keys';
import { pinRoot as pin } from '../../../scripts/start/pin-root.mjs';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-pin-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a root into the package as it is installed. */
async function install(development = true): Promise<string> {
	const into = mkdtempSync(join(folder, 'keys-'));
	await createKeys({ into, development, replace: true, nowMs: Date.now() });
	const root = readFileSync(join(into, 'root.jwt'), 'utf8');
	mkdirSync(join(folder, 'installed/trust'), { recursive: true });
	writeFileSync(join(folder, 'installed/trust/root.jwt'), root);
	return root;
}
const pinRoot = (isNew: boolean) => pin({ installed: join(folder, 'installed'), homes: [join(folder, 'home')], isNew });
const pinned = () => readFileSync(join(folder, 'home/trust/root.jwt'), 'utf8');

test('the first root stays, whatever is put into the package later', async () => {
	const first = await install();
	pinRoot(true);
	await install();
	pinRoot(false);
	expect(pinned()).toBe(first);
});

test('a package that was installed again brings its development root, unless people vouch for the pinned one', async () => {
	await install();
	pinRoot(true);
	const second = await install();
	pinRoot(true);
	expect(pinned()).toBe(second);
	const real = await install(false);
	rmSync(join(folder, 'home'), { recursive: true });
	pinRoot(true);
	await install();
	pinRoot(true);
	expect(pinned()).toBe(real);
});
