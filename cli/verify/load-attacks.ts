import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { version } from '../../package.json';
import { TroupeError } from '../../core/base/errors';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import type { VerifyOptions } from './verify-options';

const attackPackage = 'troupe-verify';

/** The module that `troupe-verify` brings. */
interface Attacks {
	runVerify(options: VerifyOptions, terminal: Terminal): Promise<ExitCode>;
}

interface Places {
	/** The folder of the running Troupe. */
	packageFolder: string;
	home: string;
	/** The folder that `--from` names. */
	from?: string;
}

/**
 * Loads the attacks of the package `troupe-verify`, with the parts of this Troupe that they attack.
 * @throws TroupeError DEPENDENCY_MISSING where it is not installed, or has another version
 */
export function loadAttacks(places: Places): Attacks {
	const folder = findAttacks(places);
	const require = createRequire(__filename);
	const { parts } = require(join(places.packageFolder, 'dist/verify/parts.js')) as { parts: object };
	Reflect.set(globalThis, Symbol.for('troupe.parts'), parts);
	return require(join(folder, 'dist/verify.js')) as Attacks;
}

/** Returns the folder of `troupe-verify`: the named one, or the one in the checkout, beside Troupe or in its home. */
export function findAttacks({ packageFolder, home, from }: Places): string {
	const usual = [join(packageFolder, 'verify'), join(packageFolder, '..', attackPackage), join(home, 'node_modules', attackPackage)];
	const folders = from === undefined ? usual : [resolve(from)];
	for (const folder of folders) {
		const found = readVersion(folder);
		if (found === undefined) continue;
		if (found !== version) throw missing(`${folder} contains version ${found} of ${attackPackage}, but this is Troupe ${version}.`);
		if (!existsSync(join(folder, 'dist/verify.js'))) throw missing(`${folder} is not built.`, 'Run `npm run build` in the checkout.');
		return folder;
	}
	throw missing(`The attacks are a package of their own, ${attackPackage}, which is not in ${folders.join(', ')}.`);
}

function readVersion(folder: string): string | undefined {
	const file = join(folder, 'package.json');
	if (!existsSync(file)) return undefined;
	const { name, version: found } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
	return name === attackPackage ? found : undefined;
}

const missing = (message: string, fix?: string): TroupeError =>
	new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message,
		fix:
			fix ??
			`In a checkout of Troupe ${version}, run \`npm run build\` and \`npm pack -w verify\`. Install the tarball where Troupe is installed: \`npm install ./${attackPackage}-${version}.tgz\`.`,
		details: { package: attackPackage },
	});
