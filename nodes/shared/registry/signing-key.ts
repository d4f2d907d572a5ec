import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';

export const signingKey = 'troupeSigningKeyApi';
const leastBits = 2048;

/** No error contains any of the key. @throws TroupeError INPUT_INVALID */
export function openSigningKey({ privateKey, passphrase }: ICredentialDataDecryptedObject): KeyObject {
	const pem = normalizePem(toText(privateKey));
	if (!/^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(pem))
		throw invalid(
			'does not contain a PKCS#8 private key',
			'Paste the full text of author.pem or approver.pem, including its first and last lines.',
		);
	const key = open(pem, toText(passphrase));
	const { modulusLength = 0, publicExponent } = key.asymmetricKeyDetails ?? {};
	if (key.asymmetricKeyType !== 'rsa' || modulusLength < leastBits || publicExponent !== 65537n)
		throw invalid(
			`contains a key that no root can list: expected RSA with at least ${leastBits} bits`,
			'Create one with `troupe manifest keys create`.',
		);
	return key;
}

/** The credential's test: the key opens. Whether a registry knows it shows when it signs. */
export function testSigningKey(data: ICredentialDataDecryptedObject = {}): INodeCredentialTestResult {
	try {
		const { modulusLength } = openSigningKey(data).asymmetricKeyDetails ?? {};
		const stored = /ENCRYPTED/.test(toText(data.privateKey)) ? 'encrypted with the passphrase' : 'stored without a passphrase';
		return { status: 'OK', message: `An RSA key of ${modulusLength} bits, ${stored}` };
	} catch (error) {
		return { status: 'Error', message: getErrorMessage(error) };
	}
}

/** Checks that a public key of a root is the half of this private one. */
export function isPublicHalf(key: KeyObject, { n, e }: { n: string; e: string }): boolean {
	const own = createPublicKey(key).export({ format: 'jwk' });
	return own.n === n && own.e === e;
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

function open(pem: string, passphrase: string): KeyObject {
	try {
		return createPrivateKey({ key: pem, format: 'pem', passphrase });
	} catch {
		/** Leaves out OpenSSL's words, which are about its decoder. */
		const encrypted = pem.startsWith('-----BEGIN ENCRYPTED');
		throw encrypted
			? invalid('contains a key that its passphrase does not open', 'Enter the passphrase that the key was created with.')
			: invalid('contains a key that cannot be read', 'Paste the full key again.');
	}
}

function invalid(what: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message: `The credential Troupe Signing Key API ${what}.`, fix });
}

/** A PEM text as it was before a form of one line took its line ends (RFC 7468): spaces, or a written \n, in their place. */
function normalizePem(text: string): string {
	const [, label, body] = /-----BEGIN ([A-Z ]{1,40})-----([^-]*)-----END \1-----/.exec(text.replaceAll('\\n', '\n')) ?? [];
	if (label === undefined || body === undefined) return text;
	const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
