import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { readSetting } from '../../../core/base/settings/settings';
import { customFolders } from '../../../manifests/scan/installed-packages';
import { scanInstallation, type InstallationScan, type PackageState, type ScannedPackage } from '../../../manifests/scan/scan-installation';
import { machineTrust } from '../../../manifests/gate/machine-trust';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { printable, type Terminal } from '../../terminal/terminal';

export interface ScanOptions {
	trust?: string;
	json?: boolean;
}

const formats: Record<PackageState, 'green' | 'yellow' | 'red'> = {
	approved: 'green',
	deprecated: 'yellow',
	unknown: 'yellow',
	tampered: 'red',
	revoked: 'red',
};

/** Lists every community package of an n8n with its state. Exits with 1 when one of them is not allowed to run. */
export async function runScan(folder: string | undefined, options: ScanOptions, terminal: Terminal): Promise<ExitCode> {
	const { environment } = terminal;
	const userFolder = resolve(folder ?? readSetting('N8N_USER_FOLDER', environment) ?? homedir());
	terminal.showProgress?.(`hashing the packages of ${userFolder}`);
	const scan = await scanInstallation(userFolder, {
		...(await machineTrust(options, environment)),
		customFolders: customFolders(userFolder, readSetting('N8N_CUSTOM_EXTENSIONS', environment)),
	});
	terminal.showProgress?.('');
	if (options.json) terminal.print(JSON.stringify(scan));
	else tell(scan, terminal);
	return scan.packages.every(({ mayRun }) => mayRun) ? 0 : 1;
}

/** Names the manifest of the installation if its version has several. */
function describeManifest({ manifest, manifests = 1 }: ScannedPackage): string {
	const which = manifest?.sha256.slice(0, 12) ?? (manifests > 1 ? 'none' : '');
	return manifests > 1 ? `${which} of ${manifests}` : which;
}

function tell({ userFolder, packages, unknownPackages, trustProblem }: InstallationScan, terminal: Terminal): void {
	if (trustProblem) terminal.note(`Nothing could be verified: ${printable(trustProblem.message)}`);
	if (trustProblem?.fix) terminal.note(`fix: ${printable(trustProblem.fix)}`);
	if (packages.length === 0) return terminal.note(`There are no community packages in ${userFolder}.`);
	tableLines(
		[
			{ name: 'package', title: 'package', value: ({ name, version }: ScannedPackage) => `${name}${version && `@${version}`}` },
			{ name: 'from', title: 'from', value: ({ from }) => from },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'runs', title: 'may run', value: ({ mayRun }) => (mayRun ? 'yes' : 'no') },
			{ name: 'manifest', title: 'manifest', value: describeManifest },
		],
		packages,
		terminal,
		({ state, mayRun }) => (mayRun ? formats[state] : 'red'),
	).forEach(terminal.print);
	for (const one of packages.filter(({ state }) => state !== 'approved')) {
		if (one.reason) terminal.note(`${printable(one.name)}: ${printable(one.reason)}`);
		if (one.fix) terminal.note(`  fix: ${printable(one.fix)}`);
	}
	terminal.note(`Packages that no manifest names may ${unknownPackages === 'allow' ? '' : 'not '}run: \`troupe manifest policy\` decides.`);
}
