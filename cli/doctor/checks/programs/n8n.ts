import { existsSync } from 'node:fs';
import { resolve, join } from 'node:path';
import semver from 'semver';
import { version } from '../../../../package.json';
import { communityFolder } from '../../../../manifests/scan/installed-packages';
import { ok, skipped, warn, fail, type Check, type Finding, type Machine } from '../../check';
import { findN8nFolder, findN8nVersion } from './find-n8n';
import { readEditedFile } from '../../../../core/base/text/read-edited-file';

/** The first version whose nodes and hooks Troupe is tested with. */
const oldestN8n = '2.41.0';

export const n8nCheck: Check = {
	id: 'n8n',
	looksAt: 'the version of n8n, the package that is installed in it, and the home that it uses',
	look(machine) {
		const folder = findN8nFolder(machine.environment);
		const found = findN8nVersion(machine.environment);
		if (folder === undefined && found === undefined) return [skipped('There is no n8n in PATH, and this user has no .n8n folder.')];
		return [...judgeVersion(found), ...(folder === undefined ? [] : [...judgePackage(folder), ...judgeHome(folder, machine)])];
	},
};

function judgeVersion(found: string | undefined): Finding[] {
	if (found === undefined) return [skipped('The version of n8n is unknown: the program n8n is not in PATH.')];
	if (semver.gte(found, oldestN8n)) return [ok(`n8n ${found}`)];
	return [fail(`n8n ${found} is older than ${oldestN8n}.`, `Update n8n to ${oldestN8n} or newer.`)];
}

function judgePackage(folder: string): Finding[] {
	const path = join(communityFolder(folder), 'node_modules', 'n8n-nodes-troupe', 'package.json');
	if (!existsSync(path)) return [skipped(`n8n-nodes-troupe is not installed in ${communityFolder(folder)}.`)];
	const installed = (JSON.parse(readEditedFile(path)) as { version?: unknown }).version;
	if (installed === version) return [ok(`n8n has n8n-nodes-troupe ${version}.`)];
	return [
		warn(
			`n8n has n8n-nodes-troupe ${String(installed)}, but this command belongs to ${version}.`,
			'Update the older one. Both can run side by side until then: docs/operations/upgrade.md.',
		),
	];
}

/** n8n's nodes use the folder beside n8n's state. A command in a plain shell uses another one, and would look healthy without meaning n8n. */
function judgeHome(folder: string, { home }: Machine): Finding[] {
	const ofNodes = join(folder, '.n8n', 'troupe');
	if (!existsSync(ofNodes) || resolve(ofNodes) === home) return [];
	return [
		warn(
			`n8n's nodes keep their state in ${ofNodes}, unless n8n's TROUPE_HOME names another folder. This command looks at ${home}.`,
			`To look at n8n's state, run the command with TROUPE_HOME=${ofNodes}.`,
		),
	];
}
