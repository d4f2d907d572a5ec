import { randomBytes, randomUUID } from 'node:crypto';
import type { PersonalDataOptions } from '../personal-data/find-personal-data';
import { type ConversationVault, vaultWithBook } from './conversation-vault';
import { hashLetters, keyBytes, keyedHash } from './sealing';
import { temporaryBook } from './token-book';

const nonceForm = { characters: 'abcdefghijkmnpqrstuvwxyz23456789', length: 6 } as const;

/** Ends with the object: for one run without stored state. @param random returns the nonce, 4 to 12 letters and digits; default 30 random bits */
export function createVault(
	types?: PersonalDataOptions['types'],
	random: () => string = randomNonce,
	locales?: PersonalDataOptions['locales'],
	joinsSpellings = false,
): ConversationVault {
	let key: Buffer | undefined;
	return vaultWithBook(
		{ types, locales },
		temporaryBook(random(), (canonical) => hashLetters(keyedHash((key ??= randomBytes(keyBytes)), canonical)), joinsSpellings),
	);
}

/** Takes 30 random bits of a UUID, which Node generates in advance: fresh bytes take as long as all other work of a vault. */
export function randomNonce(): string {
	const bits = Number.parseInt(randomUUID().slice(0, 8), 16);
	let nonce = '';
	for (let index = 0; index < nonceForm.length; index += 1) nonce += nonceForm.characters[(bits >>> (5 * index)) & 31];
	return nonce;
}
