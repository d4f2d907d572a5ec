import { parseSignedCheckpoint } from '../../core/audit/checkpoint';
import { formatVerifierKey } from '../../core/audit/note-key';
import { verifyNote } from '../../core/audit/signed-note';
import { formatTlogProof } from '../../core/audit/tlog-proof';
import { TroupeError } from '../../core/base/errors';
import { openAudit } from '../../providers/compose/state/host-audit';
import type { ListedEntry } from '../../providers/state/audit/audit-store';
import type { AuditFault, KeptCheckpoint } from '../../providers/state/audit/verify-audit';
import { openPrivateState } from '../host';
import { countNouns } from '../terminal/format-text';
import { readTextFile } from '../terminal/read-text-file';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export interface ListOptions {
	before?: number;
	limit: number;
	json?: boolean;
}

export interface VerifyOptions {
	against?: string[];
	json?: boolean;
}

export interface ProveOptions {
	output?: string;
}

export interface CheckpointOptions {
	key?: boolean;
}

/** Opens the audit log of the installation. */
export async function openLog(terminal: Terminal) {
	const host = openPrivateState(terminal);
	const { store, openKeys } = (await openAudit(host))!;
	return { tenant: host.tenant, store, openKeys };
}

interface Leaf {
	action: string;
	at: string;
	outcome: string;
	who: LeafPart;
	object?: LeafPart;
	details?: LeafPart;
}

interface LeafPart {
	kind: string;
	value?: unknown;
	sha256?: string;
}

export async function runAuditList({ before, limit, json }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openLog(terminal);
	await store.sequence(tenant);
	const entries = await store.list(tenant, limit, before);
	if (json) terminal.print(JSON.stringify(entries.map(describe)));
	else if (entries.length === 0) terminal.note(`The audit log of the tenant ${tenant} has no such entries.`);
	else tableOf(entries, terminal).forEach(terminal.print);
	return 0;
}

function describe({ index, leaf, values, isDamaged }: ListedEntry) {
	const { v, ...parts } = JSON.parse(leaf) as Leaf & { v: number };
	return { index, ...parts, values, ...(isDamaged && { isDamaged }) };
}

function tableOf(entries: ListedEntry[], terminal: Terminal): string[] {
	const rows = entries.map(({ leaf, ...entry }) => ({ ...entry, ...(JSON.parse(leaf) as Leaf) }));
	const tell = (part: LeafPart | undefined, { values, isDamaged }: Pick<ListedEntry, 'isDamaged' | 'values'>) => {
		if (!part) return '';
		const value = part.sha256 === undefined ? part.value : (values[part.sha256] ?? (isDamaged ? '(damaged)' : '(forgotten)'));
		return `${part.kind} ${typeof value === 'string' ? value : JSON.stringify(value ?? '')}`;
	};
	return tableLines(
		[
			{ name: 'index', title: 'index', numeric: true, value: ({ index }) => index },
			{ name: 'at', title: 'time (UTC)', value: ({ at }) => at.slice(0, 19).replace('T', ' ') },
			{ name: 'action', title: 'action', value: ({ action }) => action },
			{ name: 'outcome', title: 'outcome', value: ({ outcome }) => outcome },
			{ name: 'who', title: 'who', value: ({ who, ...entry }) => tell(who, entry) },
			{ name: 'object', title: 'object', value: ({ object, ...entry }) => tell(object, entry) },
		],
		rows,
		terminal,
	);
}

const problems: Record<AuditFault['problem'], string> = {
	changed: 'the entry is not the one that was written',
	removed: 'the entry is missing',
	added: 'there is an entry that was not written',
	clock: 'the time is more than five minutes before that of an earlier entry',
	tile: 'a hash of the tree does not fit the entries from here on',
	value: 'a stored value is not the one that the entry was written with',
	waiting: 'an entry that waits for this index was not written by the installation, or is there twice',
	checkpoint: 'all entries before are right, but the checkpoint is not that of the installation, or of this log',
	forked: 'a checkpoint that was kept is of another log; the first difference is before this index',
};

/** @throws TroupeError INPUT_INVALID for a file that is not a checkpoint of this log */
export async function runAuditVerify({ against = [], json }: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant, openKeys } = await openLog(terminal);
	const { key } = (await openKeys()).signerOf(tenant);
	const kept = await Promise.all(against.map(async (file) => readKept(await readTextFile(file), file, key)));
	const { entries, fault } = await store.verify(tenant, kept);
	if (json) terminal.print(JSON.stringify({ ok: fault === undefined, entries, ...fault }));
	else if (fault) terminal.print(`first bad index ${fault.index}: ${problems[fault.problem]}`);
	else terminal.print(`${countNouns(entries, 'entry')}: nothing was changed, removed or added.`);
	return fault ? 1 : 0;
}

function readKept(text: string, file: string, key: Parameters<typeof verifyNote>[1][number]): KeptCheckpoint {
	const { checkpoint, note } = parseSignedCheckpoint(text);
	verifyNote(note, [key]);
	if (checkpoint.origin === key.name) return { size: Number(checkpoint.size), root: checkpoint.root };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is a checkpoint of another log.`,
		fix: 'Choose the tenant of the log with --tenant.',
	});
}

/** @throws TroupeError INPUT_INVALID for an index that the log does not have */
export async function runAuditProve(index: number, { output }: ProveOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openLog(terminal);
	await store.sequence(tenant);
	const proof = formatTlogProof(await store.prove(tenant, index));
	if (output === undefined) terminal.print(proof.trimEnd());
	else replaceFile(output, proof);
	if (output !== undefined) terminal.note(printable(`written: ${output}`));
	return 0;
}

export async function runAuditCheckpoint({ key }: CheckpointOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant, openKeys } = await openLog(terminal);
	if (key) {
		terminal.print(formatVerifierKey((await openKeys()).signerOf(tenant).key));
		return 0;
	}
	const head = await store.sequence(tenant);
	if (head) terminal.print(head.note.trimEnd());
	else terminal.note(`The audit log of the tenant ${tenant} has no entries.`);
	return head ? 0 : 1;
}
