import { createHash } from 'node:crypto';

/** The engine names a variable by its scope and name. Camunda's clients need a number, which is always the same for the same variable. */
export function toVariableKey(scopeKey: string, name: string): string {
	const hash = createHash('sha256').update(`${scopeKey} ${name}`).digest();
	// Java's long has 63 bits beside the sign.
	return String(hash.readBigUInt64BE() >> 1n);
}
