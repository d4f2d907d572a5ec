import type { IDataObject } from 'n8n-workflow';
import { readLimit, readPages } from '../../shared/read-page';
import type { Operation } from '../operation';
import { readMoment, readOption } from '../read-fields';

interface Page {
	items: IDataObject[];
	before?: number;
	damage?: string;
}

/** Finds entries of the audit log, the last ones first. A damaged log is shown as it is stored, with a hint. */
export const findAudit: Operation = async ({ context, item, service }) => {
	const filter = {
		...{ from: readMoment(context, 'from', item), to: readMoment(context, 'to', item) },
		...Object.fromEntries(['act', 'who', 'object', 'outcome'].map((name) => [name, readOption(context, name, item)])),
	};
	let damage: string | undefined;
	const entries = await readPages<IDataObject>(readLimit(context, item), async ({ limit, cursor }) => {
		const page = await service.call<Page>('GET', 'audit/entries', { query: { ...filter, limit, before: cursor } });
		damage ??= page.damage;
		return { items: page.items, ...(page.before !== undefined && { cursor: String(page.before) }) };
	});
	if (damage !== undefined) context.addExecutionHints({ message: damage, type: 'danger', location: 'outputPane' });
	return entries.map((json) => ({ json }));
};
