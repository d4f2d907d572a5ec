import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { splitNames } from '../../shared/split-names';
import type { Operation } from '../operation';
import { readFilled, readOption, readText, withoutNames } from '../read-fields';

interface FoundPerson extends IDataObject {
	contact: string | null;
	stored: IDataObject[];
	executions: number;
}

export const findPerson: Operation = async ({ context, item, service, noteAbout }) => {
	const person = readFilled(context, 'person', item);
	const found = await service.call<FoundPerson>('POST', 'privacy/find', {
		body: { person, language: readOption(context, 'language', item) },
	});
	const isStored = found.stored.length > 0 || found.executions > 0;
	if (isStored) await noteAbout(found.contact ?? person);
	return { json: { isStored, ...found } };
};

const corrected = ['name', 'email', 'phone', 'company'] as const;

export const rectifyPerson: Operation = async ({ context, item, service, noteAbout }) => {
	const person = readFilled(context, 'person', item);
	const reason = readFilled(context, 'reason', item);
	const fields = corrected.flatMap((name): Array<[string, string]> => {
		const value = readText(context, `corrections.${name}`, item).trim();
		return value === '' ? [] : [[name, value]];
	});
	const remove = splitNames(readText(context, 'corrections.remove', item));
	const body: IDataObject = { person, reason, ...Object.fromEntries(fields), ...(remove.length > 0 && { remove }) };
	const answer = await withoutNames(service.call<IDataObject & { contact: string }>('POST', 'privacy/rectify', { body }));
	await noteAbout(answer.contact);
	return { json: answer };
};

/** @param lift ends it */
export const restrictPerson =
	(lift: boolean): Operation =>
	async ({ context, item, service, noteAbout }) => {
		const person = readFilled(context, 'person', item);
		const reason = readFilled(context, 'reason', item);
		const body = { person, reason, lift, language: readOption(context, 'language', item) };
		const answer = await withoutNames(service.call<IDataObject & { contact: string }>('POST', 'privacy/restrict', { body }));
		await noteAbout(answer.contact);
		return { json: answer };
	};

/** Forgets a person everywhere, or counts. Does not note the execution, which forgetting would stop. */
export const forgetPerson: Operation = async ({ context, item, service }) => {
	const person = readFilled(context, 'person', item);
	const language = readOption(context, 'language', item);
	const mode = context.getNodeParameter('forgetMode', item, 'dryRun');
	if (mode === 'dryRun') {
		const found = await service.call<FoundPerson>('POST', 'privacy/find', { body: { person, language } });
		return { json: { dryRun: true, isStored: found.stored.length > 0 || found.executions > 0, ...found } };
	}
	if (mode !== 'forget')
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The field "What to Do" is neither dryRun nor forget.',
			fix: 'Choose one, or correct its expression.',
		});
	const { leaveUnreached } = context.getNodeParameter('options', item, {}) as { leaveUnreached?: unknown };
	const body = { person, language, ...(leaveUnreached === true && { leaveUnreached }) };
	return { json: { dryRun: false, ...(await service.finish<IDataObject>('POST', 'privacy/forget', { body })) } };
};
