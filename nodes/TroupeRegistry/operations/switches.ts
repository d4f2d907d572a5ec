import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { nameField } from '../../shared/name-field';
import { readLimit, readPages } from '../../shared/read-page';
import { readService } from '../../shared/service/read-service';
import { TroupeService } from '../../shared/service/troupe-service';
import type { Ask, Operation } from '../operation';
import { properties } from '../properties';
import { readText } from '../read-text';

const timeoutMs = 120_000;

/** Lists what is off. */
export async function listSwitches(ask: Ask): Promise<IDataObject[]> {
	const service = await openService(ask);
	return readPages<IDataObject>(readLimit(ask.context, ask.item), ({ limit, cursor }) =>
		service.call<{ items: IDataObject[]; cursor?: string }>('GET', 'switches', { query: { limit, cursor } }),
	);
}

/** Turns a target off, or on again. */
export const turn =
	(to: 'off' | 'on'): Operation =>
	async (ask) => {
		const target = readText(ask.context, 'target', ask.item).trim();
		const reason = readText(ask.context, 'switchReason', ask.item).trim();
		if (!target) throw isEmpty('target', 'Enter what to turn off or on, such as agent:support.');
		if (!reason && to === 'off') throw isEmpty('switchReason', 'Enter why: everybody who is refused reads it.');
		const service = await openService(ask);
		return service.call<IDataObject>('POST', `switches/${to}`, { body: { target, ...(reason && { reason }) } });
	};

const openService = async ({ context, item }: Ask): Promise<TroupeService> =>
	new TroupeService(await readService(context, item, 'switch:manage'), AbortSignal.timeout(timeoutMs));

const isEmpty = (field: string, fix: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `${nameField(properties, field)} is empty.`, fix });
