import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { withLock } from './folder-lock.mjs';
import { run } from './processes.mjs';
import { step } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

const COMPLETE = 'troupe-package.json';
const LONGEST_MS = 10 * 60_000;

/**
 * Finds a package of PyPI in the user's cache folder, or installs it there with a Python environment of its own, once for all checkouts.
 * An install that was interrupted is begun anew; of two at once the second waits for the first.
 * @param {{ name: string, version: string, withoutDependencies?: boolean, also?: string[], progress: import('./progress.mjs').Progress, signal?: AbortSignal }} options
 * @returns {Promise<{ folder: string, python: string, packages: string }>} the environment, its `python`, and where its packages lie
 * @throws {SetupError}
 */
export async function ensurePythonPackage({ name, version, withoutDependencies = false, also = [], progress, signal }) {
	const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe');
	const folder = join(cacheFolder, `python-${name}-${version}-${process.platform}-${process.arch}`);
	const installed = await findEnvironment(folder);
	if (installed) return installed;
	await mkdir(cacheFolder, { recursive: true });
	const onWait = () => progress(`${name}: another process is installing it, waiting (${folder}.lock)`);
	await withLock(`${folder}.lock`, { onWait, signal }, async () => {
		if (await findEnvironment(folder)) return;
		const arguments_ = [
			'install',
			'--quiet',
			'--disable-pip-version-check',
			...(withoutDependencies ? ['--no-deps'] : []),
			`${name}==${version}`,
			...also,
		];
		await step(progress, `${name}: installing ${version} into ${folder}`, () => install(folder, arguments_, signal));
	});
	return /** @type {{ folder: string, python: string, packages: string }} */ (await findEnvironment(folder));
}

async function findEnvironment(folder) {
	const complete = await readFile(join(folder, COMPLETE), 'utf8').catch(() => undefined);
	if (!complete) return undefined;
	const environment = { folder, python: join(folder, 'bin/python'), packages: JSON.parse(complete).packages };
	const whole = await Promise.all([access(environment.python), access(environment.packages)]).then(
		() => true,
		() => false, // someone deleted a part of it: it is installed anew
	);
	return whole ? environment : undefined;
}

/** An environment names its own folder inside, so it is made where it stays; what says that it is whole comes last. */
async function install(folder, pipArguments, signal) {
	await rm(folder, { recursive: true, force: true });
	await mkdir(dirname(folder), { recursive: true });
	const python = join(folder, 'bin/python');
	await succeed('python3', ['-m', 'venv', folder], signal);
	await succeed(python, ['-m', 'pip', ...pipArguments], signal);
	const { output } = await succeed(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], signal);
	await writeFile(join(folder, `${COMPLETE}.new`), JSON.stringify({ packages: output.trim() }));
	await rename(join(folder, `${COMPLETE}.new`), join(folder, COMPLETE));
}

async function succeed(command, args, signal) {
	const result = await run(command, args, { signal, timeoutMs: LONGEST_MS });
	if (result.code === 0) return result;
	throw new SetupError(
		`${command} ${args.slice(0, 3).join(' ')} ended with ${result.code}: ${result.tail.trim().split('\n').at(-1)}`,
		'Install Python 3.10 or later with venv and pip, and see that PyPI can be reached.',
	);
}
