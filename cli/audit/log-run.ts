import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { toZonedSecond } from '../../core/base/iso-time';
import { defaultTenant } from '../../core/base/tenant';
import { nameOf } from '../../core/audit/audit-query';
import { formatVerifierKey } from '../../core/audit/note-key';
import { hasSameText } from '../../core/audit/signed-note';
import type { OutboxState } from '../../manifests/registry/audit/outbox';
import { formatAnchor, parseAnchor } from '../../providers/anchors/anchor';
import { findCosigned, proveCosigned } from '../../providers/compose/state/cosigned-log';
import { addToAnchors, readAnchors } from '../../providers/compose/state/host-anchors';
import { openAudit } from '../../providers/compose/state/host-audit';
import { readTimeAuthority, readTimeRoots } from '../../providers/compose/state/time-authority';
import { openCosigned, readWitnesses } from '../../providers/compose/state/host-witnesses';
import { auditCsv } from '../../service/operations/audit/audit-csv';
import { type DescribedEntry, listAudit } from '../../service/operations/audit/list-audit';
import { inspectRegistryOutbox } from '../../service/registry-outbox';
import { openPrivateState } from '../host';
import { readKeptPlaces } from './read-kept';
import { inspectHomeTasks } from '../privacy/home-processes';
import type { KeptAt } from './read-kept';
import { tellOutboxes, tellVerified } from './tell-verified';
import { describeWitnesses, findWitnessed, tellWitnessed } from './witnessed';
import { callOperation } from '../services/call-operation';
import { countNouns } from '../terminal/format-text';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { unknownTenant } from '../terminal/unknown-tenant';

interface Stamps {
	count: number;
	entries?: number;
	/** ISO 8601: when that log existed at the latest. */
	by?: string;
	/** Timestamps that nothing could be judged by. */
	unchecked: number;
	/** Anchored checkpoints that have none. */
	missing: number;
}

/** @param isExpected an authority is set: then timestamps that are missing are told of. @returns undefined where there is nothing to tell */
function countStamps(kept: readonly KeptAt[], isExpected: boolean): Stamps | undefined {
	const stamped = kept.flatMap(({ size, stamped: at }) => (at instanceof Date ? [{ size, at }] : []));
	const unchecked = kept.filter(({ stamped: at }) => at === 'unchecked').length;
	if (stamped.length + unchecked === 0 && !isExpected) return undefined;
	// A checkpoint anchored without a timestamp is there again with it.
	const later = new Set(kept.flatMap(({ size, stamped: at }) => (at === 'none' ? [] : [size])));
	const missing = new Set(kept.flatMap(({ size, stamped: at }) => (at === 'none' && !later.has(size) ? [size] : []))).size;
	if (stamped.length + unchecked + missing === 0) return undefined;
	// The earliest time of the longest log says the most.
	const [longest] = stamped.toSorted((a, b) => b.size - a.size || a.at.getTime() - b.at.getTime());
	return { count: stamped.length, ...(longest && { entries: longest.size, by: longest.at.toISOString() }), unchecked, missing };
}

/** Tells them to a person. */
const tellStamps = ({ count, entries, by, unchecked, missing }: Stamps): string[] => [
	...(entries !== undefined && by !== undefined
		? [
				`Timestamps that are right: ${count}. The first ${countNouns(entries, 'entry')} existed by ${toZonedSecond(Date.parse(by), 'UTC')} UTC.`,
			]
		: []),
	...(unchecked > 0 ? [`Timestamps that were not checked: ${unchecked}. Name the root of the authority in TROUPE_AUDIT_TSA_CA.`] : []),
	...(missing > 0 ? [`Checkpoints without a timestamp: ${missing}. Nothing shows by when they existed.`] : []),
];

const told = { added: 'added', stamped: 'added with a timestamp', there: 'has it already' };

/** Adds a checkpoint to anchors, and says where it is new. @param places true for those of TROUPE_AUDIT_ANCHORS @throws TroupeError INPUT_INVALID */
async function anchorCheckpoint(note: string, places: true | string[], terminal: Terminal): Promise<void> {
	const anchors = places === true ? readAnchors(terminal.environment) : places.map((place) => parseAnchor(place, '--anchor'));
	if (anchors.length === 0)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: '--anchor names no place, and TROUPE_AUDIT_ANCHORS is not set.',
			fix: 'Name one: --anchor file:/srv/audit/anchors.jsonl, or git:/srv/audit for a repository.',
		});
	const { environment } = terminal;
	const authority = readTimeAuthority(environment);
	const faults: Error[] = [];
	const added = await addToAnchors(anchors, {
		note,
		at: Date.now(),
		authority,
		environment,
		onFault: (fault) => void faults.push(fault as Error),
	});
	for (const [index, one] of added.entries()) if (one) terminal.note(printable(`${formatAnchor(anchors[index]!)}: ${told[one]}`));
	const [first, ...others] = faults;
	for (const other of others) terminal.note(printable(getErrorMessage(other)));
	if (first) throw first;
}

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
	/** How many have to have cosigned. */
	witnesses?: number;
	json?: boolean;
}

export interface ProveOptions {
	output?: string;
}

export interface CheckpointOptions {
	key?: boolean;
	/** Places, or true for those of the settings. */
	anchor?: true | string[];
	witnessed?: boolean;
}

export async function openLog(terminal: Terminal) {
	const host = openPrivateState(terminal);
	const { store, openKeys } = (await openAudit(host))!;
	return { tenant: host.tenant, store, openKeys, cosigned: (await openCosigned(host))! };
}

/** The last ones first. @throws TroupeError INPUT_INVALID for a time */
export async function runAuditList({ json, ...search }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { tenant, timeZone, items, before, damage } = await callOperation(listAudit, search, terminal);
	noteDamage(damage, terminal);
	if (json) for (const item of items) terminal.print(JSON.stringify(item));
	else if (items.length === 0) terminal.note(`The audit log of the tenant ${tenant} has no such entries.`);
	else tableOf(items, timeZone, terminal).forEach(terminal.print);
	if (before !== undefined) terminal.note(`Earlier entries: add --before ${before}.`);
	return 0;
}

function noteDamage(damage: string | undefined, terminal: Terminal): void {
	if (damage !== undefined) terminal.note(printable(`${damage} Run \`troupe audit verify\`, which names the first bad index.`));
}

const exportedAtOnce = 1_000;

/** The last ones first. @throws TroupeError INPUT_INVALID for a time */
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

function tableOf(items: DescribedEntry[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'index', title: 'index', numeric: true, value: ({ index }) => index },
			{ name: 'at', title: `time (${timeZone})`, value: ({ at }) => toZonedSecond(Date.parse(at), timeZone) },
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

const engineTimeoutMs = 30_000;
const onlyKept = 'A log that was emptied looks like a new one: only a checkpoint that you kept shows it (--against FILE).';

/** @throws TroupeError INPUT_INVALID for a file that is not a checkpoint of this log */
export async function runAuditVerify({ against = [], witnesses, json }: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
	const log = await openLog(terminal);
	const { store, tenant, openKeys } = log;
	const { key } = (await openKeys()).signerOf(tenant);
	const witnessed = witnesses === undefined ? undefined : await findWitnessed(log, key, witnesses, terminal.environment);
	const places = [...against, ...readAnchors(terminal.environment).map(formatAnchor)];
	const roots = readTimeRoots(terminal.environment);
	const placed = (await Promise.all(places.map((place) => readKeptPlaces(place, key, roots)))).flat();
	const kept = [...placed, ...(witnessed?.kept ? [witnessed.kept] : [])];
	const stamps = countStamps(placed, readTimeAuthority(terminal.environment) !== undefined);
	const { entries, fault } = await store.verify(tenant, kept);
	const waiting = await store.countWaiting(tenant);
	const registry = await inspectRegistryOutbox(openPrivateState(terminal));
	const isUnwitnessed = witnessed !== undefined && (witnessed.kept === undefined || witnessed.refusedBy.length > 0);
	const tasks = await inspectTasks(terminal);
	const isRight = !fault && !isUnwitnessed && registry.foreign === 0 && !tasks?.foreign;
	const outboxes = { waiting, registry, ...(tasks && { tasks }) };
	const facts = witnessed && {
		witnesses: witnessed.names,
		refusedBy: witnessed.refusedBy,
		...(witnessed.kept && { witnessed: witnessed.kept.size }),
	};
	if (json)
		terminal.print(JSON.stringify({ ok: isRight, entries, ...outboxes, ...fault, ...facts, ...(stamps && { timestamps: stamps }) }));
	else terminal.print(tellVerified({ entries, fault }));
	if (witnessed && !json)
		tellWitnessed(witnessed, witnesses!, entries)
			.split('\n')
			.forEach((line) => terminal.print(printable(line)));
	if (entries + waiting === 0 && !fault && kept.length === 0) {
		if (tenant !== defaultTenant) terminal.note(unknownTenant(tenant));
		terminal.note(onlyKept);
	}
	if (places.length > 0 && !json) terminal.note(`Compared with kept checkpoints: ${kept.length}.`);
	if (stamps && !json) tellStamps(stamps).forEach(terminal.note);
	if (waiting > 0 && !json) terminal.note(`${countNouns(waiting, 'more entry')} without an index, which nothing proves yet.`);
	if (!json) tellOutboxes(outboxes).forEach(terminal.note);
	return isRight ? 0 : 1;
}

/** An engine that cannot be asked hides no finding of the log. */
async function inspectTasks(terminal: Terminal): Promise<OutboxState | undefined> {
	try {
		return await inspectHomeTasks(openPrivateState(terminal), terminal, AbortSignal.timeout(engineTimeoutMs));
	} catch (error) {
		terminal.note(printable(`What the log does not have yet of user tasks is not known: ${getErrorMessage(error)}`));
		return undefined;
	}
}

/** @throws TroupeError INPUT_INVALID for an index that the log does not have */
export async function runAuditProve(index: number, { output }: ProveOptions, terminal: Terminal): Promise<ExitCode> {
	const host = openPrivateState(terminal);
	const { proof, isCosigned } = await proveCosigned(host, host.tenant, index, terminal.environment);
	if (!isCosigned && readWitnesses(terminal.environment))
		terminal.note('Not enough witnesses have cosigned a checkpoint with this entry yet.');
	if (output === undefined) terminal.print(proof.trimEnd());
	else replaceFile(output, proof);
	if (output !== undefined) terminal.note(printable(`written: ${output}`));
	return 0;
}

/** @throws TroupeError INPUT_INVALID for an anchor */
export async function runAuditCheckpoint({ key, witnessed, anchor }: CheckpointOptions, terminal: Terminal): Promise<ExitCode> {
	const log = await openLog(terminal);
	const { store, tenant, openKeys, cosigned } = log;
	if (key) {
		terminal.print(formatVerifierKey((await openKeys()).signerOf(tenant).key));
		return 0;
	}
	const head = await store.sequence(tenant);
	const shown = witnessed
		? await findCosigned(openPrivateState(terminal), tenant, { environment: terminal.environment })
		: ((await cosigned.list(tenant)).find(({ note }) => head && hasSameText(note, head.note)) ?? head);
	if (shown) terminal.print(shown.note.trimEnd());
	else if (head) terminal.note(`Not enough witnesses have cosigned a checkpoint of the audit log of the tenant ${tenant} yet.`);
	else terminal.note(`The audit log of the tenant ${tenant} has no entries.`);
	if (shown && anchor) await anchorCheckpoint(shown.note, anchor, terminal);
	for (const line of await describeWitnesses(log, terminal.environment)) terminal.note(printable(line));
	return shown ? 0 : 1;
}
