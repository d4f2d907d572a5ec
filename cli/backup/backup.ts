import { Command } from 'commander';
import type { Session } from '../terminal/session';
import type { BackupOptions } from './backup-run';
import type { RestoreOptions } from './restore-run';
import type { VerifyBackupOptions } from './verify-backup-run';

export function backupCommand(session: Session): Command {
	return new Command('backup')
		.description(
			'Copies all state of TROUPE_HOME into one archive, while Troupe and n8n work, and its keys, encrypted, into a file beside it.',
		)
		.argument('<archive>', 'the file to write, such as troupe-2026-11-22.tar.zst; it must not exist')
		.option('--recipient <file>', 'encrypt the keys for this public key (PEM), instead of with TROUPE_BACKUP_PASSPHRASE')
		.option('--without-keys', 'leave the keys out, because they are backed up in another way')
		.option('--without-postgres', 'leave out what is in PostgreSQL, because it is backed up by its own means')
		.option('-e, --engine <url>', 'the `troupe serve` that uses engine.db; default: found by TROUPE_HOME')
		.option('--json', 'print one JSON document')
		.action(async (archive: string, options: BackupOptions) => {
			const { runBackup } = await import('./backup-run');
			session.exitCode = await runBackup(archive, options, session.terminal);
		});
}

export function restoreCommand(session: Session): Command {
	return new Command('restore')
		.description('Restores an archive of `troupe backup` into an empty TROUPE_HOME, completely or not at all.')
		.argument('<archive>', 'the archive')
		.option('--keys <file>', 'the file of the keys (default: the archive with .keys after its name)')
		.option('--identity <file>', 'the private key (PEM) for keys that were encrypted with --recipient')
		.option('--without-keys', 'do not restore the keys: they come from elsewhere')
		.option(
			'--forgotten <file>',
			'a list of persons who were forgotten after the backup: forgotten.jsonl of a home or of a newer archive',
			collect,
			[],
		)
		.option('--replace', 'move the state that is in TROUPE_HOME aside')
		.option('--json', 'print one JSON document')
		.action(async (archive: string, options: RestoreOptions) => {
			const { runRestore } = await import('./restore-run');
			session.exitCode = await runRestore(archive, options, session.terminal);
		});
}

export function verifyBackupCommand(session: Session): Command {
	return new Command('verify-backup')
		.description(
			'Checks an archive of `troupe backup`, and its keys where they can be opened, without restoring it. Exits with 1 if it is not whole.',
		)
		.argument('<archive>', 'the archive')
		.option('--keys <file>', 'the file of the keys (default: the archive with .keys after its name)')
		.option('--identity <file>', 'the private key (PEM) for keys that were encrypted with --recipient')
		.option('--json', 'print one JSON document')
		.action(async (archive: string, options: VerifyBackupOptions) => {
			const { runVerifyBackup } = await import('./verify-backup-run');
			session.exitCode = await runVerifyBackup(archive, options, session.terminal);
		});
}

const collect = (file: string, before: string[]) => [...before, file];
