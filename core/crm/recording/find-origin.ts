import type { Crm } from '../../ports/crm';

/** Returns the id of an origin of deals, which is set by its id or by its name. Undefined for a name that the CRM does not have: it is left out. */
export async function findOrigin(crm: Crm, origin: string | undefined, signal: AbortSignal): Promise<string | undefined> {
	if (origin === undefined || /^\d+$/.test(origin)) return origin;
	const { origins } = await crm.listChoices(signal);
	return origins.find(({ name }) => fold(name) === fold(origin))?.id;
}

const fold = (name: string): string => name.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
