import type { INodeProperties } from 'n8n-workflow';
import { answerFormatFields } from './properties/answer-format-fields';
import { formFields, systemPrompt } from './properties/form-fields';
import { messageFields } from './properties/message-fields';
import { modelChoiceFields } from './properties/model-choice-fields';
import { askForTask, operationFields } from './properties/operation-fields';
import { optionFields } from './properties/option-fields';
import { personFields } from './properties/person-fields';
import { resumeFields } from './properties/resume-fields';
import { sourceFields } from './properties/source-fields';
import { teamFields } from './properties/team-fields';
import { toolPermissionFields } from './properties/tool-permission-fields';
import { simplify } from '../shared/list-fields';
import { stateField } from '../shared/state/state-field';

/** Content of the item. Version 1 returns everything. */
const outputFields: INodeProperties[] = [
	{
		...simplify({ show: { '@version': [2] }, hide: { operation: ['export'] } }),
		description: 'Whether to return only what people and the next nodes need, instead of everything the run recorded',
	},
];

/** Fallback when no model answers. Version 1 quotes the documents. */
const modelFailureFields: INodeProperties[] = [
	{
		displayName: 'When No Model Answers',
		name: 'whenNoModelAnswers',
		type: 'options',
		options: [
			{ name: 'Quote the Documents', value: 'quote', description: 'The agent quotes sentences from its documents, and says that it does' },
			{ name: 'Stop With an Error', value: 'fail', description: 'The error says why each model failed, such as an invalid API key' },
		],
		default: 'fail',
		description: 'What happens when every model fails. Without any model set up, the agent always quotes its documents.',
		displayOptions: { show: { '@version': [2] } },
	},
];

const personId: INodeProperties = {
	displayName: 'Person ID',
	name: 'personId',
	type: 'string',
	default: '',
	placeholder: 'customer-42',
	description: 'Your own ID for the person who writes, such as a customer number. The agent recalls what it knows about this person.',
	displayOptions: { show: { operation: ['run'] } },
};

/** The fields of the agent node, from those that everyone fills in to those that few people need. */
export const properties: INodeProperties[] = askForTask([
	...operationFields,
	...sourceFields,
	...resumeFields,
	...messageFields,
	...systemPrompt,
	...modelChoiceFields,
	...formFields,
	...teamFields,
	...toolPermissionFields,
	...personFields,
	...modelFailureFields,
	personId,
	...answerFormatFields,
	...outputFields,
	optionFields,
	stateField,
]);
