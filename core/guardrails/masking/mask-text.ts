import { createSecretKey } from 'node:crypto';
import { TroupeError } from '../../base/errors';
import type { MaskParts, MaskPlan } from './masks';
import { type PersonalDataOptions, scanPersonalData } from '../personal-data/find-personal-data';
import { hideText, type MaskedText } from './hide-text';
import type { ConversationVault } from '../vault/conversation-vault';
import { hashLetters, keyedHash } from '../vault/sealing';

const leastKeyBytes = 16;

export interface MaskTextOptions extends PersonalDataOptions {
	/** Default `partial`. */
	mask?: MaskPlan;
	/** Required for `token`; its key also hashes if there is no `hashKey`. */
	vault?: ConversationVault;
	/** The same key gives the same hash everywhere. At least 16 random bytes. */
	hashKey?: Uint8Array | string;
}

/**
 * Masks personal data by type. Idempotent: masked values are not recognised again. @throws TroupeError INPUT_INVALID for tokens without a vault and
 * hashes without a key, VAULT_FULL, VAULT_UNREADABLE
 */
export async function maskText(text: string, options: MaskTextOptions = {}): Promise<MaskedText> {
	const { mask = 'partial', types, locales } = options;
	return hideText(text, (read) => scanPersonalData(read, { types, locales }), mask, createMaskParts(options));
}

export function createMaskParts({ vault, hashKey }: MaskTextOptions): MaskParts {
	return { book: vault?.book, hash: hashKey === undefined ? undefined : hashWith(hashKey) };
}

function hashWith(secret: Uint8Array | string): (canonical: string) => Promise<string> {
	const bytes = Buffer.from(secret as string);
	if (bytes.length < leastKeyBytes) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The key for hashes has ${bytes.length} bytes; the minimum is ${leastKeyBytes}.`,
			fix: 'Create a key with "openssl rand -base64 32".',
		});
	}
	const key = createSecretKey(bytes);
	return async (canonical) => hashLetters(keyedHash(key, canonical));
}
