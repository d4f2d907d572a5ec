import type { Crm } from '../../ports/crm';

/** Finds an origin by id or name. Undefined for an unknown name, which is left out. */
export async function findOrigin(crm: Crm, origin: string | undefined, signal: AbortSignal): Promise<string | undefined> {
	if (origin === undefined || /^\d+$/.test(origin)) return origin;
	const { origins } = await crm.listChoices(signal);
	return origins.find(({ name }) => fold(name) === fold(origin))?.id;
}

const fold = (name: string): string => name.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
