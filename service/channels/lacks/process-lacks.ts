import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import type { Lack } from '../../../core/ports/channels/lacks';
import type { MessageReader } from '../../../engine-adapter/engine/message-readers';
import type { MessageEngine } from '../message-engine';
import { findAgentLacks } from './agent-lacks';
import { findCredentialLacks } from './credential-lacks';
import { lackOf } from './lack';
import type { LackPlace } from './lack-place';

export async function findProcessFault(
	message: string,
	engine: MessageEngine | undefined,
	tenant: string,
	ownTenant = defaultTenant,
): Promise<TroupeError | undefined> {
	if (engine === undefined) return withoutEngine(message);
	const readers = await readersOf(message, engine, tenant, ownTenant);
	return readers?.length === 0 ? withoutProcess(message, await listStarts(engine, tenant, ownTenant)) : undefined;
}

/** Finds why this conversation's turn would reach no process. An older version's instance can wait for one customer only. */
export async function findTurnFault(
	message: string,
	engine: MessageEngine | undefined,
	{ tenant, id }: { tenant: string; id: string },
	ownTenant: string,
): Promise<TroupeError | undefined> {
	if (engine === undefined) return withoutEngine(message);
	const named = { name: message, correlationKey: id, ...(tenant !== ownTenant && { tenantId: tenant }) };
	return (await engine.canTakeMessage?.(named)) === false
		? withoutProcess(message, await listStarts(engine, tenant, ownTenant))
		: undefined;
}

export async function findProcessLacks(message: string, engine: MessageEngine | undefined, place: LackPlace): Promise<Lack[]> {
	const { tenant, host } = place;
	const fault = await findProcessFault(message, engine, tenant, host.tenant);
	const neededBy = `the message ${message} of the channel`;
	const found = fault ? [lackOf(fault, { kind: 'process', name: message, neededBy })] : await findLacksOfReaders(message, engine!, place);
	return found.map((lack) => ({ ...lack, byEngine: true }));
}

async function findLacksOfReaders(message: string, engine: MessageEngine, place: LackPlace): Promise<Lack[]> {
	const { tenant, host } = place;
	const readers = (await readersOf(message, engine, tenant, host.tenant ?? defaultTenant)) ?? [];
	const seen = new Set<string>();
	const found: Lack[] = [];
	for (const { processId, jobs } of readers)
		for (const { type, headers } of jobs) {
			const neededBy = `${type} of the process ${processId}`;
			// An expression is known when the job is made.
			const credential = readConstant(headers.credential);
			const agent = readConstant(headers.agent);
			if (credential !== undefined) found.push(...(await findCredentialLacks(credential, neededBy, place)));
			if (agent !== undefined) found.push(...(await findAgentLacks({ kind: 'id', id: agent }, place, neededBy, seen)));
		}
	return found;
}

/** Names a message's process versions: a new name can mean other lacks. */
export async function nameReaders(message: string, engine: MessageEngine | undefined, tenant: string, ownTenant = defaultTenant) {
	const readers = engine && (await readersOf(message, engine, tenant, ownTenant));
	return JSON.stringify([message, readers ?? []]);
}

const listStarts = async (engine: MessageEngine, tenant: string, ownTenant: string): Promise<string[]> =>
	(await engine.listMessageStarts?.(tenant === ownTenant ? undefined : tenant)) ?? [];

const readersOf = async (message: string, engine: MessageEngine, tenant: string, ownTenant: string): Promise<MessageReader[] | undefined> =>
	engine.findMessageReaders?.(message, tenant === ownTenant ? undefined : tenant);

const readConstant = (value: string | undefined): string | undefined => {
	const text = value?.trim();
	return text === undefined || text === '' || text.startsWith('=') ? undefined : text;
};

export const withoutEngine = (message: string) =>
	new TroupeError({
		code: 'PROCESS_NOT_FOUND',
		message: `No running \`troupe serve\` with a process engine is known to read the message ${JSON.stringify(message)}.`,
		fix: 'Start `troupe serve`, deploy the process (troupe process deploy), and wait a minute.',
	});

function withoutProcess(message: string, starts: string[]): TroupeError {
	const others = starts.map((name) => JSON.stringify(name)).join(', ');
	return new TroupeError({
		code: 'PROCESS_NOT_FOUND',
		message: `No deployed process begins with the message ${JSON.stringify(message)} or waits for it.${others && ` Deployed ones begin with ${others}.`}`,
		fix:
			starts.length === 0
				? 'Deploy one: troupe process deploy FILE. Its message has the name of the option --message.'
				: 'Deploy one (troupe process deploy FILE), or give the channel the message of a deployed one: troupe channel set NAME --message MESSAGE.',
	});
}
