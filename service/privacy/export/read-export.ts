/** Reads all of a person's data in bounded portions, in the register's order. */
import { createHash } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { NotReached } from '../../../core/memory/task/memory-task';
import type { Contact } from '../../../core/ports/channels/contacts';
import { isOnPage } from '../../../core/privacy/export-page';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import { findStatePlace } from '../../../providers/compose/state/state-place';
import { isPostgresAddress } from '../../../providers/database/database-place';
import { openStateDatabase, type StateSchema } from '../../../providers/database/state-database';
import { inboxPlace } from '../../../providers/state/channels/receipts/file-inbox';
import { inboxSchema } from '../../../providers/state/channels/receipts/inbox-schema';
import { stateSubjects } from '../../../providers/state/subjects';
import type { ExportHost } from './export-host';
import { namePerson } from '../name-person';
import { auditSource } from './audit-source';
import { type ExportedPerson, type ExportedRow, type ExportSource, type LeftOut, nothingLeftOut } from './exported-row';
import { leadSource } from './lead-source';
import { memorySource } from './memory-source';
import { processSource } from './process-source';
import { byPurpose } from './purposes';
import { listStateSources } from './state-sources';
import { openTellState } from './tell-state';

export interface ExportRequest {
	/** As asked for: an id, or a name such as `phone=+5544999999999`. */
	person: string;
	/** Undefined if no channel knows the person. */
	contact: Contact | undefined;
	language: 'en' | 'pt';
	cursor?: string | undefined;
}

export type LastRow = Pick<ExportedRow, 'purpose' | 'table'>;

export interface ReadExport {
	rows: ExportedRow[];
	leftOut: LeftOut;
	notReached: NotReached[];
	last?: LastRow;
	cursor?: string;
}

/** Some hundred kilobytes of usual messages; the last read can exceed the characters. */
const [maxRows, maxCharacters] = [1_000, 2_000_000];
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
			...{ rows, leftOut, notReached: parts.notReached },
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
