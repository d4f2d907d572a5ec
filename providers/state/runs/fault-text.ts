/**
 * The text of a fault and what to do about it, in one column: another one would be a new version of the tables, which processes of the version before
 * cannot open.
 */
const separator = '\n\u001F';

/** Puts what to do after the text of a fault. */
export const joinFault = (error: string | null, fix: string | null | undefined): string | null =>
	error === null || !fix ? error : `${withoutSeparators(error)}${separator}${withoutSeparators(fix)}`;

/** Returns the text of a fault, and what to do about it, which a process of an earlier version did not record. */
export function splitFault(stored: string | null): { error: string | null; fix: string | null } {
	const [error = null, fix = null] = stored === null ? [] : stored.split(separator, 2);
	return { error, fix };
}

const withoutSeparators = (text: string): string => text.replaceAll(separator, '\n');
