import type { INodeProperties } from 'n8n-workflow';
import { language, options } from './shared-fields';

export const reportFields: INodeProperties[] = [
	options('report', ['processing'], [language('Language of the report. Default: that of the tenant, or English.')]),
	options(
		'report',
		['retention'],
		[
			{
				displayName: 'Days Ahead',
				name: 'within',
				type: 'number',
				typeOptions: { minValue: 1, numberPrecision: 0 },
				default: 7,
				description: 'How many days ahead to count what will be removed soon',
			},
			language('Language of the descriptions'),
		],
	),
];
