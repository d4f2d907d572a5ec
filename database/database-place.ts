import { TroupeError } from '../core/base/errors';

/** Whether a storage place is a PostgreSQL address rather than a file. */
export const isPostgresAddress = (place: string) => /^postgres(?:ql)?:\/\//i.test(place);

/** Returns the address without user and password, for messages. */
export function withoutPassword(address: string): string {
	const { host, pathname } = URL.canParse(address) ? new URL(address) : { host: 'PostgreSQL', pathname: '' };
	return `${host}${pathname}`;
}

/**
 * Refuses an address where a file is expected: otherwise a file would be created with the password in its name.
 * @throws TroupeError INPUT_INVALID, which does not repeat it
 */
export function refuseAddress(place: string): void {
	const scheme = /^([a-z][a-z\d+.-]{0,20}):\/\//i.exec(place)?.[1];
	if (scheme === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Unsupported database URL scheme "${scheme}".`,
		fix: 'Use postgres:// with user, password, host and database, or the path of a file.',
	});
}
