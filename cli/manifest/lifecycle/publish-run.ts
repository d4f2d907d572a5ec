import { countNouns } from '../../terminal/format-text';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { templateFile } from '../../../core/templates/parse-template';
import { contentsFile } from '../../../manifests/documents/documents';
import { canHaveSeveralManifests } from '../../../manifests/documents/several-manifests';
import { readSigner } from '../../../manifests/keys/key-files';
import { signPackage } from '../../../manifests/package/sign-package';
import type { PublishRequest } from '../../../manifests/registry/registry-api';
import { signInstalled } from '../../../manifests/scan/sign-installed';
import { signDocument } from '../../../manifests/token/sign-token';
import { readPermissions } from '../shared/read-permissions';
import { covered, parseDays, parseAgentsPolicy } from '../shared/package-options';
import { type Publishable, readPublishable, readPublishableTemplate } from './publishable';
import { readKeysFolder, openRegistry, wrongUse, type RegistryOptions } from '../shared/open-registry';
import { computedLoadsText, summaryText } from '../shared/text';
import { readPassphrase } from '../../terminal/passphrase';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { describeLowered } from '../../../core/tools/effect';
import type { ToolDefinition } from '../../../core/tools/definition/tool-settings';
import { describeReadFault } from '../../terminal/system-errors';

export interface PublishOptions extends RegistryOptions {
	keys?: string;
	/** Key to use if the folder holds several. */
	key?: string;
	asInstalled?: boolean;
	n8n?: string;
	notes?: string;
	permissions?: string;
	covers: string;
	agents: string;
	days: string;
}

export async function runPublish(path: string, options: PublishOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const request = await signAt(path, options, terminal);
	const published = await registry.api.publish(registry.caller, request);
	if (options.json) terminal.print(JSON.stringify(published));
	if (published.sha256 !== createHash('sha256').update(request.token, 'latin1').digest('hex'))
		terminal.note('It is published already, with the same content by the same author: nothing was added.');
	terminal.note(summaryText(published));
	if (published.state === 'draft')
		terminal.note(
			`It can ${published.kind === 'template' ? 'be installed' : 'run'} when another person has approved it: \`troupe manifest approve ${published.kind}:${published.name}@${published.version}${canHaveSeveralManifests(published) ? `#${published.sha256.slice(0, 8)}` : ''} --as FOLDER\`.`,
		);
	return 0;
}

async function signAt(path: string, options: PublishOptions, terminal: Terminal): Promise<PublishRequest> {
	if (!isFolder(path)) {
		const document = await readPublishable(path);
		if (document.kind === 'agent') warnOfTools(document.content, path, terminal);
		if (document.kind === 'prompt' && document.format) await warnOfHead(document.content, path, terminal);
		return signDocumentBy(permit(document, options), options, terminal);
	}
	const isTemplate = existsSync(join(path, templateFile));
	return isTemplate
		? signDocumentBy(permit(await readPublishableTemplate(resolve(path)), options), options, terminal)
		: signFolder(realpathSync(path), options, terminal);
}

function warnOfTools(content: string, path: string, terminal: Terminal): void {
	const { tools } = JSON.parse(content) as { tools?: { define?: ToolDefinition[] } };
	for (const tool of tools?.define ?? []) {
		const isUnpinned = tool.kind === 'mcp' && !tool.pins;
		const warning = isUnpinned
			? `the server ${tool.server} is not pinned, so it can change its tools after the approval: troupe agent tools ${path} --pin`
			: describeLowered(tool);
		if (warning !== undefined) terminal.note(printable(`warning: ${warning}`));
	}
}

/** Warns of what a prompt says, and no agent does. */
async function warnOfHead(content: string, path: string, terminal: Terminal): Promise<void> {
	const { describeUnfollowed } = await import('../../../core/prompts/describe-prompt');
	const warning = describeUnfollowed(content, path);
	if (warning !== undefined) terminal.note(printable(`warning: ${warning}`));
}

function permit(document: Publishable, { permissions }: PublishOptions): Publishable {
	if (permissions === undefined) return document;
	if (document.kind === 'agent') return { ...document, permissions: readPermissions(permissions) };
	throw wrongUse(`A ${document.kind} has no permissions`, 'Leave out --permissions. It is for agents and packages.');
}

async function signDocumentBy(document: Publishable, options: PublishOptions, terminal: Terminal): Promise<PublishRequest> {
	const keysFolder = readKeysFolder(options);
	const signer = readSigner(keysFolder, 'author', { passphrase: await readPassphrase(keysFolder, 'author', terminal), name: options.key });
	const noted = { ...document, ...(options.notes !== undefined && { notes: options.notes }) };
	return { token: await signDocument('troupe-manifest+jwt', noted, signer, { nowMs: Date.now(), days: parseDays(options.days) }) };
}

async function signFolder(packageFolder: string, options: PublishOptions, terminal: Terminal): Promise<PublishRequest> {
	const keysFolder = readKeysFolder(options);
	const passphrase = await readPassphrase(keysFolder, 'author', terminal);
	const how = {
		packageFolder,
		keysFolder,
		keyName: options.key,
		passphrase,
		n8n: options.n8n,
		notes: options.notes,
		...(options.permissions !== undefined && { permissions: readPermissions(options.permissions) }),
		days: parseDays(options.days),
		nowMs: Date.now(),
	};
	terminal.showProgress?.(`hashing ${packageFolder}`);
	try {
		return options.asInstalled ? await signAsInstalled(how, options, terminal) : await signOwn(how, options, terminal);
	} finally {
		terminal.showProgress?.('');
	}
}

type How = Omit<Parameters<typeof signInstalled>[0], 'into'>;

/** A package with its own manifest, like Troupe's; the manifest goes into its folder, or the named trust folder. */
async function signOwn(how: How, { covers, agents }: PublishOptions, terminal: Terminal, into?: string): Promise<PublishRequest> {
	const signed = await signPackage({ ...how, into, covers: covered(covers), unlistedAgents: parseAgentsPolicy(agents) });
	terminal.note(
		`Signed ${countNouns(signed.files, 'file')}${into === undefined ? `; ${signed.path} belongs to the package` : ', as they are installed'}.`,
	);
	return { token: readFileSync(signed.path, 'latin1') };
}

/** Signs somebody else's package. Its manifest lives only in the registry. */
async function signAsInstalled(how: How, options: PublishOptions, terminal: Terminal): Promise<PublishRequest> {
	const into = mkdtempSync(join(tmpdir(), 'troupe-publish-'));
	try {
		if (existsSync(join(how.packageFolder, contentsFile))) return await signOwn(how, options, terminal, into);
		const { token, fileList, files, dependencies, computedLoads } = await signInstalled({ ...how, into });
		terminal.note(
			`Signed ${countNouns(files, 'file')} and ${countNouns(dependencies, 'package')} that its code loads, as they are installed.`,
		);
		if (computedLoads.length > 0) terminal.note(computedLoadsText(computedLoads));
		return { token, ...(fileList && { fileList: fileList.text }) };
	} finally {
		rmSync(into, { recursive: true, force: true });
	}
}

function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch (cause) {
		throw wrongUse(
			`${path} cannot be read: ${describeReadFault(cause)}`,
			"Name the JSON file of an agent or a policy, a prompt's file, or the folder of a template or a package.",
			cause,
		);
	}
}
