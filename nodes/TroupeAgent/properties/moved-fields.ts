import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { movedFields, refuseMoved } from '../../shared/moved-fields';
import { formOptions } from './form-fields';
import { optionsOfVersion2 } from './option-fields';
import { personOptions } from './person-fields';

const [personId, ...waiting] = personOptions;
const version2 = { '@version': [2] };

/** Earlier places of options, as far as they mattered there. */
export const movedOptions: INodeProperties[] = [
	...movedFields([personId!], { show: { operation: ['run'] } }),
	...movedFields(formOptions, { show: { ...version2, source: ['form'] } }),
	...movedFields(waiting, { show: version2, hide: { '@tool': [true], task: ['export'] } }),
	...movedFields(optionsOfVersion2, { show: version2, hide: { task: ['export'] } }),
];

/** Refuses values that a saved workflow has in the earlier places. @throws TroupeError INPUT_INVALID */
export function refuseMovedOptions(context: IExecuteFunctions, item: number): void {
	const options = context.getNodeParameter('options', item, {});
	const read = (name: string): unknown => context.getNodeParameter(name, item, '');
	refuseMoved([...personOptions, ...formOptions, ...optionsOfVersion2], read, options);
}
