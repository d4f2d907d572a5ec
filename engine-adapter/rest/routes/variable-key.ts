import { createHash } from 'node:crypto';

/** Camunda's clients need a number: always the same for scope and name. */
export function toVariableKey(scopeKey: string, name: string): string {
	const hash = createHash('sha256').update(`${scopeKey} ${name}`).digest();
	// Java's long has 63 bits beside the sign.
	return String(hash.readBigUInt64BE() >> 1n);
}
