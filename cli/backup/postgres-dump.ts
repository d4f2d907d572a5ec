import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { TroupeError } from '../../core/base/errors';
import type { Environment, Setting } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { isPostgresAddress, withoutPassword } from '../../providers/database/database-place';
import { toLibpqAddress } from '../../providers/database/postgres/server-address';
import type { Terminal } from '../terminal/terminal';

const placing = ['TROUPE_DATABASE_URL', 'TROUPE_KNOWLEDGE_STORE', 'TROUPE_MEMORY_STORE'] as const satisfies Setting[];

interface PostgresDatabase {
	where: string;
	settings: string[];
	/** With a password. */
	address: string;
}

/** Lists the PostgreSQL databases that hold state, each once, with the login for backups where it is for the same database. */
export function listPostgres(environment: Environment): PostgresDatabase[] {
	const found = new Map<string, PostgresDatabase>();
	for (const setting of placing) {
		const address = readSetting(setting, environment);
		if (address === undefined || !isPostgresAddress(address)) continue;
		const where = withoutPassword(address);
		const known = found.get(where);
		if (known) known.settings.push(setting);
		else found.set(where, { where, address, settings: [setting] });
	}
	const login = readSetting('TROUPE_BACKUP_DATABASE_URL', environment);
	const its = login === undefined ? undefined : found.get(withoutPassword(login));
	if (its) its.address = login!;
	else if (login !== undefined)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `TROUPE_BACKUP_DATABASE_URL names ${withoutPassword(login)}, which holds no state of this installation.`,
			fix: `Name the same host and database as ${placing.join(', ')}, or unset it.`,
		});
	return [...found.values()];
}

/**
 * Dumps a database as `pg_dump` does: as it is at one moment.
 * @returns false where `pg_dump` is not installed @throws TroupeError STORAGE_UNREADABLE
 */
export async function dumpPostgres(
	{ address, where }: PostgresDatabase,
	into: string,
	{ environment, stop }: Pick<Terminal, 'environment' | 'stop'>,
): Promise<boolean> {
	const { address: login, password } = toLibpqAddress(address);
	const dump = spawn('pg_dump', ['--format=custom', '--compress=0', '--dbname', login], {
		env: { ...environment, ...(password && { PGPASSWORD: password }) },
		stdio: ['ignore', 'pipe', 'pipe'],
		signal: stop,
	});
	let complaint = '';
	dump.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-2_000)));
	try {
		const [[code]] = await Promise.all([
			once(dump, 'close') as Promise<[number | null]>,
			pipeline(dump.stdout, createWriteStream(into, { flags: 'wx', mode: 0o600, flush: true })),
		]);
		if (code === 0) return true;
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
		rmSync(into, { force: true });
		return false;
	}
	throw refused(where, withoutHints(complaint.trim()));
}

/** PostgreSQL's hint to disable row-level security would open the rows of all tenants. */
const withoutHints = (complaint: string) => complaint.replace(/\n(?:HINT|pg_dump: (?:hint|detail)):.*/g, '');

function refused(where: string, complaint: string): TroupeError {
	const isHidden = /row-level security|permission denied/.test(complaint);
	return new TroupeError({
		code: 'STORAGE_UNREADABLE',
		message: `pg_dump cannot read ${where}: ${complaint}`,
		fix: isHidden
			? 'Set TROUPE_BACKUP_DATABASE_URL to the same database with a login that is a superuser or has BYPASSRLS. Or leave the database out with --without-postgres and back it up by its own means.'
			: 'Check that the database answers and that pg_dump is not older than it. Or leave it out with --without-postgres and back it up by its own means.',
		retryable: !isHidden,
	});
}
