/** `gulp build`: from source to a dist/ that runs. It is put together in a folder of its own, so that dist/ is always whole. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import gulp from 'gulp';

const staging = `build/dist-${process.pid}`;
process.env.TROUPE_BUILD_FOLDER = staging;

export const build = gulp.series(removeLeftovers, gulp.parallel(bundle, assets), contents, publish, sign);
export default build;

async function removeLeftovers() {
	const folders = existsSync('build') ? (await readdir('build')).filter((name) => /^dist-\d+$/.test(name)) : [];
	const left = folders.filter((name) => !isRunning(Number(name.slice(5))));
	await Promise.all(left.map((name) => rm(join('build', name), { recursive: true, force: true })));
}

function bundle() {
	return run('rolldown', ['--config', 'rolldown.config.mjs', '--logLevel', 'warn']);
}

/** Everything that is read, not run; `base: '.'` keeps each file's place. */
export function assets() {
	const patterns = [
		'nodes/**/*.{svg,png}',
		'nodes/**/*.node.json',
		'credentials/**/*.{svg,png}',
		'icons/**/*.svg',
		'bpmn/element-templates/**/*.json',
		'examples/*/**/*.{json,md,txt,bpmn}',
	];
	return gulp.src(patterns, { base: '.', encoding: false, allowEmpty: true }).pipe(gulp.dest(staging));
}

/** It reads two lists from TypeScript, which Node would remark on. */
function contents() {
	return run(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'scripts/build/contents.mjs', staging]);
}

async function publish() {
	await rm('dist', { recursive: true, force: true });
	await rename(staging, 'dist');
}

/** A checkout trusts itself through a development root of its own; a release is signed by `npm run package`. */
function sign() {
	return run(process.execPath, ['bin/troupe', 'manifest', 'develop']);
}

function run(command, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: 'inherit' });
		child.on('error', reject);
		child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with code ${code}`))));
	});
}

function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
