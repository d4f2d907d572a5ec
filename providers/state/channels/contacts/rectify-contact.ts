import { type NormalAlias, normalizeAlias } from '../../../../core/conversations/contacts/normalize-alias';
import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import type { Alias, ContactAct, Corrected, Correction, CorrectionOutcome } from '../../../../core/ports/channels/contacts';
import type { StateConnection } from '../../../database/state-database';
import { logContact } from './contact-log';
import { moveAlias } from './contact-rows';
import { allowAgain, fix, keepRemoved, readFixed, readName } from './correction-rows';
import { extendOptOut, type HashName } from './opted-out-rows';

interface Whom {
	tenant: string;
	contact: string;
}

interface Work extends Whom {
	connection: StateConnection;
	now: number;
	hashName: HashName;
	changes: Corrected[];
}

/** Corrects contact data. Refuses before changing anything. */
export async function rectifyContact(
	connection: StateConnection,
	whom: Whom,
	{ by, reason, ...correction }: Correction & ContactAct,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<CorrectionOutcome> {
	const before = await readName(connection, whom.tenant, whom.contact);
	if (before === undefined) return { kind: 'unknown' };
	const entered = (['email', 'phone'] as const).flatMap((kind) => normalize({ kind, value: correction[kind] ?? '' }) ?? []);
	const wrong = correction.remove ?? [];
	const refusal = (await findTaken(connection, whom, entered)) ?? (await findProven(connection, whom, wrong));
	if (refusal) return refusal;
	const work: Work = { ...whom, connection, now, hashName, changes: [] };
	if (correction.name !== undefined) await correctName(work, before, correction.name.trim());
	if (correction.company !== undefined) await correctCompany(work, correction.company.trim());
	for (const alias of entered) await correctAlias(work, alias);
	for (const alias of wrong) await removeAlias(work, normalize(alias)!, 'alias');
	if (work.changes.length > 0) await extendOptOut(connection, whom, hashName);
	for (const { field, from, to } of work.changes) {
		const details = { kind: field, ...(from !== null && { from }), ...(to !== null && { to }), reason };
		await logContact(connection, { ...whom, kind: 'rectified', actor: by, details }, now);
	}
	return { kind: 'done', changes: work.changes };
}

const normalize = ({ kind, value }: { kind: string; value: string }): NormalAlias | undefined =>
	normalizeAlias({ kind: kind as AliasClaim['kind'], value, proof: 'entered' });

/** Numbers and addresses are unique: a second owner is the same person or an error. */
async function findTaken(connection: StateConnection, { tenant, contact }: Whom, entered: readonly NormalAlias[]) {
	for (const { kind, value } of entered) {
		const owner = await findAlias(connection, tenant, { kind, value });
		if (owner && owner.contact !== contact) return { kind: 'taken' as const, field: kind as 'email' | 'phone', contact: owner.contact };
	}
	return undefined;
}

async function findProven(connection: StateConnection, { tenant, contact }: Whom, wrong: ReadonlyArray<Pick<Alias, 'kind' | 'value'>>) {
	for (const alias of wrong) {
		const normal = normalize(alias);
		const owner = normal && (await findAlias(connection, tenant, normal));
		if (owner?.contact !== contact) return { kind: 'missing' as const, alias };
		if (owner.proof === 'provider') return { kind: 'proven' as const, alias };
	}
	return undefined;
}

const findAlias = (connection: StateConnection, tenant: string, { kind, value }: { kind: string; value: string }) =>
	connection.get<{ contact: string; proof: Alias['proof'] }>(
		'SELECT contact, proof FROM contact_alias WHERE tenant = ? AND kind = ? AND value = ?',
		...[tenant, kind, value],
	);

async function correctName({ connection, now, changes, ...whom }: Work, from: string | null, to: string): Promise<void> {
	if ((await readFixed(connection, whom, 'name')) === to) return;
	await connection.run('UPDATE contact SET name = ? WHERE tenant = ? AND id = ?', to, whom.tenant, whom.contact);
	await fix(connection, whom, 'name', to, now);
	changes.push({ field: 'name', from, to });
}

async function correctCompany({ connection, now, changes, ...whom }: Work, to: string): Promise<void> {
	const from = (await readFixed(connection, whom, 'company')) ?? null;
	if (from === to) return;
	await fix(connection, whom, 'company', to, now);
	changes.push({ field: 'company', from, to });
}

async function correctAlias(work: Work, alias: NormalAlias): Promise<void> {
	const { connection, tenant, contact, now, hashName, changes } = work;
	const typed = await connection.all<{ value: string }>(
		`SELECT value FROM contact_alias WHERE tenant = ? AND contact = ? AND kind = ? AND proof = 'entered' AND value <> ?`,
		...[tenant, contact, alias.kind, alias.value],
	);
	const field = alias.kind as 'email' | 'phone';
	const isNew = (await findAlias(connection, tenant, alias)) === undefined;
	await allowAgain(connection, { tenant, contact }, alias, hashName);
	if (isNew) {
		await moveAlias(connection, tenant, alias, { contact, tie: '' }, now);
		const [first] = typed;
		changes.push({ field, from: first?.value ?? null, to: alias.value });
	}
	for (const [index, { value }] of typed.entries())
		await removeAlias(work, { ...alias, value }, isNew && index === 0 ? undefined : 'alias');
}

/** @param field reported field; undefined if another change reports it */
async function removeAlias(work: Work, alias: NormalAlias, field: 'alias' | undefined): Promise<void> {
	const { connection, tenant, contact, now, hashName, changes } = work;
	await connection.run(
		'DELETE FROM contact_alias WHERE tenant = ? AND contact = ? AND kind = ? AND value = ?',
		...[tenant, contact, alias.kind, alias.value],
	);
	await keepRemoved(connection, { tenant, contact }, alias, { now, hashName });
	if (field) changes.push({ field, from: `${alias.kind}=${alias.value}`, to: null });
}
