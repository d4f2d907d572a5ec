import { inspect } from 'node:util';
import { withoutPassword } from '../database-place';
import { parseServerAddress, toLibpqAddress } from './server-address';

const addresses = (address: string) => parseServerAddress(address).servers.map((server) => server.address);

describe('an address', () => {
	it('of one server stays as it is', () => {
		const address = 'postgres://u:p%40ss@db.example.com:5433/troupe?application_name=x';
		expect(parseServerAddress(address)).toEqual({ servers: [{ host: 'db.example.com:5433', address }], isWritableOnly: false });
		expect(parseServerAddress('postgres:///troupe?host=%2Frun%2Fpg').servers[0]!.host).toBe('/run/pg');
	});

	it('of several servers is one of each, of which the one that accepts changes is used', () => {
		const address = 'postgresql://u:p@a@one:5432,two,[::1]:5434/troupe?target_session_attrs=read-write&connect_timeout=3';
		expect(parseServerAddress(address)).toEqual({
			servers: [
				{ host: 'one:5432', address: 'postgresql://u:p@a@one:5432/troupe?connect_timeout=3' },
				{ host: 'two', address: 'postgresql://u:p@a@two/troupe?connect_timeout=3' },
				{ host: '[::1]:5434', address: 'postgresql://u:p@a@[::1]:5434/troupe?connect_timeout=3' },
			],
			isWritableOnly: true,
		});
		expect(withoutPassword(address)).toBe('one:5432,two,[::1]:5434/troupe');
		expect(parseServerAddress('postgres://vip/troupe?target_session_attrs=primary').isWritableOnly).toBe(true);
	});

	it.each([
		['sslmode=disable', 'sslmode=disable'],
		['sslmode=require', 'sslmode=verify-full'],
		['ssl=false', 'sslmode=disable'],
		['ssl=0', 'sslmode=disable'],
		['ssl=true', 'sslmode=verify-full'],
		['ssl=disable', 'sslmode=disable'],
		['ssl=No-Verify', 'sslmode=no-verify'],
		['ssl=false&sslmode=require', 'sslmode=verify-full'],
		['sslmode=verify-full&sslrootcert=system', 'sslmode=verify-full'],
		['sslmode=verify-full&sslrootcert=%2Fca.pem', 'sslmode=verify-full&sslrootcert=%2Fca.pem'],
		['sslmode=verify-ca&sslrootcert=%2Fca.pem', 'sslmode=verify-ca&sslrootcert=%2Fca.pem&uselibpqcompat=true'],
		['sslmode=no-verify', 'sslmode=no-verify'],
		['uselibpqcompat=true&sslmode=require', 'uselibpqcompat=true&sslmode=require'],
	])('with %s asks pg for %s', (given, asked) => expect(addresses(`postgres://h/db?${given}`)).toEqual([`postgres://h/db?${asked}`]));

	it.each([
		['target_session_attrs=standby', 'read-write'],
		['target_session_attrs=prefer-standby', 'read-write'],
		['sslmode=prefer', 'no-verify'],
		['sslmode=verify-ca', 'sslrootcert=FILE'],
		['sslmode=verify_full', 'verify-full'],
		['host=one,two', 'one:5432,two:5432'],
	])('with %s is refused, with what to write', (option, fix) => {
		const act = () => parseServerAddress(`postgres://u:hunter2@h/db?${option}`);
		expect(act).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', fix: expect.stringContaining(fix) as string }));
		expect(act).not.toThrow(/hunter2/);
	});

	it.each(['postgres://u:hunter2@one,,two/db', 'postgres://u:hunter2@one,/db'])('%s lacks a server and is refused', (address) => {
		let error: unknown;
		try {
			parseServerAddress(address);
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toMatchObject({ code: 'INPUT_INVALID' });
		expect(inspect(error, { depth: 9 })).not.toContain('hunter2');
	});
});

describe("an address for libpq's programs", () => {
	it('has no password, names the primary of several servers, and no option that libpq does not know', () => {
		expect(toLibpqAddress('postgres://u:p%40ss@one,two:5433/db?application_name=a%20b')).toEqual({
			address: 'postgres://u@one,two:5433/db?application_name=a%20b&target_session_attrs=read-write',
			password: 'p@ss',
		});
		expect(toLibpqAddress('postgres://h/db?user=u&password=p&sslmode=no-verify')).toEqual({
			address: 'postgres://h/db?user=u&sslmode=require',
			password: 'p',
		});
		expect(toLibpqAddress('postgres://u@h/db')).toEqual({ address: 'postgres://u@h/db', password: undefined });
	});
});
