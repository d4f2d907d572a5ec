import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, TroupeError } from '../../core/errors';
import { roles, type PublicJwk, type Role } from '../documents/documents';
import type { SigningKey } from '../token/sign-token';
import { signerOfKey, type Signer } from '../token/signer';
import { readCommandSigner } from './command-signer';
import { keyIdOf, toJwk } from './key-name';
import { readPrivateFile } from './private-file';

const endings = ['.pem', '.signer.json'] as const;

export interface KeyChoice {
	passphrase?: string;
	/** The file's name without its ending, such as `approver-ada-example.com`, or the key's id. Default: the only one of the role. */
	name?: string;
}

/**
 * The signer of a role: a private key in `<name>.pem`, or a command that `<name>.signer.json` names.
 * @throws TroupeError INPUT_INVALID when it is not there, open to others, or the passphrase does not open it
 */
export function readSigner(folder: string, role: Role, choice: KeyChoice = {}): Signer {
	const path = findKeyFile(folder, role, choice);
	if (path.endsWith('.signer.json')) return readCommandSigner(path, role);
	const { keyId, privateKey } = readKeyFile(path, role, choice.passphrase);
	return signerOfKey(keyId, privateKey);
}

/** The private key of a role, where a file holds it. @throws TroupeError INPUT_INVALID, as for `readSigner` */
export function readSigningKey(folder: string, role: Role, passphrase?: string, name?: string): SigningKey {
	return readKeyFile(findKeyFile(folder, role, { passphrase, name }), role, passphrase);
}

/** Every signer of a role in a folder: root keys sign together when they lie together. */
export function readSigners(folder: string, role: Role, passphrase?: string): Signer[] {
	return keyFiles(folder, role).map((file) => readSigner(folder, role, { passphrase, name: nameOf(file) }));
}

/** The public halves of all keys of a folder, with their role. */
export function readPublicKeys(folder: string, passphrase?: string): Array<{ role: Role; jwk: PublicJwk; path: string }> {
	return roles.flatMap((role) =>
		keyFiles(folder, role).map((file) => {
			const path = join(folder, file);
			if (!file.endsWith('.signer.json')) return { role, jwk: toJwk(readKeyFile(path, role, passphrase)), path };
			const { keyId, publicKey } = readCommandSigner(path, role);
			return { role, jwk: publicJwk(keyId, publicKey), path };
		}),
	);
}

function publicJwk(keyId: string, publicKey: KeyObject): PublicJwk {
	const { n, e } = publicKey.export({ format: 'jwk' }) as { n: string; e: string };
	return { kty: 'RSA', n, e, kid: keyId, use: 'sig', alg: 'RS256' };
}

function findKeyFile(folder: string, role: Role, { passphrase, name }: KeyChoice): string {
	const files = keyFiles(folder, role);
	const named = files.filter((file) => nameOf(file) === (name ?? role));
	const [first, ...others] = named.length > 0 ? named : name === undefined ? files : filesOfKey(folder, role, name, files, passphrase);
	if (first !== undefined && others.length === 0) return join(folder, first);
	const known = files.map(nameOf).join(', ');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message:
			first === undefined
				? `There is no ${role} key${name === undefined ? '' : ` ${name}`}: looked for ${join(folder, `${name ?? role}.pem`)}`
				: `There are several ${role} keys in ${folder}: ${known}`,
		fix:
			first === undefined
				? 'Name the folder of the keys with --keys, or make them: `troupe manifest keys create`.'
				: 'Name one of them with --key.',
		details: { known: files.map(nameOf) },
	});
}

function filesOfKey(folder: string, role: Role, keyId: string, files: string[], passphrase: string | undefined): string[] {
	return files.filter((file) => readSigner(folder, role, { passphrase, name: nameOf(file) }).keyId === keyId);
}

/** `<role>.pem`, `<role>-….pem` and the same with `.signer.json`, in the order of their names. */
function keyFiles(folder: string, role: Role): string[] {
	if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
	return readdirSync(folder)
		.filter((file) => endings.some((ending) => file.endsWith(ending)))
		.filter((file) => nameOf(file) === role || nameOf(file).startsWith(`${role}-`))
		.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

const nameOf = (file: string) => endings.reduce((name, ending) => (name.endsWith(ending) ? name.slice(0, -ending.length) : name), file);

function readKeyFile(path: string, role: Role, passphrase: string | undefined): SigningKey {
	try {
		const privateKey = createPrivateKey({ key: readPrivateFile(path), passphrase: passphrase ?? '' });
		if (createPublicKey(privateKey).asymmetricKeyType !== 'rsa') throw new Error('it is no RSA key');
		return { keyId: keyIdOf(role, privateKey), privateKey };
	} catch (cause) {
		if (isTroupeError(cause)) throw cause;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The ${role} key in ${path} cannot be opened: it is no PKCS#8 key, or TROUPE_KEY_PASSPHRASE is not its passphrase`,
			fix: 'Set TROUPE_KEY_PASSPHRASE to the passphrase that the keys were made with.',
			cause,
		});
	}
}
