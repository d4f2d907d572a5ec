import type { INodePropertyCollection } from 'n8n-workflow';
import { action, text, whole, words } from './field-parts';
import { tellsText, trustedResultsText } from './trust-texts';

const names = { ...words, default: [], placeholder: 'get_*' };

/** The fields of the check `foreign-values`. */
export const foreignValues: INodePropertyCollection = {
	displayName: 'Foreign Values',
	name: 'foreign-values',
	values: [
		text('Tools That Only Read', 'reads', {
			...names,
			description: 'Names of tools that change nothing; * stands for any characters. Of their calls, only addresses are judged.',
		}),
		action('block', whole),
		text(tellsText.displayName, 'tells', { ...names, placeholder: 'search_web', description: tellsText.description }),
		text(trustedResultsText.displayName, 'trustedResults', {
			...names,
			placeholder: 'get_date',
			description: trustedResultsText.description,
		}),
		text('Free Arguments', 'free', {
			...words,
			default: [],
			placeholder: 'subject',
			description: 'Arguments whose values may come from anywhere',
		}),
		{
			displayName: 'Messages Are From',
			name: 'messages',
			type: 'options',
			options: [
				{ name: 'Others', value: 'untrusted', description: 'Such as a mail or a form that the workflow puts into the message' },
				{ name: 'The Person Who Asks', value: 'trusted' },
			],
			default: 'trusted',
			description: 'Whose words the messages to the agent are',
		},
	],
};
