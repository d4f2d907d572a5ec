import type { Probe } from '../probe';

export const fileProbes: Probe[] = [
	{
		id: 'read-file',
		attempt: 'read a secret of the user',
		level: 'L0',
		code: `return require('node:fs').readFileSync(facts.secretFile, 'utf8');`,
	},
	{ id: 'list-folder', attempt: 'list a folder', level: 'L0', code: `return require('node:fs').readdirSync(facts.folder);` },
	{
		id: 'write-file',
		attempt: 'write into a folder of the user',
		level: 'L0',
		code: `require('node:fs').writeFileSync(facts.folder + '/planted', 'x'); return 'written';`,
	},
	{
		id: 'buffer-path',
		attempt: 'read by a path in a Buffer with `..`',
		from: 'CVE-2023-32004, CVE-2023-39332',
		level: 'L0',
		code: `return require('node:fs').readFileSync(Buffer.from(__dirname + '/..'.repeat(40) + facts.secretFile));`,
	},
	{
		id: 'patched-path',
		alone: true,
		attempt: 'read after it replaced the functions that check paths',
		from: 'CVE-2023-39331, CVE-2024-21891, CVE-2024-21896',
		level: 'L0',
		code: `
			const path = require('node:path');
			const allowed = __filename;
			path.resolve = path.normalize = path.toNamespacedPath = () => facts.secretFile;
			Buffer.prototype.utf8Write = ((write) => function (text, ...rest) { return write.call(this, text === allowed ? facts.secretFile : text, ...rest); })(Buffer.prototype.utf8Write);
			return require('node:fs').readFileSync(new Uint8Array(Buffer.from(__dirname + '/../../../../..' + facts.secretFile)));
		`,
	},
	{
		id: 'mkdtemp',
		attempt: 'create a folder beside a file of the user',
		from: 'CVE-2023-32003',
		level: 'L0',
		code: `return require('node:fs').mkdtempSync(facts.folder + '/planted-');`,
	},
	{
		id: 'statfs',
		attempt: 'ask for the file system of a folder',
		from: 'CVE-2023-32005',
		level: 'L0',
		code: `return require('node:fs').statfsSync(facts.folder).blocks;`,
	},
	{
		id: 'lstat',
		attempt: 'ask for the size of a file',
		from: 'CVE-2024-22018',
		level: 'L0',
		code: `return require('node:fs').lstatSync(facts.secretFile).size;`,
	},
	{
		id: 'symlink',
		attempt: 'read through a symbolic link that it made',
		from: 'CVE-2025-55130',
		level: 'L0',
		code: `
			const fs = require('node:fs');
			fs.symlinkSync(facts.secretFile, __dirname + '/link');
			return fs.readFileSync(__dirname + '/link');
		`,
	},
	{
		id: 'hard-link',
		attempt: 'keep a file of the user by a hard link',
		level: 'L0',
		code: `require('node:fs').linkSync(facts.secretFile, facts.folder + '/kept'); return 'linked';`,
	},
	{
		id: 'copy',
		attempt: 'copy a folder of the user',
		level: 'L0',
		code: `require('node:fs').cpSync(facts.folder, __dirname + '/copy', { recursive: true, filter: (path) => !path.endsWith('.sock') }); return 'copied';`,
	},
	{
		id: 'change-mode',
		attempt: 'change the mode of a file that it opened for reading',
		from: 'CVE-2024-36137',
		level: 'L0',
		code: `const fs = require('node:fs'); fs.fchmodSync(fs.openSync(__filename, 'r'), 0o777); return 'changed';`,
	},
	{
		id: 'change-times',
		attempt: 'change the times of a file that it opened for reading',
		from: 'CVE-2025-55132',
		level: 'L0',
		code: `const fs = require('node:fs'); fs.futimesSync(fs.openSync(__filename, 'r'), 1, 1); return 'changed';`,
	},
	{
		id: 'blob',
		attempt: 'read a file as a Blob',
		level: 'L0',
		code: `return await (await require('node:fs').openAsBlob(facts.folder + '/module.js')).text();`,
	},
	{
		id: 'load-module',
		attempt: 'load a module from a folder of the user',
		from: 'CVE-2023-32002',
		level: 'L0',
		code: `return require(facts.folder + '/module.js');`,
	},
	{
		id: 'import-module',
		attempt: 'import a module from a folder of the user',
		level: 'L0',
		code: `return (await import(facts.folder + '/module.js')).default;`,
	},
	{
		id: 'environment-file',
		attempt: 'load a file of settings',
		level: 'L0',
		code: `process.loadEnvFile(facts.secretFile); return process.env.SECRET;`,
	},
	{
		id: 'database',
		attempt: 'write a file with node:sqlite, which the permission model of Node 24 does not cover',
		level: 'L0',
		code: `const { DatabaseSync } = require('node:sqlite'); const database = new DatabaseSync(facts.folder + '/planted.db'); database.exec('CREATE TABLE t (c)'); return 'created';`,
	},
	{
		id: 'heap-snapshot',
		attempt: 'write a snapshot of the heap',
		level: 'L0',
		code: `return require('node:v8').writeHeapSnapshot(facts.folder + '/planted.heapsnapshot');`,
	},
	{
		id: 'report-file',
		attempt: 'write a diagnostic report',
		level: 'L0',
		code: `return process.report.writeReport(facts.folder + '/planted.json');`,
	},
	{
		id: 'disk-fill',
		attempt: 'fill the disk in its own folder',
		level: 'L0',
		code: `
			const fs = require('node:fs');
			for (let index = 0; index < 8; index++) fs.writeFileSync(__dirname + '/fill-' + index, Buffer.alloc(1_000_000, 1));
			return fs.readdirSync(__dirname).length;
		`,
	},
	{
		id: 'disk-fill-temporary',
		attempt: 'fill the disk in the folder for temporary files',
		level: 'L0',
		code: `const fs = require('node:fs'); const file = require('node:os').tmpdir() + '/troupe-probe-' + process.pid; fs.writeFileSync(file, Buffer.alloc(1_000_000, 1)); fs.rmSync(file); return 'written';`,
	},
	{
		id: 'real-path',
		attempt: 'learn where a path leads',
		from: 'CVE-2026-21715',
		level: 'L0',
		code: `return require('node:fs').realpathSync.native(facts.secretFile);`,
	},
	{
		id: 'handle-mode',
		attempt: 'change the mode of its own file by a handle',
		from: 'CVE-2026-21716',
		level: 'L0',
		code: `const handle = await require('node:fs').promises.open(__filename, 'r'); await handle.chmod(0o777); return 'changed';`,
	},
	{
		id: 'handle-owner',
		attempt: 'change the owner of its own file by a handle',
		from: 'CVE-2026-21716',
		level: 'L0',
		code: `const handle = await require('node:fs').promises.open(__filename, 'r'); await handle.chown(process.getuid(), process.getgid()); return 'changed';`,
	},
	{
		id: 'watch',
		attempt: 'watch a folder of the user',
		level: 'L0',
		code: `const watcher = require('node:fs').watch(facts.folder); watcher.close(); return 'watched';`,
	},
];
