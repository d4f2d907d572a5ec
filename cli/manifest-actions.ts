import { lstatSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { isTroupeError, TroupeError } from '../core/errors';
import { troupeHome } from '../core/home';
import { approvePackage } from '../manifests/package/approve-package';
import { developPackage } from '../manifests/package/develop-package';
import { manifestFileName } from '../manifests/documents/documents';
import { findPackageFolder } from '../core/package-folder';
import { inspectDocument } from '../manifests/token/inspect-document';
import { createKeys } from '../manifests/keys/keys';
import { revokeVersion } from '../manifests/package/revoke-version';
import { signPackage } from '../manifests/package/sign-package';
import { verifyPackage } from '../manifests/package/verify-package';
import { manifestLine } from './host';
import { machineTrust } from './machine-trust';
import {
	covered,
	daysOf,
	policyOf,
	type ApproveOptions,
	type CreateKeysOptions,
	type DevelopOptions,
	type SignOptions,
	type TrustOptions,
	type VerifyOptions,
} from './manifest-options';
import type { Terminal } from './terminal';

type Answer = Promise<0 | 1>;

export async function createKeysAction(options: CreateKeysOptions, terminal: Terminal): Answer {
	const into = resolve(options.into ?? join(troupeHome(terminal.environment), 'keys'));
	const { development = false, force } = options;
	const created = await createKeys({ into, development, force, passphrase: passphraseOf(terminal), nowMs: Date.now() });
	if (options.json) terminal.print(JSON.stringify(created));
	terminal.note(`Made the keys of ${Object.keys(created.keyIds).join(', ')} in ${into}, and the root ${created.root}.`);
	if (!passphraseOf(terminal))
		terminal.note('They are not encrypted: only their file permissions protect them. Set TROUPE_KEY_PASSPHRASE to encrypt them.');
	terminal.note(
		development
			? 'This is a development root: a machine made it, and nobody vouches for it.'
			: 'Keep root.pem offline; give author.pem and approver.pem to different people; pin root.jwt wherever Troupe runs.',
	);
	return 0;
}

export async function signAction(folder: string | undefined, options: SignOptions, terminal: Terminal): Answer {
	const signed = await signPackage({
		packageFolder: folderOf(folder),
		keysFolder: resolve(options.keys),
		passphrase: passphraseOf(terminal),
		covers: covered(options.covers),
		unlistedAgents: policyOf(options.agents),
		n8n: options.n8n,
		days: daysOf(options.days),
		nowMs: Date.now(),
	});
	if (options.json) terminal.print(JSON.stringify(signed));
	terminal.note(
		`Signed ${signed.package.name} ${signed.package.version}: ${signed.files} files, key ${signed.keyId}, manifest ${signed.sha256}.`,
	);
	terminal.note('It may run once an approver has said yes: `troupe manifest approve`.');
	return 0;
}

export async function approveAction(folder: string | undefined, options: ApproveOptions, terminal: Terminal): Answer {
	const approver = options.approver ?? userInfo().username;
	const approved = await approvePackage({ packageFolder: folderOf(folder), approver, ...editOf(options, terminal) });
	if (options.json) terminal.print(JSON.stringify(approved));
	terminal.note(`Approved ${approved.package} ${approved.version}, manifest ${approved.manifest}; snapshot ${approved.snapshotVersion}.`);
	return 0;
}

export async function revokeAction(nameAtVersion: string, options: TrustOptions, terminal: Terminal): Answer {
	const at = nameAtVersion.lastIndexOf('@');
	if (at <= 0) throw wrongUse(`${nameAtVersion} is not NAME@VERSION`, 'Write it as n8n-nodes-troupe@1.2.3.');
	const version = { package: nameAtVersion.slice(0, at), version: nameAtVersion.slice(at + 1) };
	const snapshotVersion = await revokeVersion({ ...version, ...editOf(options, terminal) });
	terminal.note(`Revoked ${nameAtVersion}; snapshot ${snapshotVersion}. It runs nowhere that reads this snapshot.`);
	return 0;
}

export async function verifyAction(folder: string | undefined, options: VerifyOptions, terminal: Terminal): Answer {
	const packageFolder = folderOf(folder);
	try {
		const { reference, manifest, ...rest } = await verifyPackage({
			...(await machineTrust(options, terminal.environment)),
			packageFolder,
		});
		const expires = new Date(rest.expiresAt).toISOString();
		if (options.json)
			terminal.print(JSON.stringify({ ok: true, manifest: reference, ...rest, expiresAt: expires, files: manifest.files.length }));
		terminal.note(`${packageFolder}: ${manifest.files.length} files are as signed; ${manifestLine(reference)}; good until ${expires}.`);
		if (rest.deprecated) terminal.note('This version is deprecated.');
		return 0;
	} catch (error) {
		if (!isTroupeError(error) || !options.json) throw error;
		const { code, message, fix, details } = error;
		terminal.print(JSON.stringify({ ok: false, code, message, fix, details }));
		return 1;
	}
}

export async function showAction(target: string | undefined, options: VerifyOptions, terminal: Terminal): Answer {
	const path = target === undefined ? findPackageFolder() : resolve(target);
	const isPackage = lstatOrUndefined(path)?.isDirectory() === true;
	const file = isPackage ? join(path, manifestFileName) : path;
	if (lstatOrUndefined(file) === undefined)
		throw wrongUse(`There is no ${file}`, 'Name a package, or a file that holds a signed document.');
	terminal.print(JSON.stringify(inspectDocument(file, readFileSync(file)), null, '\t'));
	if (isPackage) return verifyAction(path, { trust: options.trust }, terminal);
	terminal.note('This is what the document claims. Nobody has verified it: a document is verified as a part of its package.');
	return 0;
}

export async function developAction(folder: string | undefined, options: DevelopOptions, terminal: Terminal): Answer {
	const packageFolder = folderOf(folder);
	const developed = await developPackage({
		packageFolder,
		keysFolder: resolve(options.keys ?? join(packageFolder, '.troupe', 'development-keys')),
		passphrase: passphraseOf(terminal),
		covers: covered(options.covers),
		nowMs: Date.now(),
	});
	if (options.json) terminal.print(JSON.stringify(developed));
	const made = developed.created
		? `Made a development root in ${developed.keysFolder}.`
		: `Used the development root in ${developed.keysFolder}.`;
	terminal.note(
		`${made} This machine alone vouches for ${developed.package} ${developed.version}: pin a root of people you trust before you rely on it.`,
	);
	return 0;
}

function editOf(options: TrustOptions, terminal: Terminal) {
	return {
		keysFolder: resolve(options.keys),
		into: resolve(options.into),
		passphrase: passphraseOf(terminal),
		days: daysOf(options.days),
		nowMs: Date.now(),
	};
}

function folderOf(folder: string | undefined): string {
	if (folder === undefined) return findPackageFolder();
	const path = resolve(folder);
	if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
	throw wrongUse(`${path} is not a folder`, 'Name the folder of a package.');
}

const passphraseOf = ({ environment }: Terminal) => environment.TROUPE_KEY_PASSPHRASE || undefined;
const lstatOrUndefined = (path: string) => lstatSync(path, { throwIfNoEntry: false });
const wrongUse = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
