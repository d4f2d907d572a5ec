import type { IDataObject, IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';

/**
 * Hidden fields in the places that these fields had before: n8n gives a node only the values of fields that it lists, and a saved workflow can still
 * have one there. `refuseMoved` reads them.
 */
export const movedFields = (
	fields: Array<Pick<INodeProperties, 'displayName' | 'name'>>,
	displayOptions?: IDisplayOptions,
): INodeProperties[] =>
	fields.map(({ displayName, name }) => ({
		...{ displayName, name, type: 'hidden', default: '' },
		...(displayOptions && { displayOptions }),
	}));

/**
 * Refuses a value in the place that an option had before, unless the option is set: without the error, a protection would end unseen.
 * @param fields as they are now
 * @param read a value of the earlier place
 * @param options that are set
 * @throws TroupeError INPUT_INVALID
 */
export function refuseMoved(fields: INodeProperties[], read: (name: string) => unknown, options: IDataObject): void {
	for (const { displayName, name, default: initial } of fields) {
		const value = read(name) ?? '';
		if (value === '' || JSON.stringify(value) === JSON.stringify(initial) || Object.hasOwn(options, name)) continue;
		throw movedFault(displayName, `Add the option "${displayName}", set its value, and save the workflow.`);
	}
}

/** @param field that has a value in its earlier place */
export const movedFault = (field: string, fix: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The workflow has a value for "${field}" that was saved before this field moved. It would have no effect.`,
		fix,
	});

/** The earlier field of Troupe Memory and Troupe Chat Memory for what is their State now. */
export const movedStore = movedFields([{ displayName: 'Store', name: 'store' }]);
