import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../lib/setup.mjs';

/** The native code of the library with which the sandbox calls the kernel, a package for each system; and last the library, whose version says that all is there. */
const parts = ['@koromix', 'koffi'];

/** Puts what the sandbox needs for L0+ into a home, from the checkout, whose lock file has its hash. Without it no code of others runs. */
export function installSandboxParts(home) {
	const [have, wanted] = [home, checkout].map((folder) => readVersion(join(folder, 'node_modules', 'koffi/package.json')));
	if (wanted === undefined || have === wanted) return;
	mkdirSync(home, { recursive: true, mode: 0o700 });
	for (const name of parts) {
		const source = join(checkout, 'node_modules', name);
		if (existsSync(source)) cpSync(source, join(home, 'node_modules', name), { recursive: true });
	}
}

const readVersion = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined);
