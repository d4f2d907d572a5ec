import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exist, cachedFolder } from './cached-folder.mjs';
import { run } from './processes.mjs';
import { step } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

const completeMark = 'troupe-package.json';
const timeoutMs = 10 * 60_000;

/**
 * Finds a PyPI package in the user's cache folder, or installs it there with its own Python environment, once for all checkouts.
 * @param {{ name: string, version: string, withoutDependencies?: boolean, also?: string[], progress: import('./progress.mjs').Progress, signal?: AbortSignal }} options
 * @returns {Promise<{ folder: string, python: string, packages: string }>} the environment, its `python`, and where its packages lie
 * @throws {SetupError}
 */
export function ensurePythonPackage({ name, version, withoutDependencies = false, also = [], progress, signal }) {
	const wanted = [...(withoutDependencies ? ['--no-deps'] : []), `${name}==${version}`, ...also];
	return cachedFolder({
		name: `python-${name}-${version}-${process.platform}-${process.arch}`,
		find: findEnvironment,
		// The files of an environment contain its path.
		inPlace: true,
		make: (folder) => step(progress, `${name}: installing ${version} into ${folder}`, () => install(folder, wanted, signal)),
		progress,
		signal,
	});
}

async function findEnvironment(folder) {
	const complete = await readFile(join(folder, completeMark), 'utf8').catch(() => undefined);
	if (!complete) return undefined;
	const environment = { folder, python: join(folder, 'bin/python'), packages: JSON.parse(complete).packages };
	return (await exist(environment.python, environment.packages)) ? environment : undefined;
}

/** Writes the mark of completeness last. */
async function install(folder, wanted, signal) {
	const python = join(folder, 'bin/python');
	await succeed('python3', ['-m', 'venv', folder], signal);
	await succeed(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted], signal);
	const { output } = await succeed(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], signal);
	await writeFile(join(folder, `${completeMark}.new`), JSON.stringify({ packages: output.trim() }));
	await rename(join(folder, `${completeMark}.new`), join(folder, completeMark));
}

async function succeed(command, args, signal) {
	const result = await run(command, args, { signal, timeoutMs });
	if (result.code === 0) return result;
	throw new SetupError(
		`${command} ${args.slice(0, 3).join(' ')} exited with code ${result.code}: ${result.tail.trim().split('\n').at(-1)}`,
		'Install Python 3.10 or later with venv and pip, and check that PyPI can be reached.',
	);
}
