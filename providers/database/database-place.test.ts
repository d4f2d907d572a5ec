import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { isPostgresAddress, refuseAddress } from './database-place';
import { openSqlite } from './sqlite/open-sqlite';
import { openPostgresPool } from './postgres/postgres-pool';

test.each(['postgres://host/db', 'postgresql://u:p@host/db', 'POSTGRES://host/db'])('%s is a PostgreSQL', (place) =>
	expect(isPostgresAddress(place)).toBe(true),
);

test.each(['knowledge.db', '/var/lib/troupe/knowledge.db', 'C:\\troupe\\knowledge.db', './a:b/c'])('%s is a file', (place) => {
	expect(isPostgresAddress(place)).toBe(false);
	expect(() => refuseAddress(place)).not.toThrow();
});

test.each(['mysql://u:secret@host/db', 'postgresql+psycopg://u:secret@host/db', 'file:///var/lib/secret.db'])(
	'%s is neither: no file is made of it, and the error does not repeat it',
	async (place) => {
		const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'troupe-place-'))];
		process.chdir(folder);
		try {
			const error = await openSqlite(place, 'use another').catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({ code: 'INPUT_INVALID' });
			expect(inspect(error)).not.toContain('secret');
			expect(readdirSync(folder)).toEqual([]);
		} finally {
			process.chdir(before);
			rmSync(folder, { recursive: true });
		}
		expect(existsSync(place)).toBe(false);
	},
);

test.each(['postgres://u:secret@@[::/db', 'postgres://u:secret@127.0.0.1:99999/db'])(
	'%s cannot be read, and nothing of it is in the error or its causes',
	(address) => {
		let error: unknown;
		try {
			void openPostgresPool(address, 'test');
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('%40') });
		expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret');
	},
);
