import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listMappedFiles } from './kernel/mapped-files';
import { bindOwnLibraries, libraryFolders } from './own-libraries';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-libraries-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const onLinux = process.platform === 'linux' ? test : test.skip;
/** Pairs of a file of the machine and its name in the sandbox. */
const bound = (args: string[]) =>
	args.flatMap((arg, index) => (arg === '--ro-bind' ? [[args[index + 1]!, args[index + 2]!] as const] : []));

onLinux('code gets copies of the libraries of Node, and no folder of the machine', () => {
	const pairs = bound(bindOwnLibraries(home)!);
	expect(pairs.map(([, name]) => name)).toEqual(listMappedFiles().filter((file) => file !== realpathSync(process.execPath)));
	for (const [copy, name] of pairs) expect([copy.startsWith(home), statSync(copy).ino]).not.toEqual([true, statSync(name).ino]);
	expect(pairs.some(([copy]) => libraryFolders.includes(copy))).toBe(false);
});

onLinux('a library is copied once', () => {
	const first = bound(bindOwnLibraries(home)!).map(([copy]) => [copy, statSync(copy).ino]);
	expect(bound(bindOwnLibraries(home)!).map(([copy]) => [copy, statSync(copy).ino])).toEqual(first);
});

onLinux('addons of this process are left out; a library of Node elsewhere says that copies do not do', () => {
	const own = listMappedFiles();
	expect(bindOwnLibraries(home, [...own, '/app/node_modules/sharp/libvips.so.42'])).toEqual(bindOwnLibraries(home, own));
	expect(bindOwnLibraries(home, [...own, '/nix/store/x/lib/libm.so.6'])).toBeUndefined();
});

onLinux('a home that does not exist is not created', () => expect(bindOwnLibraries(join(home, 'none'))).toBeUndefined());
