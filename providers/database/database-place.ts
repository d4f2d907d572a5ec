import { TroupeError } from '../../core/base/errors';
import { splitAddress } from './postgres/server-address';

export const isPostgresAddress = (place: string) => /^postgres(?:ql)?:\/\//i.test(place);

export function withoutPassword(address: string): string {
	const { hosts, path } = splitAddress(address) ?? { hosts: 'PostgreSQL', path: '' };
	return `${hosts}${path}`;
}

/**
 * Refuses an address in place of a file: it would create a file named after the password. @throws TroupeError INPUT_INVALID, which does not repeat it
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
