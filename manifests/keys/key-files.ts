import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { type Role, roles } from '../documents/documents';
import type { PublicJwk } from '../documents/root-document';
import type { SigningKey } from '../token/sign-token';
import { createKeySigner, type Signer } from '../token/signer';
import { readCommandSigner } from './command-signer';
import { deriveKeyId, publicJwk, toJwk, type KeyRole } from './key-name';
import { readPrivateFile } from './private-file';

export const commandEnding = '.signer.json';
const endings = ['.pem', commandEnding] as const;

interface KeyChoice {
	passphrase?: string;
	/**
	 * File name without its ending, such as `approver-ada-example.com`, or the key's id. Default, also for the role's name: the only key of the role.
	 */
	name?: string;
}

/**
 * Reads `<name>.pem`, or a command from `<name>.signer.json`. @throws TroupeError INPUT_INVALID when it does not exist, is open to other users, or
 * the passphrase is wrong
 */
export function readSigner(folder: string, role: KeyRole, choice: KeyChoice = {}): Signer {
	const path = findKeyFile(folder, role, choice);
	if (path.endsWith(commandEnding)) return readCommandSigner(path, role);
	const { keyId, privateKey } = readKeyFile(path, role, choice.passphrase);
	return createKeySigner(keyId, privateKey);
}

/** @throws TroupeError INPUT_INVALID, as for `readSigner` */
export function readSigningKey(folder: string, role: Role, passphrase?: string, name?: string): SigningKey {
	return readKeyFile(findKeyFile(folder, role, { passphrase, name }), role, passphrase);
}

export function readSigners(folder: string, role: Role, passphrase?: string): Signer[] {
	return keyFiles(folder, role).map((file) => readSigner(folder, role, { passphrase, name: stripEnding(file) }));
}

export function readPublicKeys(folder: string, passphrase?: string): Array<{ role: Role; jwk: PublicJwk; path: string }> {
	return roles.flatMap((role) =>
		keyFiles(folder, role).map((file) => {
			const path = join(folder, file);
			return { role, jwk: readPublicKey(path, role, passphrase), path };
		}),
	);
}

export function readPublicKey(path: string, role: KeyRole, passphrase?: string): PublicJwk {
	if (!path.endsWith(commandEnding)) return toJwk(readKeyFile(path, role, passphrase));
	const { keyId, publicKey } = readCommandSigner(path, role);
	return publicJwk(keyId, publicKey);
}

function findKeyFile(folder: string, role: KeyRole, { passphrase, name: chosen }: KeyChoice): string {
	const name = chosen === role ? undefined : chosen;
	const files = keyFiles(folder, role);
	const matching = files.filter((file) => stripEnding(file) === (name ?? role));
	const [first, ...rest] =
		matching.length > 0 ? matching : name === undefined ? files : findFilesByKeyId(folder, role, name, files, passphrase);
	if (first !== undefined && rest.length === 0) return join(folder, first);
	const make = role === 'access' ? 'token keys' : 'keys create';
	const [message, fix] =
		first === undefined
			? [
					`No ${role} key${name === undefined ? '' : ` ${name}`} exists: ${join(folder, `${name ?? role}.pem`)} is missing`,
					`Specify the folder of the keys with --keys, or create them: \`troupe manifest ${make}\`.`,
				]
			: [
					`Several ${role} keys are in ${folder}: ${files.join(', ')}`,
					role === 'access'
						? 'Leave only one of them in the folder.'
						: 'Select one of them with --key, or remove the others from the folder.',
				];
	throw new TroupeError({ code: 'INPUT_INVALID', message, fix, details: { known: files.map(stripEnding) } });
}

function findFilesByKeyId(folder: string, role: KeyRole, keyId: string, files: string[], passphrase: string | undefined): string[] {
	return files.filter((file) => readSigner(folder, role, { passphrase, name: stripEnding(file) }).keyId === keyId);
}

/** Lists `<role>.pem`, `<role>-….pem` and the same with `.signer.json`, sorted by name. */
function keyFiles(folder: string, role: KeyRole): string[] {
	if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
	return readdirSync(folder)
		.filter((file) => endings.some((ending) => file.endsWith(ending)))
		.filter((file) => stripEnding(file) === role || stripEnding(file).startsWith(`${role}-`))
		.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

const stripEnding = (file: string) =>
	endings.reduce((name, ending) => (name.endsWith(ending) ? name.slice(0, -ending.length) : name), file);

function readKeyFile(path: string, role: KeyRole, passphrase: string | undefined): SigningKey {
	try {
		const privateKey = createPrivateKey({ key: readPrivateFile(path), passphrase: passphrase ?? '' });
		if (createPublicKey(privateKey).asymmetricKeyType !== 'rsa') throw new Error('it is not an RSA key');
		return { keyId: deriveKeyId(role, privateKey), privateKey };
	} catch (cause) {
		if (isTroupeError(cause)) throw cause;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The ${role} key in ${path} cannot be opened: it is not a PKCS#8 RSA key, or ${passphrase ? 'the passphrase is wrong' : 'it is encrypted and no passphrase was specified'}`,
			fix: 'Set TROUPE_KEY_PASSPHRASE to the passphrase of this key.',
			cause,
		});
	}
}
