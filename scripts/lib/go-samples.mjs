import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cachedFolder } from './cached-folder.mjs';
import { mustRun } from './explain-failure.mjs';
import { step } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Returns the user's cache folder with `samples.jsonl`: what the tests of a Go module were given. Its tests build many of their samples when they run, so
 * they are run once, with a recorder of ours among their files. Needs Go.
 * @param {object} options
 * @param {string} options.module
 * @param {string} options.version
 * @param {string} options.recorder our file, of this repository
 * @param {string} options.place where it is put in the module
 * @param {{ file: string, before: string, after: string }} [options.patch] a line of the module's own file that calls it
 * @param {string} options.folder where the command is run
 * @param {string[]} options.command of `go`
 * @param {import('./progress.mjs').Progress} options.progress
 * @returns {Promise<string>}
 * @throws {SetupError}
 */
export function ensureGoSamples({ module, version, recorder, place, patch, folder, command, progress }) {
	const make = (samples) =>
		step(
			progress,
			`${module}: recording the samples of its tests`,
			async () => {
				const copy = join(samples, 'module');
				await cp(await download(module, version), copy, { recursive: true });
				await mustRun('Making the copy writable', 'chmod', ['-R', 'u+w', copy]);
				await cp(resolve(recorder), join(copy, place));
				if (patch) await change(join(copy, patch.file), patch);
				const env = { ...process.env, SAMPLES: join(samples, 'samples.jsonl') };
				await mustRun(`Recording the samples of ${module}`, 'go', command, { cwd: join(copy, folder), env });
			},
			'about 2 minutes the first time',
		);
	return cachedFolder({ name: `texts/go-${module.replaceAll('/', '+')}-${version}`, make, progress });
}

async function download(module, version) {
	const output = await mustRun(`Fetching ${module} ${version}`, 'go', ['mod', 'download', '-json', `${module}@${version}`]);
	return JSON.parse(output.slice(output.indexOf('{'))).Dir;
}

async function change(file, { before, after }) {
	const text = await readFile(file, 'utf8');
	if (!text.includes(before))
		throw new SetupError(`${file} does not contain "${before}".`, 'Adapt the patch to this version of the module.');
	await writeFile(
		file,
		text.replace(before, () => after),
	);
}
