import { defaultTenant } from '../../core/base/tenant';
import { nameOf } from '../../core/audit/audit-query';
import { formatVerifierKey } from '../../core/audit/note-key';
import { formatTlogProof } from '../../core/audit/tlog-proof';
import { openAudit } from '../../providers/compose/state/host-audit';
import { auditCsv } from '../../service/operations/audit/audit-csv';
import { type DescribedEntry, listAudit } from '../../service/operations/audit/list-audit';
import { inspectRegistryOutbox } from '../../service/registry-outbox';
import { openPrivateState } from '../host';
import { readKeptPlace } from './read-kept';
import { tellOutbox, tellVerified } from './tell-verified';
import { callOperation } from '../services/call-operation';
import { countNouns } from '../terminal/format-text';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { unknownTenant } from '../terminal/unknown-tenant';

export interface ListOptions {
	from?: string;
	to?: string;
	act?: string;
	who?: string;
	object?: string;
	outcome?: string;
	before?: number;
	limit: number;
	json?: boolean;
}

export interface ExportOptions extends Omit<ListOptions, 'limit' | 'json'> {
	csv?: boolean;
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

/** Lists entries, the last ones first. @throws TroupeError INPUT_INVALID for a time */
export async function runAuditList({ json, ...search }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { tenant, items, before, damage } = await callOperation(listAudit, search, terminal);
	noteDamage(damage, terminal);
	if (json) terminal.print(JSON.stringify(items));
	else if (items.length === 0) terminal.note(`The audit log of the tenant ${tenant} has no such entries.`);
	else tableOf(items, terminal).forEach(terminal.print);
	if (before !== undefined) terminal.note(`Earlier entries: add --before ${before}.`);
	return 0;
}

function noteDamage(damage: string | undefined, terminal: Terminal): void {
	if (damage !== undefined) terminal.note(printable(`${damage} Run \`troupe audit verify\`, which names the first bad index.`));
}

const exportedAtOnce = 1_000;

/** Prints all entries, the last ones first, as JSON lines or CSV. @throws TroupeError INPUT_INVALID for a time */
export async function runAuditExport({ csv, ...search }: ExportOptions, terminal: Terminal): Promise<ExitCode> {
	if (csv) terminal.print(auditCsv.head);
	for (let from: number | undefined = search.before, isFirst = true; isFirst || from !== undefined; isFirst = false) {
		const { items, before, damage } = await callOperation(listAudit, { ...search, before: from, limit: exportedAtOnce }, terminal);
		if (isFirst) noteDamage(damage, terminal);
		for (const item of items) terminal.print(csv ? auditCsv.line(item) : JSON.stringify(item));
		from = before;
	}
	return 0;
}

function tableOf(items: DescribedEntry[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'index', title: 'index', numeric: true, value: ({ index }) => index },
			{ name: 'at', title: 'time (UTC)', value: ({ at }) => at.slice(0, 19).replace('T', ' ') },
			{ name: 'action', title: 'action', value: ({ action }) => action },
			{ name: 'outcome', title: 'outcome', value: ({ outcome }) => outcome },
			{ name: 'who', title: 'who', value: ({ who }) => tellPart(who) },
			{ name: 'object', title: 'object', value: ({ object }) => tellPart(object) },
		],
		items,
		terminal,
	);
}

/** Writes `api_key trp_a1b2c3d4`: the name is enough where there is one. */
function tellPart(part: DescribedEntry['object']): string {
	if (!part) return '';
	if (part.isDamaged) return `${part.kind} (damaged)`;
	if (part.isForgotten) return `${part.kind} (forgotten)`;
	const name = nameOf(part.value) ?? (part.value === undefined ? '' : JSON.stringify(part.value));
	return name.startsWith(`${part.kind}:`) ? name : `${part.kind} ${name}`.trim();
}

const onlyKept = 'A log that was emptied looks like a new one: only a checkpoint that you kept shows it (--against FILE).';

/** @throws TroupeError INPUT_INVALID for a file that is not a checkpoint of this log */
export async function runAuditVerify({ against = [], json }: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant, openKeys } = await openLog(terminal);
	const { key } = (await openKeys()).signerOf(tenant);
	const kept = await Promise.all(against.map((place) => readKeptPlace(place, key)));
	const { entries, fault } = await store.verify(tenant, kept);
	const waiting = await store.countWaiting(tenant);
	const registry = await inspectRegistryOutbox(openPrivateState(terminal));
	const isRight = !fault && registry.foreign === 0;
	if (json) terminal.print(JSON.stringify({ ok: isRight, entries, waiting, registry, ...fault }));
	else terminal.print(tellVerified({ entries, fault }));
	if (entries + waiting === 0 && !fault && kept.length === 0) {
		if (tenant !== defaultTenant) terminal.note(unknownTenant(tenant));
		terminal.note(onlyKept);
	}
	if (waiting > 0 && !json) terminal.note(`${countNouns(waiting, 'more entry')} without an index, which nothing proves yet.`);
	if (!json) tellOutbox(registry).forEach(terminal.note);
	return isRight ? 0 : 1;
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
