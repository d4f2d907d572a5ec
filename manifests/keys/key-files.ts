import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { roles, type PublicJwk, type Role } from '../documents/documents';
import type { SigningKey } from '../token/sign-token';
import { signerOfKey, type Signer } from '../token/signer';
import { readCommandSigner } from './command-signer';
import { keyIdOf, publicJwk, toJwk, type KeyRole } from './key-name';
import { readPrivateFile } from './private-file';

/** Of a file that names a signing command. */
export const commandEnding = '.signer.json';
const endings = ['.pem', commandEnding] as const;

interface KeyChoice {
	passphrase?: string;
	/** The file's name without its ending, such as `approver-ada-example.com`, or the key's id. Default: the only one of the role. */
	name?: string;
}

/**
 * The signer of a role: a private key in `<name>.pem`, or a command that `<name>.signer.json` names.
 * @throws TroupeError INPUT_INVALID when it is not there, open to others, or the passphrase does not open it
 */
export function readSigner(folder: string, role: KeyRole, choice: KeyChoice = {}): Signer {
	const path = findKeyFile(folder, role, choice);
	if (path.endsWith(commandEnding)) return readCommandSigner(path, role);
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

/** The public halves of all keys of the root's roles in a folder. */
export function readPublicKeys(folder: string, passphrase?: string): Array<{ role: Role; jwk: PublicJwk; path: string }> {
	return roles.flatMap((role) =>
		keyFiles(folder, role).map((file) => {
			const path = join(folder, file);
			return { role, jwk: readPublicKey(path, role, passphrase), path };
		}),
	);
}

/** Of a private key in a file, or of one that a command signs with. */
export function readPublicKey(path: string, role: KeyRole, passphrase?: string): PublicJwk {
	if (!path.endsWith(commandEnding)) return toJwk(readKeyFile(path, role, passphrase));
	const { keyId, publicKey } = readCommandSigner(path, role);
	return publicJwk(keyId, publicKey);
}

function findKeyFile(folder: string, role: KeyRole, { passphrase, name }: KeyChoice): string {
	const files = keyFiles(folder, role);
	const named = files.filter((file) => nameOf(file) === (name ?? role));
	const [first, ...others] = named.length > 0 ? named : name === undefined ? files : filesOfKey(folder, role, name, files, passphrase);
	if (first !== undefined && others.length === 0) return join(folder, first);
	const make = role === 'access' ? 'token keys' : 'keys create';
	const [message, fix] =
		first === undefined
			? [
					`There is no ${role} key${name === undefined ? '' : ` ${name}`}: looked for ${join(folder, `${name ?? role}.pem`)}`,
					`Name the folder of the keys with --keys, or make them: \`troupe manifest ${make}\`.`,
				]
			: [
					`There are several ${role} keys in ${folder}: ${files.join(', ')}`,
					role === 'access' ? 'Leave one of them there.' : 'Name one of them with --key, or take the others out of the folder.',
				];
	throw new TroupeError({ code: 'INPUT_INVALID', message, fix, details: { known: files.map(nameOf) } });
}

function filesOfKey(folder: string, role: KeyRole, keyId: string, files: string[], passphrase: string | undefined): string[] {
	return files.filter((file) => readSigner(folder, role, { passphrase, name: nameOf(file) }).keyId === keyId);
}

/** `<role>.pem`, `<role>-….pem` and the same with `.signer.json`, in the order of their names. */
function keyFiles(folder: string, role: KeyRole): string[] {
	if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
	return readdirSync(folder)
		.filter((file) => endings.some((ending) => file.endsWith(ending)))
		.filter((file) => nameOf(file) === role || nameOf(file).startsWith(`${role}-`))
		.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

const nameOf = (file: string) => endings.reduce((name, ending) => (name.endsWith(ending) ? name.slice(0, -ending.length) : name), file);

function readKeyFile(path: string, role: KeyRole, passphrase: string | undefined): SigningKey {
	try {
		const privateKey = createPrivateKey({ key: readPrivateFile(path), passphrase: passphrase ?? '' });
		if (createPublicKey(privateKey).asymmetricKeyType !== 'rsa') throw new Error('it is no RSA key');
		return { keyId: keyIdOf(role, privateKey), privateKey };
	} catch (cause) {
		if (isTroupeError(cause)) throw cause;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The ${role} key in ${path} cannot be opened: it is no PKCS#8 key of RSA, or ${passphrase ? 'this is not its passphrase' : 'it is encrypted and no passphrase was given'}`,
			fix: 'Set TROUPE_KEY_PASSPHRASE to the passphrase that this key was made with.',
			cause,
		});
	}
}
