import type { INodeProperties } from 'n8n-workflow';
import { answerFormatFields } from './properties/answer-format-fields';
import { formFields, systemPrompt } from './properties/form-fields';
import { messageFields } from './properties/message-fields';
import { modelChoiceFields } from './properties/model-choice-fields';
import { modelFailureFields } from './properties/model-failure-fields';
import { askForTask, operationFields } from './properties/operation-fields';
import { optionFields } from './properties/option-fields';
import { outputFields } from './properties/output-fields';
import { personFields } from './properties/person-fields';
import { resumeFields } from './properties/resume-fields';
import { sourceFields } from './properties/source-fields';
import { teamFields } from './properties/team-fields';
import { toolPermissionFields } from './properties/tool-permission-fields';

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
]);
