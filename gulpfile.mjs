/** `gulp build`: builds dist/ from source, in a separate folder first: dist/ is always complete. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import gulp from 'gulp';
import { loadSource } from './scripts/lib/load-source.mjs';

const staging = `build/dist-${process.pid}`;
process.env.TROUPE_BUILD_FOLDER = staging;

export const build = gulp.series(
	removeLeftovers,
	gulp.parallel(bundle, assets, schemas, accessibleBpmn, attacks),
	gulp.parallel(contents, nodeLists),
	publish,
	sign,
);
export default build;

async function removeLeftovers() {
	const folders = existsSync('build') ? (await readdir('build')).filter((name) => /^dist-\d+$/.test(name)) : [];
	const leftovers = folders.filter((name) => !isRunning(Number(name.slice(5))));
	await Promise.all(leftovers.map((name) => rm(join('build', name), { recursive: true, force: true })));
}

function bundle() {
	return run('rolldown', ['--config', 'rolldown.config.mjs', '--logLevel', 'warn']);
}

/** Copies the files that are not code; `base: '.'` keeps their paths. */
export function assets() {
	const patterns = [
		'nodes/**/*.{svg,png}',
		'nodes/**/*.node.json',
		'credentials/**/*.{svg,png}',
		'bpmn/element-templates/**/*.json',
		'examples/*/**/*.{json,md,txt,bpmn,dmn,form}',
		'providers/compose/templates/ready/*/**/*',
		'providers/compose/prompts/ready/**/*',
	];
	return gulp.src(patterns, { base: '.', encoding: false, allowEmpty: true }).pipe(gulp.dest(staging));
}

/** Writes the schemas that editors check people's files with, to a path that stays: `dist/schemas/`. */
export async function schemas() {
	const written = await loadSource('scripts/build/schemas.ts', 'schemas');
	await mkdir(`${staging}/schemas`, { recursive: true });
	for (const [name, schema] of Object.entries(written.schemas))
		await writeFile(`${staging}/schemas/${name}.schema.json`, `${JSON.stringify(schema, null, '\t')}\n`);
}

/** Builds the package for diagrams, which is published by itself, into its own `dist/`. */
export function accessibleBpmn() {
	return run(process.execPath, ['packages/accessible-bpmn/build.mjs']);
}

/** Builds the attacks of `troupe verify`, which are a package of their own, into its `dist/`. */
export function attacks() {
	return run(process.execPath, ['verify/build.mjs']);
}

/** The script reads two lists from TypeScript; the flag silences Node's warning about that. */
function contents() {
	return run(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'scripts/build/contents.mjs', staging]);
}

function nodeLists() {
	return run(process.execPath, ['scripts/build/node-lists.mjs', staging]);
}

async function publish() {
	await rm('dist', { recursive: true, force: true });
	await rename(staging, 'dist');
}

/** Signs a checkout with its own development root. `npm run package` signs a release. */
function sign() {
	return run(process.execPath, ['bin/troupe', 'manifest', 'develop']);
}

function run(command, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: 'inherit' });
		child.on('error', reject);
		child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} exited with code ${code}`))));
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
