const separator = '\n\u001F';

export const joinFault = (error: string | null, fix: string | null | undefined): string | null =>
	error === null || !fix ? error : `${withoutSeparators(error)}${separator}${withoutSeparators(fix)}`;

export function splitFault(stored: string | null): { error: string | null; fix: string | null } {
	const [error = null, fix = null] = stored === null ? [] : stored.split(separator, 2);
	return { error, fix };
}

const withoutSeparators = (text: string): string => text.replaceAll(separator, '\n');
