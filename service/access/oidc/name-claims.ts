import { operator } from '../operator';
import { isReaderName, nameAsker, readerBounds } from '../../../core/ports/knowledge/readers';

/** How readers of documents know the bearer of a token: as a person, by groups, and by the claims that the operator chose. */
export function nameClaims(sub: string, read: (path: string) => unknown, { groupsClaim, readerClaims }: ReaderClaims): string[] {
	// Keys and the token of the service have such names.
	const person = sub.startsWith('key:') || sub === operator ? undefined : sub;
	const names = nameAsker({ person, groups: listTexts(read(groupsClaim)) });
	const claims = readerClaims.flatMap((path) => listTexts(read(path)).map((value) => `claim:${path}=${value}`));
	return [...names, ...claims.filter(isReaderName)].slice(0, readerBounds.names);
}

interface ReaderClaims {
	groupsClaim: string;
	readerClaims: readonly string[];
}

const listTexts = (value: unknown): string[] =>
	[value].flat().flatMap((one) => (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? [String(one)] : []));
