import { TroupeError } from '../../core/base/errors';
import { splitAddress } from './postgres/server-address';

/** Whether a storage place is a PostgreSQL address rather than a file. */
export const isPostgresAddress = (place: string) => /^postgres(?:ql)?:\/\//i.test(place);

/** Returns hosts and database of an address, without user and password, for messages. */
export function withoutPassword(address: string): string {
	const { hosts, path } = splitAddress(address) ?? { hosts: 'PostgreSQL', path: '' };
	return `${hosts}${path}`;
}

/**
 * Refuses an address where a file is expected: otherwise a file would be created with the password in its name.
 * @throws TroupeError INPUT_INVALID, which does not repeat it
 */
export function refuseAddress(place: string): void {
	const scheme = /^(?:([a-z][a-z\d+.-]{0,20}):\/\/|(file|sqlite):)/i.exec(place)?.slice(1).find(Boolean);
	if (scheme === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Unsupported database URL scheme "${scheme}".`,
		fix: 'Use postgres:// with user, password, host and database, or the path of a file.',
	});
}
