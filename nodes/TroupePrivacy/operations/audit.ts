import type { IDataObject } from 'n8n-workflow';
import { readLimit, readPages } from '../../shared/read-page';
import type { Operation } from '../operation';
import { TroupeError } from '../../../core/base/errors';
import { readMoment, readOption } from '../read-fields';

interface Page {
	items: IDataObject[];
	before?: number;
	damage?: string;
}

/** Finds entries of the audit log, the last ones first. A damaged log is shown as it is stored, with a hint. */
export const findAudit: Operation = async ({ context, item, service }) => {
	const filter = {
		from: readMoment(context, 'from', item),
		to: readMoment(context, 'to', item),
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

/** Verifies the whole log. A log that does not verify is an answer, not an error. */
export const verifyAudit: Operation = async ({ service }) => ({ json: await service.finish<IDataObject>('GET', 'audit/verify') });

/** Proves an entry, as a field and as a file for others. */
export const proveEntry: Operation = async ({ context, item, service }) => {
	const index = Number(context.getNodeParameter('index', item));
	if (!Number.isSafeInteger(index) || index < 0)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The field "Index" is not a whole number from 0.',
			fix: 'Use the index of an entry, as Get Many has it.',
		});
	const answer = await service.call<IDataObject & { proof: string }>('GET', `audit/entries/${index}/proof`);
	const file = await context.helpers.prepareBinaryData(Buffer.from(answer.proof), `entry-${index}.tlog-proof`, 'text/plain');
	return { json: answer, binary: { data: file } };
};

/** Reads the signed checkpoint, to be kept where the installation cannot write. */
export const readCheckpoint: Operation = async ({ service }) => ({ json: await service.call<IDataObject>('GET', 'audit/checkpoint') });
