import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from '../../core/errors';
import { acceptBundle } from '../../manifests/bundle/accept-bundle';
import { longestBundle, parseBundle } from '../../manifests/bundle/bundle-schema';
import { openRegistry, wrongUse, type RegistryOptions } from './registry';
import { replaceFile } from '../replace-file';
import type { ExitCode } from '../report-error';
import type { Terminal } from '../terminal';

export interface ExportOptions extends RegistryOptions {
	output?: string;
}

export interface ImportOptions extends RegistryOptions {
	into?: string;
	root?: string;
}

/** What a site without a network needs, as one file. */
export async function runExportBundle(options: ExportOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	terminal.showProgress?.('asking the registry for everything that may run');
	const bundle = await api.exportBundle(caller);
	terminal.showProgress?.('');
	const text = JSON.stringify(bundle);
	if (options.output === undefined) terminal.print(text);
	else await replaceFile(resolve(options.output), `${text}\n`);
	terminal.note(
		`${options.output ?? 'The bundle'} holds ${bundle.manifests.length} manifests and ${bundle.approvals.length} approvals of the tenant ${bundle.tenant}.`,
	);
	return 0;
}

/** Takes a bundle into a trust folder, or into another registry; both verify every part of it. */
export async function runImportBundle(file: string, options: ImportOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const bundle = parseBundle(readBundle(file), file);
	if (options.into === undefined) {
		const { api, caller } = await open(options, terminal);
		const imported = await api.importBundle(caller, bundle);
		if (options.json) terminal.print(JSON.stringify(imported));
		terminal.note(
			`The registry took ${imported.manifests} manifests, ${imported.approvals} approvals and ${imported.roots} editions of the root.`,
		);
		return 0;
	}
	const into = resolve(options.into);
	const root = options.root === undefined ? undefined : readFileSync(options.root);
	const accepted = acceptBundle({ bundle, into, root, nowMs: Date.now() });
	if (options.json) terminal.print(JSON.stringify(accepted));
	terminal.note(
		`${into} holds snapshot ${accepted.snapshotVersion} of the tenant ${accepted.tenant}: ${accepted.manifests} manifests that may run, until ${accepted.goodUntil}.`,
	);
	return 0;
}

function readBundle(file: string): string {
	try {
		const { size } = statSync(file);
		if (size > longestBundle) throw new Error(`it has ${size} bytes, at most ${longestBundle} are read`);
		return readFileSync(file, 'utf8');
	} catch (cause) {
		throw wrongUse(`${file} cannot be read: ${messageOf(cause)}`, 'Name the file that `troupe manifest bundle export` wrote.', cause);
	}
}
