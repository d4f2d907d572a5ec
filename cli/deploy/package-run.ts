import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { name as packageName } from '../../package.json';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { locateEnvironmentFile, setVariable } from './environment-file';

export interface PackageOptions {
	folder: string;
}

const digestCharacters = 12;

/**
 * Puts the tarball beside the image files, and its version and hash into .env. The hash in the image tag makes Docker recreate n8n, its workers
 * and Troupe together. @throws TroupeError INPUT_INVALID
 */
export async function runDeployPackage(tarball: string, { folder }: PackageOptions, terminal: Terminal): Promise<ExitCode> {
	const file = locateEnvironmentFile(folder);
	if (!existsSync(file))
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${file} does not exist.`, fix: 'Run `troupe deploy init` first.' });
	const version = readVersion(tarball);
	const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex');
	const tag = `${version.replaceAll('+', '-')}-${hash.slice(0, digestCharacters)}`;
	const place = join(dirname(file), 'deploy', `${packageName}.tgz`);
	copyFileSync(tarball, `${place}.new`);
	renameSync(`${place}.new`, place);
	replaceFile(file, setVariable(readFileSync(file, 'utf8'), 'TROUPE_PACKAGE', tag), 0o600);
	terminal.print(`TROUPE_PACKAGE=${tag}`);
	terminal.print('next: docker compose up --build --detach');
	return 0;
}

/** @throws TroupeError INPUT_INVALID when the file is not a tarball of the package */
function readVersion(tarball: string): string {
	try {
		const text = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
		const { name, version } = JSON.parse(text) as { name?: string; version?: string };
		if (name === packageName && /^\d+\.\d+\.\d+[\w.+-]*$/.test(version ?? '')) return version!;
		throw new Error(`it holds ${name ?? 'no package'}`);
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${tarball} ${existsSync(tarball) ? `is not a tarball of ${packageName}` : 'does not exist'}.`,
			fix: `Pass the file of \`npm run package\`, build/${packageName}-<version>.tgz, or that of \`npm pack ${packageName}\`.`,
			details: { tarball },
			cause,
		});
	}
}
