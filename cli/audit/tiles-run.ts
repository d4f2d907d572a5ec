import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSignedCheckpoint } from '../../core/audit/checkpoint';
import type { VerifierKey } from '../../core/audit/note-key';
import { hasSameText } from '../../core/audit/signed-note';
import { verifyConsistency } from '../../core/audit/verify-proof';
import { isQuorum } from '../../core/audit/witness/tlog-policy';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { readWitnesses } from '../../providers/compose/state/host-witnesses';
import { type CosignedCheckpoint, verifyCosignatures } from '../../providers/state/audit/cosigned-rows';
import type { LogFile } from '../../providers/state/audit/export-audit';
import type { KeptCheckpoint } from '../../providers/state/audit/verify-audit';
import { countNouns } from '../terminal/format-text';
import { readTextFile } from '../terminal/read-text-file';
import { makeFolder, replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { openLog } from './log-run';
import { readKept } from './read-kept';

type OpenedLog = Awaited<ReturnType<typeof openLog>>;

/** @throws TroupeError INPUT_INVALID for a folder with another log, STORAGE_DAMAGED for one whose export the log does not contain */
export async function runAuditTiles(folder: string, terminal: Terminal): Promise<ExitCode> {
	const log = await openLog(terminal);
	const { store, tenant } = log;
	const earlier = await readEarlier(folder, (await log.openKeys()).signerOf(tenant).key);
	const damage = await store.sequence(tenant).then(
		() => undefined,
		(error: unknown) => {
			if (isTroupeError(error) && error.code === 'STORAGE_DAMAGED') return error;
			throw error;
		},
	);
	if (damage) {
		// Exports a damaged log as it is, for auditors, but never over an export.
		if (earlier) throw notContained(folder, tenant, damage);
		terminal.note(printable(damage.message));
	} else if (earlier && !(await isContained(earlier, log))) throw notContained(folder, tenant);
	const files = await writeFiles(folder, withCosignatures(store.export(tenant), await log.cosigned.list(tenant)), tenant);
	if (files === 0) terminal.note(`The audit log of the tenant ${tenant} has no entries.`);
	else terminal.note(printable(`${countNouns(files, 'file')} written: ${folder}`));
	if (files > 0 && !damage) await tellUncosigned(folder, tenant, terminal);
	return files === 0 || damage ? 1 : 0;
}

/** Says where the exported checkpoint lacks cosignatures: with the witnesses, an auditor refuses it. */
async function tellUncosigned(folder: string, tenant: string, terminal: Terminal): Promise<void> {
	const policy = readWitnesses(terminal.environment);
	if (!policy) return;
	const note = await readTextFile(join(folder, 'checkpoint'));
	const keys = policy.witnesses.map(({ key }) => key);
	if (isQuorum(policy, verifyCosignatures(note, keys))) return;
	terminal.note(`Not enough witnesses have cosigned this checkpoint of the audit log of the tenant ${tenant} yet: export it again later.`);
}

async function readEarlier(folder: string, key: VerifierKey): Promise<KeptCheckpoint | undefined> {
	const file = join(folder, 'checkpoint');
	return existsSync(file) ? readKept(await readTextFile(file), file, key) : undefined;
}

/** Tells whether the log begins with an earlier one. */
async function isContained({ size, root }: KeptCheckpoint, { store, tenant }: OpenedLog): Promise<boolean> {
	const head = await store.sequence(tenant);
	const { checkpoint } = head ? parseSignedCheckpoint(head.note) : { checkpoint: undefined };
	if (!checkpoint || checkpoint.size < BigInt(size)) return false;
	const proof = await store.proveConsistency(tenant, size);
	const claim = { size1: BigInt(size), size2: checkpoint.size, root1: root, root2: checkpoint.root, proof };
	return verifyConsistency(claim) === undefined;
}

/** Replaces the checkpoint by the one with the cosignatures of witnesses, if they cosigned this one. */
async function* withCosignatures(files: AsyncIterable<LogFile>, cosigned: readonly CosignedCheckpoint[]): AsyncGenerator<LogFile> {
	for await (const file of files) {
		const own = file.path === 'checkpoint' ? Buffer.from(file.content).toString() : undefined;
		const found = own === undefined ? undefined : cosigned.find(({ note }) => hasSameText(note, own));
		yield found ? { ...file, content: Buffer.from(found.note) } : file;
	}
}

async function writeFiles(folder: string, log: AsyncIterable<LogFile>, tenant: string): Promise<number> {
	let files = 0;
	for await (const { path, content } of log) {
		const file = join(folder, path);
		// The path of a tile has its width: what is written once is never another.
		if (path !== 'checkpoint' && existsSync(file) && !readFileSync(file).equals(content)) throw notContained(folder, tenant);
		makeFolder(dirname(file));
		replaceFile(file, content);
		files += 1;
	}
	return files;
}

function notContained(folder: string, tenant: string, cause?: TroupeError): TroupeError {
	const reason = cause ? cause.message : 'The log was changed, or is that of an older backup.';
	return new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The audit log of the tenant ${tenant} does not go on from the export in ${folder}. ${reason}`,
		fix: 'Keep that folder: it shows how the log was. Export into an empty one, and compare: `node verify-audit-log.mjs NEW --older THAT-FOLDER`.',
		...(cause && { cause }),
	});
}
