import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSlow, slowTest } from '../../test/support/slow-tests';
import { archive, database, elsewhere, fill, folder, home, rowsOf, troupe, useTestHome } from '../../test/support/test-home';

useTestHome();

slowTest('refuses the keys of another backup', async () => {
	fill();
	await troupe(['backup', archive]);
	await troupe(['backup', `${archive}2`]);
	cpSync(`${archive}2.keys`, `${archive}.keys`);
	expect(await troupe(['restore', archive], elsewhere())).toMatchObject({
		code: 1,
		err: expect.stringContaining('they are of another one') as string,
	});
});

slowTest('is restored from the folder for backups in the home itself, which stays', async () => {
	fill();
	const inside = join(home, 'backups', 'b');
	await troupe(['backup', inside]);
	expect(await troupe(['restore', inside, '--replace'])).toMatchObject({ code: 0 });
	expect(readdirSync(join(home, 'backups'))).toEqual(['b', 'b.keys']);
	for (const name of readdirSync(home).filter((each) => each !== 'backups')) rmSync(join(home, name), { recursive: true });
	expect(await troupe(['restore', inside])).toMatchObject({ code: 0 });
	expect(rowsOf(join(home, 'memory.db'))).toHaveLength(3);
});

describeSlow('a home that is not empty', () => {
	it('is never overwritten, and moved aside when asked', async () => {
		fill();
		await troupe(['backup', archive]);
		writeFileSync(join(home, 'budgets.json'), '["newer"]');
		expect(await troupe(['restore', archive])).toMatchObject({
			code: 2,
			err: expect.stringMatching(/is not empty.*\nfix: .*--replace/) as string,
		});
		expect(readFileSync(join(home, 'budgets.json'), 'utf8')).toBe('["newer"]');
		expect(await troupe(['restore', archive, '--replace'])).toMatchObject({ code: 0 });
		expect(readFileSync(join(home, 'budgets.json'), 'utf8')).toBe('[]');
		const [replaced] = readdirSync(home).filter((name) => name.startsWith('replaced-'));
		expect(readFileSync(join(home, replaced!, 'budgets.json'), 'utf8')).toBe('["newer"]');
		expect(existsSync(join(home, '.restoring'))).toBe(false);
	});

	it('is refused while a process has a database open, even if it does nothing', async () => {
		fill();
		await troupe(['backup', archive]);
		const open = database('runs.db');
		expect(await troupe(['restore', archive, '--replace'])).toMatchObject({
			code: 1,
			err: expect.stringMatching(/is in use: another process has runs\.db open\.\nfix: Stop/) as string,
		});
		open.close();
		expect(await troupe(['restore', archive, '--replace'])).toMatchObject({ code: 0 });
	});
});

slowTest('refuses a backup with a newer schema, before it touches anything', async () => {
	const newer = database('state.db');
	newer.exec('PRAGMA user_version = 99');
	newer.close();
	await troupe(['backup', archive]);
	const refused = { code: 1, err: expect.stringMatching(/later version.*state\.db has schema 99/) as string };
	expect(await troupe(['verify-backup', archive])).toMatchObject(refused);
	expect(await troupe(['restore', archive], elsewhere())).toMatchObject(refused);
	expect(existsSync(elsewhere().TROUPE_HOME)).toBe(false);
});

slowTest('removes what a killed backup of the same name left, and says what is missing', async () => {
	fill();
	mkdirSync(join(folder, '.b.tar.zst.999999.draft'));
	writeFileSync(join(folder, '.b.tar.zst.999999.draft', 'archive'), 'half');
	expect(await troupe(['backup', archive])).toMatchObject({ code: 0 });
	expect(readdirSync(folder).sort()).toEqual(['b.tar.zst', 'b.tar.zst.keys', 'home']);
	rmSync(`${archive}.keys`);
	expect(await troupe(['restore', archive], elsewhere())).toMatchObject({ code: 2, err: expect.stringContaining('--keys') as string });
	expect(await troupe(['restore', archive, '--without-keys'], elsewhere())).toMatchObject({
		code: 0,
		err: expect.stringContaining('Not restored') as string,
	});
	expect(await troupe(['restore', join(folder, 'none')], elsewhere())).toMatchObject({ code: 2 });
});
