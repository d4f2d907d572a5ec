/** `npm pack` of this folder: dist/, one ES module and its types. The repository's own rolldown and compiler build it. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const folder = import.meta.dirname;
const dist = join(folder, 'dist');

export async function buildPackage() {
	rmSync(dist, { recursive: true, force: true });
	const bundle = await rolldown({ input: join(folder, 'src/index.ts'), platform: 'browser' });
	await bundle.write({ file: join(dist, 'index.js'), format: 'esm' });
	await bundle.close();
	const compiler = join(folder, '../../node_modules/typescript7/bin/tsc');
	execFileSync(process.execPath, [compiler, '--project', join(folder, 'tsconfig.build.json')], { stdio: 'inherit' });
	// Node's resolution, which strict users have, asks for the endings that the sources leave out.
	for (const file of globSync('**/*.d.ts', { cwd: dist })) {
		const path = join(dist, file);
		writeFileSync(path, readFileSync(path, 'utf8').replace(/(from\s+'\.{1,2}\/[^']+?)(?:\.js)?'/g, "$1.js'"));
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPackage();
