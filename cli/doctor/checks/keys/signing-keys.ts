import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ok, skipped, warn, fail, type Check, type Finding } from '../../check';
import { findOpenMode } from '../open-mode';

/** Key files that `troupe manifest keys create` and `troupe serve` write, in their folders of the home. */
const folders = ['keys', 'registry'];

export const signingKeysCheck: Check = {
	id: 'signing-keys',
	looksAt: "the private keys in the folders keys and registry of Troupe's home",
	look({ home }) {
		const keys = listSigningKeys(home);
		if (keys.length === 0) return [skipped('There are no private keys in this home, as it should be where nobody signs.')];
		const findings = keys.flatMap(judgeKey);
		return findings.length > 0 ? findings : [ok(`Private keys, each readable by its owner alone: ${keys.length}`)];
	},
};

export const listSigningKeys = (home: string): string[] => folders.flatMap((folder) => listKeys(join(home, folder)));

const listKeys = (folder: string): string[] =>
	statSync(folder, { throwIfNoEntry: false })?.isDirectory()
		? readdirSync(folder)
				.filter((name) => name.endsWith('.pem'))
				.sort()
				.map((name) => join(folder, name))
		: [];

function judgeKey(path: string): Finding[] {
	const mode = findOpenMode(statSync(path));
	if (mode !== undefined)
		return [
			fail(
				`${path} is open to other users of this machine (mode ${mode}).`,
				`chmod 600 ${JSON.stringify(path)}. If another user could have read it, create a new key and revoke this one.`,
			),
		];
	const text = readFileSync(path, 'latin1');
	if (!text.includes('PRIVATE KEY')) return [fail(`${path} is not a private key in PEM.`, 'Restore it from a backup, or remove it.')];
	// The registry signs without a person, and the keys of a development root vouch for nothing.
	if (!/[\\/]root[^\\/]*\.pem$/.test(path)) return [];
	return [
		warn(
			`${path} is a key of the root${text.includes('ENCRYPTED') ? '' : ', and not encrypted'}. Who gets it decides what runs everywhere.`,
			'Keep the keys of the root offline, with different people: docs/manifests/keys.md. On a machine for development only, ignore this.',
		),
	];
}
