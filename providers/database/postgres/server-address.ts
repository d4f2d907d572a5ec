import { TroupeError } from '../../../core/base/errors';

/** One or several hosts, as in libpq: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS */
interface ServerAddress {
	/** In the order of attempts. */
	servers: Array<{ host: string; address: string }>;
	/** True skips read-only servers: several are named, or the address asks for it. */
	isWritableOnly: boolean;
}

export function splitAddress(address: string) {
	const [, scheme, login, hosts, path, query] = /^(postgres(?:ql)?:\/\/)([^/?#]*@)?([^/?#@]*)([^?#]*)(?:\?([^#]*))?$/i.exec(address) ?? [];
	return scheme === undefined ? undefined : { scheme, login: login ?? '', hosts: hosts!, path: path!, query };
}

/** Every store writes. */
const writableTargets = ['any', 'read-write', 'primary'];

/** @throws TroupeError INPUT_INVALID, without the address, which can contain a password */
export function parseServerAddress(address: string): ServerAddress {
	const split = splitAddress(address);
	if (split === undefined) throw invalidAddress();
	const { scheme, login, hosts, path, query } = split;
	const options = new URLSearchParams(query);
	const target = options.get('target_session_attrs') ?? 'any';
	if (!writableTargets.includes(target))
		throw invalidOption('target_session_attrs', target, 'Use read-write, or leave it out: Troupe writes to the database.');
	const socket = options.get('host');
	if (socket?.includes(','))
		throw invalidOption('host', socket, 'Name several servers before the database: postgres://user:password@one:5432,two:5432/database.');
	options.delete('target_session_attrs');
	const rest = `${path}${prepareEncryption(options)}`;
	const names = hosts.split(',');
	if (names.length > 1 && names.includes('')) throw invalidAddress();
	const servers = names.map((name) => ({ host: name || (socket ?? 'localhost'), address: `${scheme}${login}${name}${rest}` }));
	return { servers, isWritableOnly: servers.length > 1 || target !== 'any' };
}

const modes = ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/** Other clients use a word for no, or the name of a mode. */
function readSsl(ssl: string): string {
	if (['0', 'false', 'no', 'off'].includes(ssl)) return 'disable';
	return modes.includes(ssl) ? ssl : 'require';
}

/**
 * Fixes the meaning of modes for any release of `pg`: `require` and `verify-full` check certificate and name, `verify-ca` the certificate,
 * `no-verify` nothing. @returns the query of the address
 */
function prepareEncryption(options: URLSearchParams): string {
	// `pg` reads every text of `ssl` as yes.
	const ssl = options.get('ssl')?.toLowerCase();
	if (ssl !== undefined) {
		options.delete('ssl');
		if (!options.has('sslmode')) options.set('sslmode', readSsl(ssl));
	}
	const mode = options.get('sslmode');
	// Node trusts the system's authorities anyway.
	if (options.get('sslrootcert') === 'system') options.delete('sslrootcert');
	if (mode === 'require' && options.get('uselibpqcompat') !== 'true') options.set('sslmode', 'verify-full');
	if (mode === 'verify-ca') {
		if (!options.has('sslrootcert'))
			throw invalidOption('sslmode', mode, 'Add sslrootcert=FILE with the certificate of the authority, or use sslmode=verify-full.');
		options.set('uselibpqcompat', 'true');
	}
	if (mode !== null && !modes.includes(mode))
		throw invalidOption(
			'sslmode',
			mode,
			'Use sslmode=disable, require, verify-ca, verify-full or no-verify: Troupe does not fall back to a connection without encryption.',
		);
	const query = options.toString();
	return query && `?${query}`;
}

/**
 * Converts the address for libpq programs (`pg_dump`), without the password: all users of the machine can read program arguments. @throws TroupeError
 * INPUT_INVALID
 */
export function toLibpqAddress(address: string): { address: string; password?: string } {
	const { isWritableOnly } = parseServerAddress(address);
	const { scheme, login, hosts, path, query } = splitAddress(address)!;
	const options = new URLSearchParams(query);
	const [user, ...secret] = login.slice(0, -1).split(':');
	const password = decodeURIComponent(secret.join(':')) || (options.get('password') ?? undefined);
	for (const name of ['password', 'uselibpqcompat']) options.delete(name);
	if (options.get('sslmode') === 'no-verify') options.set('sslmode', 'require');
	if (isWritableOnly) options.set('target_session_attrs', 'read-write');
	// libpq does not read `+` as a space.
	const rest = options.size > 0 ? `?${options.toString().replaceAll('+', '%20')}` : '';
	return { address: `${scheme}${user ? `${user}@` : ''}${hosts}${path}${rest}`, password };
}

export function invalidAddress(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The PostgreSQL address is invalid.',
		fix: 'Write it as postgres://user:password@host:5432/database; in the password, encode @ : / and % as %40 %3A %2F and %25.',
	});
}

function invalidOption(name: string, value: string, fix: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The PostgreSQL address has ${name}=${JSON.stringify(value)}, which is not supported.`,
		fix,
	});
}
