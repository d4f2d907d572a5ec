/** Reads all of a person's data in bounded portions, in the register's order. */
import { createHash } from 'node:crypto';
import { nameOf } from '../../../core/audit/audit-query';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { NotReached } from '../../../core/memory/task/memory-task';
import type { Contact } from '../../../core/ports/channels/contacts';
import type { ExportedFromProcesses } from '../../../core/ports/processes';
import { isOnPage } from '../../../core/privacy/export-page';
import { listNames } from '../../../providers/compose/channels/forget-outside';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import { openAudit } from '../../../providers/compose/state/host-audit';
import { findStatePlace } from '../../../providers/compose/state/state-place';
import { isPostgresAddress } from '../../../providers/database/database-place';
import { openStateDatabase, type StateSchema } from '../../../providers/database/state-database';
import { inboxPlace } from '../../../providers/state/channels/receipts/file-inbox';
import { inboxSchema } from '../../../providers/state/channels/receipts/inbox-schema';
import { stateSubjects } from '../../../providers/state/subjects';
import type { DescribedEntry } from '../../operations/audit/list-audit';
import { describeEntry } from '../../operations/audit/list-audit';
import { readLeads } from '../../operations/contacts/export-contact';
import type { OperationHost } from '../../operations/operation';
import { mayHaveEngine } from '../forget-processes';
import { enginePlace } from '../forgetting-receipt';
import type { ExportHost } from './export-host';
import { namePerson } from '../name-person';
import { type ExportedPerson, type ExportedRow, type ExportSource, type LeftOut, nothingLeftOut } from './exported-row';
import { memorySource } from './memory-source';
import { byPurpose, purposeOf } from './purposes';
import { listStateSources, maskInState } from './state-sources';
import type { StateParts } from './state-sources';
import { openTellState } from './tell-state';

const words = {
	en: { elsewhere: 'of the engine, which another process has: export the person there too', unread: 'cannot be read' },
	pt: { elsewhere: 'do motor, que está em outro processo: exporte a pessoa lá também', unread: 'não podem ser lidos' },
};

const nothing: ExportedFromProcesses = { rows: [], others: 0 };

/** The person's instances of the embedded engine, with variables and history. An unreachable engine is named, and holds up nothing. */
function processSource(parts: StateParts & { notReached: NotReached[] }, host: ExportHost, signal: AbortSignal): ExportSource {
	const says = words[parts.language];
	const { tenant, person, contacts, conversations, written } = parts.whom;
	const names = [...new Set([...(contacts.length === 0 ? [person] : []), ...contacts, ...conversations, ...written])];
	async function ask(after: string | undefined): Promise<ExportedFromProcesses> {
		const note = (where: string) => (parts.notReached.push({ stores: [enginePlace], where }), nothing);
		if (!host.exportFromProcesses) return mayHaveEngine(host) ? note(says.elsewhere) : nothing;
		try {
			return await host.exportFromProcesses({ tenant, names, ...(after !== undefined && { after }) }, signal);
		} catch (fault) {
			if (!isTroupeError(fault) || signal.aborted) throw fault;
			return note(`${says.unread}: ${fault.message}`);
		}
	}
	return {
		name: 'engine.db',
		purpose: purposeOf('processes'),
		async read(after) {
			const { rows, others, next } = await ask(after && String(after[0]));
			parts.leftOut.parts += others;
			const exported = rows.map(({ table, row }) => ({ purpose: purposeOf('processes'), store: 'engine.db', table, row }));
			return { rows: await maskInState(exported, parts), ...(next !== undefined && { next: [next] }) };
		},
	};
}

const maxPages = 20;
const perPage = 1_000;

/** Audit log entries about the person, with company people masked. */
function auditSource(parts: StateParts, host: OperationHost): ExportSource {
	const { whom } = parts;
	const names = new Set([whom.person, ...whom.contacts, ...whom.conversations, ...whom.written]);
	const hashes = new Set(whom.pseudonyms);
	const isAbout = ({ object, details, who }: DescribedEntry): boolean =>
		[object, details, who].some((part) => {
			if (part === undefined) return false;
			const { hash, value } = part as { hash?: string; value?: unknown };
			return (hash !== undefined && hashes.has(hash)) || names.has(nameOf(value) ?? '');
		});
	return {
		name: 'state.db audit_value',
		purpose: purposeOf('audit'),
		async read(after) {
			const { store } = (await openAudit(host))!;
			if (after === undefined) await store.sequence(whom.tenant);
			let before = after?.[0] as number | undefined;
			const rows: ExportedRow[] = [];
			for (let page = 0; page < maxPages && rows.length < perPage; page++) {
				const { entries, next } = await store.search(whom.tenant, { limit: perPage, ...(before !== undefined && { before }) });
				rows.push(...(entries.map(describeEntry) as DescribedEntry[]).filter(isAbout).map(toRow));
				before = next;
				if (next === undefined) break;
			}
			return { rows: await maskInState(rows, parts), ...(before !== undefined && { next: [before] }) };
		},
	};
}

const toRow = ({ index, at, action, outcome, who, object, details }: DescribedEntry): ExportedRow => ({
	purpose: purposeOf('audit'),
	store: 'state.db',
	table: 'audit_value',
	row: {
		index,
		at,
		action,
		outcome,
		who: who.value ?? who.kind,
		...(object?.value !== undefined && { object: object.value }),
		...(details?.value !== undefined && { details: details.value }),
	},
});

export interface ExportRequest {
	/** As asked for: an id, or a name such as `phone=+5544999999999`. */
	person: string;
	/** Undefined if no channel knows the person. */
	contact: Contact | undefined;
	language: 'en' | 'pt';
	cursor?: string | undefined;
}

type LastRow = Pick<ExportedRow, 'purpose' | 'table'>;

interface ReadExport {
	rows: ExportedRow[];
	leftOut: LeftOut;
	notReached: NotReached[];
	last?: LastRow;
	cursor?: string;
}

/** Some hundred kilobytes of usual messages; the last read can exceed the characters. */
const maxRows = 1_000;
const maxCharacters = 2_000_000;
const rowsAtOnce = 200;

/** @throws TroupeError INPUT_INVALID for a cursor of another person, STORAGE_…, VAULT_UNREADABLE; the reason of the signal */
export async function readExport(request: ExportRequest, host: ExportHost, signal: AbortSignal): Promise<ReadExport> {
	const { person, contact, language } = request;
	const keys = await openVaultKeys(host, host.stateFolder);
	// A start in the middle would leave no audit log entry.
	const sign = (place: string) => keys.sign(JSON.stringify(['export of a person', host.tenant, contact?.id ?? person, place]));
	const begin = request.cursor === undefined ? {} : readCursor(request.cursor, sign);
	const place = findStatePlace(host)!;
	const state = openStateDatabase(place, stateSubjects as readonly [StateSchema, ...StateSchema[]]);
	const inbox = isPostgresAddress(place) ? undefined : openStateDatabase(inboxPlace(place), inboxSchema);
	try {
		const whom: ExportedPerson = { ...(await namePerson(person, contact, host)), person };
		const leftOut = begin.leftOut ?? nothingLeftOut();
		const tellState = (table: string) => openTellState(table, contact?.id, host);
		const parts = { state, inbox, keys, whom, leftOut, language, tellState, notReached: [] as NotReached[] };
		const others = [leadSource(parts, contact, host, signal), memorySource(parts, host), processSource(parts, host, signal)];
		const all = [...listStateSources(parts), ...others, auditSource(parts, host)];
		const sources = byPurpose(all);
		const { rows, next } = await readPortion(sources, begin, signal);
		const { purpose, table } = rows.findLast(isOnPage) ?? {};
		const last = purpose === undefined ? begin.last : { purpose, table: table! };
		return {
			rows,
			leftOut,
			notReached: parts.notReached,
			...(begin.last && { last: begin.last }),
			...(next && { cursor: writeCursor({ ...next, leftOut, ...(last && { last }) }, sign) }),
		};
	} finally {
		await Promise.all([state.close(), inbox?.close()]);
	}
}

interface Place {
	source?: string;
	after?: unknown[];
	last?: LastRow;
	leftOut?: LeftOut;
}

async function readPortion(sources: readonly ExportSource[], { source, after }: Place, signal: AbortSignal) {
	const rows: ExportedRow[] = [];
	let characters = 0;
	const first = source === undefined ? 0 : sources.findIndex(({ name }) => name === source);
	if (first < 0) throw foreign();
	for (const [index, one] of sources.entries()) {
		if (index < first) continue;
		let from = index === first ? after : undefined;
		do {
			signal.throwIfAborted();
			const portion = await one.read(from, rowsAtOnce);
			for (const row of portion.rows) rows.push(row);
			characters += portion.rows.reduce((sum, { row }) => sum + JSON.stringify(row).length, 0);
			from = portion.next;
			const isLast = from === undefined && index === sources.length - 1;
			if (!isLast && (rows.length >= maxRows || characters >= maxCharacters))
				return { rows, next: from === undefined ? { source: sources[index + 1]!.name } : { source: one.name, after: from } };
		} while (from !== undefined);
	}
	return { rows };
}

const writeCursor = (place: Place, sign: (place: string) => string): string => {
	const text = Buffer.from(JSON.stringify(place)).toString('base64url');
	return `${text}.${sign(text)}`;
};

function readCursor(cursor: string, sign: (place: string) => string): Place {
	const [text = '', mark = ''] = cursor.split('.');
	const digest = (value: string) => createHash('sha256').update(value).digest('hex');
	if (digest(mark) !== digest(sign(text))) throw foreign();
	return JSON.parse(Buffer.from(text, 'base64url').toString()) as Place;
}

const foreign = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The cursor is not one of this export.',
		fix: 'Use the cursor of the last answer for the same person, or begin without one.',
	});

/** Leads in the stores of the machine's agents. An unreachable one is named, and holds up nothing. */
function leadSource(
	parts: StateParts & { notReached: NotReached[] },
	contact: Contact | undefined,
	host: ExportHost,
	signal: AbortSignal,
): ExportSource {
	return {
		name: 'leads',
		purpose: 'conversations',
		async read() {
			if (!contact) return { rows: [] };
			const { leads, notReached } = await readLeads((await listNames(contact, host)).leads, host, signal);
			parts.notReached.push(...notReached);
			const rows = leads.map(({ store, lead }) => ({ purpose: 'conversations', store, table: 'lead', row: { ...lead } }));
			return { rows: await maskInState(rows, parts) };
		},
	};
}
